using System.Diagnostics;
using Laptime.Testing;
using Laptime.Transfer.TensorBoard;

namespace Laptime.Transfer.Tests.TensorBoard;

public sealed class EventFileTests
{
    /// <summary>Reads frames with a table-driven CRC of its own and fields by the wire format; fails on any mismatch.</summary>
    private const string Reader = """
        import struct, sys
        table = []
        for n in range(256):
            for _ in range(8):
                n = (n >> 1) ^ (0x82F63B78 if n & 1 else 0)
            table.append(n)
        def masked(data):
            crc = 0xFFFFFFFF
            for b in data:
                crc = table[(crc ^ b) & 255] ^ (crc >> 8)
            crc ^= 0xFFFFFFFF
            return (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF
        # RFC 3720, B.4: 32 bytes of zeros
        crc = 0xFFFFFFFF
        for b in bytes(32):
            crc = table[(crc ^ b) & 255] ^ (crc >> 8)
        assert crc ^ 0xFFFFFFFF == 0x8A9136AA
        def varint(data, at):
            value = shift = 0
            while True:
                b = data[at]; at += 1
                value |= (b & 127) << shift; shift += 7
                if b < 128: return value, at
        def fields(data):
            at = 0
            while at < len(data):
                key, at = varint(data, at)
                kind = key & 7
                if kind == 0: value, at = varint(data, at)
                elif kind == 1: value, at = struct.unpack_from('<d', data, at)[0], at + 8
                elif kind == 5: value, at = struct.unpack_from('<f', data, at)[0], at + 4
                else:
                    length, at = varint(data, at)
                    value, at = data[at:at + length], at + length
                yield key >> 3, value
        data, at = open(sys.argv[1], 'rb').read(), 0
        while at < len(data):
            length, crc = struct.unpack_from('<QI', data, at)
            assert crc == masked(data[at:at + 8])
            content = data[at + 12:at + 12 + length]
            assert struct.unpack_from('<I', data, at + 12 + length)[0] == masked(content)
            at += 16 + length
            event = dict(fields(content))
            if 3 in event: print(event[1], event[3].decode())
            else:
                for one, value in fields(event[5]):
                    scalar = dict(fields(value))
                    print(event[1], event[2], scalar[1].decode(), scalar[2])
        """;

    [Fact]
    public async Task Add_Scalars_AreReadByAnIndependentReader()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/python3"), "there is no /usr/bin/python3");
        string directory = Directory.CreateTempSubdirectory("laptime-events-").FullName;
        try
        {
            ManualTime time = new(); // 2026-01-01
            using (EventFile file = EventFile.Create(directory, time))
            {
                file.Add(1, ("loss/train", 0.5), ("rate", 0.25), ("accuracy", null));
                file.Add(300, ("loss/train", -1.75));
            }
            string path = Directory.EnumerateFiles(directory).ShouldHaveSingleItem();
            Path.GetFileName(path).ShouldStartWith("events.out.tfevents.1767225600.");

            string read = await PythonAsync("-c", Reader, path);

            read.ShouldBe(
                """
                1767225600.0 brain.Event:2
                1767225600.0 1 loss/train 0.5
                1767225600.0 1 rate 0.25
                1767225600.0 300 loss/train -1.75

                """
            );
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<string> PythonAsync(params string[] arguments)
    {
        using Process python = Process.Start(
            new ProcessStartInfo("/usr/bin/python3", arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        Task<string> errors = python.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await python.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await python.WaitForExitAsync(TestContext.Current.CancellationToken);
        python.ExitCode.ShouldBe(0, await errors);
        return output;
    }
}
