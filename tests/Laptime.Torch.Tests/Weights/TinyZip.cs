using System.Text;

namespace Laptime.Torch.Tests.Weights;

/// <summary>Writes zip archives byte by byte, honest or not.</summary>
internal static class TinyZip
{
    /// <summary>The bytes of an archive.</summary>
    /// <param name="entries">Names and contents, stored.</param>
    /// <param name="isLarge">Whether sizes and places go into zip64 fields.</param>
    /// <param name="method">Compression method that the entries claim.</param>
    /// <param name="claimedLength">Length that the entries claim; null: the true one.</param>
    public static byte[] Write(
        IReadOnlyList<(string Name, byte[] Content)> entries,
        bool isLarge = false,
        ushort method = 0,
        uint? claimedLength = null
    )
    {
        var zip = new MemoryStream();
        var writer = new BinaryWriter(zip);
        var directory = new MemoryStream();
        var central = new BinaryWriter(directory);
        foreach (var (name, content) in entries)
        {
            var place = (uint)zip.Position;
            var length = claimedLength ?? (uint)content.Length;
            var bytes = Encoding.UTF8.GetBytes(name);
            writer.Write("PK\x03\x04"u8);
            writer.Write([20, 0, 0, 8, (byte)method, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
            writer.Write(length);
            writer.Write(length);
            writer.Write((ushort)bytes.Length);
            // Padding, as torch.save adds it: only the local header tells where the content begins.
            writer.Write((ushort)8);
            writer.Write(bytes);
            writer.Write([0x46, 0x42, 4, 0, 0, 0, 0, 0]);
            writer.Write(content);

            central.Write("PK\x01\x02"u8);
            central.Write([20, 0, 20, 0, 0, 8, (byte)method, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
            central.Write(isLarge ? uint.MaxValue : length);
            central.Write(isLarge ? uint.MaxValue : length);
            central.Write((ushort)bytes.Length);
            central.Write((ushort)(isLarge ? 28 : 0));
            central.Write([0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
            central.Write(isLarge ? uint.MaxValue : place);
            central.Write(bytes);
            if (isLarge)
            {
                central.Write([1, 0, 24, 0]);
                central.Write((ulong)length);
                central.Write((ulong)length);
                central.Write((ulong)place);
            }
        }

        var start = (uint)zip.Position;
        writer.Write(directory.ToArray());
        if (isLarge)
        {
            var large = (ulong)zip.Position;
            writer.Write("PK\x06\x06"u8);
            writer.Write(44UL);
            writer.Write([45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
            writer.Write((ulong)entries.Count);
            writer.Write((ulong)entries.Count);
            writer.Write((ulong)directory.Length);
            writer.Write((ulong)start);
            writer.Write("PK\x06\x07"u8);
            writer.Write(0);
            writer.Write(large);
            writer.Write(1);
        }

        writer.Write("PK\x05\x06"u8);
        writer.Write(0);
        writer.Write(isLarge ? ushort.MaxValue : (ushort)entries.Count);
        writer.Write(isLarge ? ushort.MaxValue : (ushort)entries.Count);
        writer.Write(isLarge ? uint.MaxValue : (uint)directory.Length);
        writer.Write(isLarge ? uint.MaxValue : start);
        writer.Write((ushort)0);
        return zip.ToArray();
    }
}
