using System.Collections.Immutable;
using Laptime.Core.Runs;
using Laptime.Core.Trials;
using Laptime.Probe;
using Laptime.Torch.Engine;
using Laptime.Workloads;

namespace Laptime.Cli.Running;

/// <summary>How this program starts itself again, for workers.</summary>
internal static class OwnProgram
{
    // Methods compiled anew within the window would cost a third of its blocks.
    private static readonly KeyValuePair<string, string> NoRecompilation = new("DOTNET_TieredCompilation", "0");

    // Otherwise the garbage collector reserves half of the address space for itself.
    private static readonly KeyValuePair<string, string> SmallReserve = new("DOTNET_GCRegionRange", "0x20000000");

    /// <summary>How it starts the worker of a trial.</summary>
    /// <param name="run">Run that the trials belong to.</param>
    /// <param name="adapter">The adapter for this machine's libtorch.</param>
    /// <param name="hardLimit">Time after which a worker that hangs is stopped.</param>
    /// <param name="grace">What a worker may take to save its work when it is cancelled.</param>
    public static Launch.WorkerCommand Worker(
        Run run,
        Adapter adapter,
        Func<TrialRequest, TimeSpan> hardLimit,
        TimeSpan grace = default
    )
    {
        (string program, ImmutableArray<string> arguments) = Command();
        KeyValuePair<string, string>[] runtime = PlatformProbe.ReadMemoryRoom().AddressSpace is null
            ? [NoRecompilation]
            : [NoRecompilation, SmallReserve];
        return new Launch.WorkerCommand
        {
            Program = program,
            Arguments = [.. arguments, "worker", adapter.Path],
            Environment = @case =>
                ProcessSettings
                    .Environment(@case, run.Platform.Cpu.Simd)
                    .Concat(runtime)
                    .ToDictionary(v => v.Key, v => (string?)v.Value, StringComparer.Ordinal),
            HardLimit = hardLimit,
            Grace = grace,
        };
    }

    /// <summary>Environment in which libtorch is as fast as it can be here: that of tuned mode.</summary>
    public static IEnumerable<KeyValuePair<string, string>> FastestEnvironment(ImmutableArray<string> simd) =>
        ProcessSettings.TunedEnvironment(simd).Append(NoRecompilation);

    /// <summary>Program and the arguments in front of the command.</summary>
    public static (string Program, ImmutableArray<string> Arguments) Command()
    {
        string process =
            Environment.ProcessPath
            ?? throw new InvalidOperationException("The system does not tell where this program is.");
        // `dotnet laptime.dll` is how a build without a native host is started.
        return Path.GetFileNameWithoutExtension(process) == "dotnet"
            ? (process, [Path.Combine(AppContext.BaseDirectory, "laptime.dll")])
            : (process, []);
    }
}
