using System.Collections;
using System.Collections.Immutable;
using System.Runtime.Intrinsics.X86;
using System.Text;
using Laptime.Core.Quantities;
using Laptime.Probe.Gpus;

namespace Laptime.Probe.Machines;

/// <summary>Size and free part of a file system.</summary>
/// <param name="Total">Its size.</param>
/// <param name="Free">What this user may still fill.</param>
internal sealed record FileSystemSpace(Bytes Total, Bytes Free);

/// <summary>All that the readers can see of a machine; tests record other machines in it.</summary>
internal sealed record Machine
{
    /// <summary>What could not be read so far.</summary>
    public required UnreadableFacts Unreadable { get; init; }

    /// <summary>Its files.</summary>
    public required MachineFiles Files { get; init; }

    /// <summary>Environment of this process.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Space of the file system that holds an existing path; null if it does not tell.</summary>
    public required Func<string, FileSystemSpace?> Space { get; init; }

    /// <summary>Name that the hypervisor gives itself through CPUID, called only where there is one; null: none told.</summary>
    public required Func<string?> HypervisorSignature { get; init; }

    /// <summary>File names under which NVML is looked for, in this order.</summary>
    public required ImmutableArray<string> NvmlNames { get; init; }

    /// <summary>The machine that this process runs on.</summary>
    public static Machine Live()
    {
        var unreadable = new UnreadableFacts();
        return new Machine
        {
            Unreadable = unreadable,
            Files = new MachineFiles("/", unreadable),
            Environment = ReadEnvironment(),
            Space = ReadSpace,
            HypervisorSignature = ReadSignature,
            NvmlNames = NvmlLibrary.DefaultNames,
        };
    }

    private static Dictionary<string, string> ReadEnvironment()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
        {
            variables.Add((string)variable.Key, (string?)variable.Value ?? "");
        }
        return variables;
    }

    private static FileSystemSpace? ReadSpace(string path)
    {
        try
        {
            var drive = new DriveInfo(path);
            return new FileSystemSpace(new Bytes(drive.TotalSize), new Bytes(drive.AvailableFreeSpace));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Leaf 0x40000000 of CPUID, where every hypervisor of x86 leaves its name in EBX, ECX and EDX.</summary>
    private static string? ReadSignature()
    {
        if (!X86Base.IsSupported)
        {
            return null;
        }
        var (_, ebx, ecx, edx) = X86Base.CpuId(0x40000000, 0);
        Span<byte> name = stackalloc byte[12];
        BitConverter.TryWriteBytes(name, ebx);
        BitConverter.TryWriteBytes(name[4..], ecx);
        BitConverter.TryWriteBytes(name[8..], edx);
        return Encoding.ASCII.GetString(name).Trim('\0', ' ');
    }
}
