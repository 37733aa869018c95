using System.Collections.Immutable;
using Laptime.Core.Quantities;

namespace Laptime.Torch.Engine;

/// <summary>Looks at everything that the engine needs, and says what mends what is missing. Builds and changes nothing.</summary>
public sealed class Doctor
{
    /// <summary>An adapter takes less than 1 MB; its objects, while it is built, some 20.</summary>
    private static readonly Bytes NeededSpace = Bytes.FromMebibytes(64);

    private readonly EngineEnvironment environment;
    private readonly AdapterBuilder builder;

    /// <summary>A doctor for a machine.</summary>
    public Doctor(EngineEnvironment environment)
    {
        this.environment = environment;
        builder = new AdapterBuilder(environment);
    }

    /// <summary>Examines the machine.</summary>
    public async Task<ImmutableArray<DoctorLine>> ExamineAsync(CancellationToken cancellationToken)
    {
        var search = await new LibtorchFinder(environment).FindAsync(cancellationToken);
        return
        [
            .. ExamineLibtorch(search),
            Guard("compiler", ExamineCompiler),
            .. search.Build is { } build ? ExamineFor(build) : [],
            Guard("cache", ExamineCache),
        ];
    }

    private static IEnumerable<DoctorLine> ExamineLibtorch(LibtorchSearch search)
    {
        if (search.Build is { } build)
        {
            var cuda =
                !build.HasCuda ? "CPU only"
                : build.Cuda is null ? "with CUDA"
                : $"with CUDA {build.Cuda}";
            yield return new DoctorLine(
                "libtorch",
                DoctorState.Ok,
                $"{build.Version}, {cuda}, in {build.LibraryDirectory} ({build.Origin})",
                Remedy: null
            );
        }
        else
        {
            yield return new DoctorLine("libtorch", DoctorState.Missing, "none found", Remedies.Libtorch);
        }

        foreach (var attempt in search.Tried)
        {
            yield return new DoctorLine(
                "looked at",
                search.Build is null ? DoctorState.Warning : DoctorState.Ok,
                $"{attempt.Origin}: {attempt.Place} {attempt.Reason}",
                Remedy: null
            );
        }
    }

    private IEnumerable<DoctorLine> ExamineFor(LibtorchBuild build)
    {
        yield return build.IncludeDirectory is { } headers
            ? new DoctorLine("headers", DoctorState.Ok, headers, Remedy: null)
            : new DoctorLine("headers", DoctorState.Missing, $"none for libtorch {build.Version}", Remedies.Headers);
        if (build.HasCuda)
        {
            yield return build.Toolkit is { } toolkit
                ? new DoctorLine("CUDA headers", DoctorState.Ok, toolkit.IncludeDirectories[0], Remedy: null)
                : new DoctorLine(
                    "CUDA headers",
                    DoctorState.Warning,
                    "not found: only the CPU is measured",
                    Remedies.Cuda
                );
        }

        if (build.IncludeDirectory is not null)
        {
            yield return Guard("adapter", () => ExamineAdapter(build));
        }
    }

    private DoctorLine ExamineCompiler() =>
        Compiler.Find(environment) is { } compiler
            ? new DoctorLine("compiler", DoctorState.Ok, compiler.Path, Remedy: null)
            : new DoctorLine("compiler", DoctorState.Missing, "neither g++ nor clang++ on PATH", Remedies.Compiler);

    private DoctorLine ExamineAdapter(LibtorchBuild build) =>
        builder.FindBuilt(build) switch
        {
            null => new DoctorLine("adapter", DoctorState.Ok, "not built yet: the first run builds it", Remedy: null),
            { Note: { } note } => new DoctorLine("adapter", DoctorState.Warning, note, Remedy: null),
            var adapter => new DoctorLine("adapter", DoctorState.Ok, adapter.Path, Remedy: null),
        };

    private DoctorLine ExamineCache()
    {
        var directory = builder.CacheDirectory;
        var existing = directory;
        while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { Length: > 0 } parent)
        {
            existing = parent;
        }

        var free = new Bytes(new DriveInfo(existing).AvailableFreeSpace);
        return free < NeededSpace
            ? new DoctorLine("cache", DoctorState.Warning, $"{directory}, {free} free", Remedies.Cache)
            : new DoctorLine("cache", DoctorState.Ok, $"{directory}, {free} free", Remedy: null);
    }

    /// <summary>What cannot even be examined is a finding too.</summary>
    private static DoctorLine Guard(string subject, Func<DoctorLine> examine)
    {
        try
        {
            return examine();
        }
        catch (Exception e) when (e is EngineException or IOException or UnauthorizedAccessException)
        {
            return new DoctorLine(subject, DoctorState.Missing, e.Message, Remedy: null);
        }
    }
}
