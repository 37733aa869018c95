using System.Collections.Immutable;
using Laptime.Core.Platforms;
using Laptime.Core.Quantities;
using Laptime.Probe.Disks;
using Laptime.Probe.Machines;

namespace Laptime.Probe.Tests;

/// <summary>Another machine: a few of its files, written below a temporary directory, with its environment.</summary>
internal sealed class RecordedMachine : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("laptime-probe-").FullName;
    private readonly Dictionary<string, string> environment = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileSystemSpace> spaces = new(StringComparer.Ordinal);
    private readonly UnreadableFacts unreadable = new();

    public string? Signature { get; set; }

    public ImmutableArray<string> NvmlNames { get; set; } = ["laptime-has-no-such-library.so"];

    public MachineFiles Files => new(root, unreadable);

    public MountTable Mounts => MountTable.Parse(Files.ReadIfThere("/proc/self/mountinfo", null) ?? "");

    public Machine Machine =>
        new()
        {
            Unreadable = unreadable,
            Files = Files,
            Environment = environment,
            Space = path => spaces.GetValueOrDefault(path),
            HypervisorSignature = () => Signature,
            NvmlNames = NvmlNames,
        };

    public ImmutableSortedDictionary<string, string> Unreadable => unreadable.ToImmutable();

    public RecordedMachine File(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(root + path)!);
        System.IO.File.WriteAllText(root + path, text);
        return this;
    }

    public RecordedMachine Folder(string path)
    {
        Directory.CreateDirectory(root + path);
        return this;
    }

    public RecordedMachine Link(string path, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(root + path)!);
        System.IO.File.CreateSymbolicLink(root + path, target);
        return this;
    }

    public RecordedMachine Variable(string name, string value)
    {
        environment[name] = value;
        return this;
    }

    public RecordedMachine Space(string path, double totalGibibytes, double freeGibibytes)
    {
        spaces[path] = new FileSystemSpace(Bytes.FromGibibytes(totalGibibytes), Bytes.FromGibibytes(freeGibibytes));
        return Folder(path);
    }

    public PlatformFacts Probe(string dataDirectory = "/home/user/.local/share/laptime") =>
        PlatformProbe.Read(Machine, dataDirectory, TimeProvider.System, engine: null);

    public void Dispose() => Directory.Delete(root, recursive: true);
}
