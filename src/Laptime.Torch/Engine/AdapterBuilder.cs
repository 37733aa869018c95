using System.Collections.Concurrent;

namespace Laptime.Torch.Engine;

/// <summary>Builds the adapter once for each libtorch, compiler and version of its sources, into the user's cache.</summary>
public sealed class AdapterBuilder
{
    private const string LibraryName = "liblaptime_torch.so";
    private const string NoteName = "built-without-cuda";
    private const int NoSpaceLeft = 28;

    private static readonly TimeSpan LockPoll = TimeSpan.FromMilliseconds(100);

    private readonly EngineEnvironment environment;

    /// <summary>A builder on a machine.</summary>
    public AdapterBuilder(EngineEnvironment environment) => this.environment = environment;

    /// <summary>Where adapters are kept: LAPTIME_CACHE, or laptime below XDG_CACHE_HOME or ~/.cache.</summary>
    /// <exception cref="EngineException">There is no home directory.</exception>
    public string CacheDirectory =>
        environment.CacheDirectory
        ?? throw new EngineException($"There is no home directory to keep the adapter in. {Remedies.Cache}");

    /// <summary>The adapter for a libtorch, if it was built before.</summary>
    /// <returns>Null: it has to be built.</returns>
    /// <exception cref="EngineException">It could not be built either: headers, compiler or sources are missing.</exception>
    public Adapter? FindBuilt(LibtorchBuild libtorch)
    {
        ArgumentNullException.ThrowIfNull(libtorch);
        var plan = AdapterPlan.Create(environment, libtorch);
        return FindBuilt(plan, DirectoryOf(plan));
    }

    /// <summary>The adapter for a libtorch; built now if need be, which takes some 20 s a processor.</summary>
    /// <param name="libtorch">What to build against.</param>
    /// <param name="progress">Gets a line for each step; called from several threads.</param>
    /// <param name="cancellationToken">Ends the compilers.</param>
    /// <exception cref="EngineException">Something is missing, or the sources do not compile.</exception>
    public async Task<Adapter> BuildAsync(
        LibtorchBuild libtorch,
        Action<string> progress,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(libtorch);
        ArgumentNullException.ThrowIfNull(progress);
        var plan = AdapterPlan.Create(environment, libtorch);
        var directory = DirectoryOf(plan);
        if (FindBuilt(plan, directory) is { } built)
        {
            return built;
        }

        try
        {
            Directory.CreateDirectory(directory);
            await using var @lock = await LockAsync(directory, progress, cancellationToken);
            return FindBuilt(plan, directory)
                ?? await BuildAsync(libtorch, plan, directory, progress, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw (e.HResult & 0xffff) == NoSpaceLeft
                ? new EngineException($"The disk of {directory} is full. {Remedies.Cache}", e)
                : new EngineException($"The adapter can't be written to {directory}: {e.Message} {Remedies.Cache}", e);
        }
    }

    private string DirectoryOf(AdapterPlan plan) => Path.Combine(CacheDirectory, "adapters", plan.Key);

    private static Adapter? FindBuilt(AdapterPlan plan, string directory)
    {
        var library = Path.Combine(directory, LibraryName);
        if (!File.Exists(library))
        {
            return null;
        }

        var note = Path.Combine(directory, NoteName);
        return File.Exists(note)
            ? new Adapter(library, HasCuda: false, File.ReadAllText(note))
            : new Adapter(library, plan.WithCuda, Note: null);
    }

    /// <summary>Waits for another process that builds the same; the lock ends with its holder, however that ends.</summary>
    private static async Task<FileStream> LockAsync(
        string directory,
        Action<string> progress,
        CancellationToken cancellationToken
    )
    {
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                return new FileStream(
                    Path.Combine(directory, "lock"),
                    FileMode.OpenOrCreate,
                    FileAccess.Write,
                    FileShare.None
                );
            }
            catch (IOException e) when (IsSharing(e))
            {
                if (isFirst)
                {
                    progress("Waiting for another process that builds the adapter.");
                }

                await Task.Delay(LockPoll, cancellationToken);
            }
        }
    }

    /// <summary>EWOULDBLOCK, as .NET reports a lock that another process holds.</summary>
    private static bool IsSharing(IOException e) => (e.HResult & 0xffff) == 11;

    private async Task<Adapter> BuildAsync(
        LibtorchBuild libtorch,
        AdapterPlan plan,
        string directory,
        Action<string> progress,
        CancellationToken cancellationToken
    )
    {
        // A build that failed leaves its objects; they go when it is tried again.
        var work = Path.Combine(directory, "work");
        if (Directory.Exists(work))
        {
            Directory.Delete(work, recursive: true);
        }

        Directory.CreateDirectory(work);
        string? note = null;
        if (libtorch.HasCuda && !plan.WithCuda)
        {
            note = $"The adapter has no CUDA, because CUDA's headers or runtime were not found. {Remedies.Cuda}";
        }

        var error = await CompileAsync(libtorch, plan, work, progress, cancellationToken);
        if (error is not null && plan.WithCuda)
        {
            note = $"The adapter has no CUDA, because it did not compile with it: {error}.";
            progress(note);
            error = await CompileAsync(libtorch, plan with { WithCuda = false }, work, progress, cancellationToken);
        }

        var log = Path.Combine(directory, "build.log");
        File.Move(Path.Combine(work, "build.log"), log, overwrite: true);
        if (error is not null)
        {
            throw new EngineException(
                $"The adapter does not compile against libtorch {libtorch.Version}: {error} (all of it: {log})."
            );
        }

        if (note is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(directory, NoteName), note, cancellationToken);
        }

        File.Move(Path.Combine(work, LibraryName), Path.Combine(directory, LibraryName), overwrite: true);
        Directory.Delete(work, recursive: true);
        return FindBuilt(plan, directory)!;
    }

    /// <summary>Compiles and links into a directory.</summary>
    /// <returns>The first error; null: it is built.</returns>
    private async Task<string?> CompileAsync(
        LibtorchBuild libtorch,
        AdapterPlan plan,
        string work,
        Action<string> progress,
        CancellationToken cancellationToken
    )
    {
        var start = environment.Clock.GetTimestamp();
        var log = new ConcurrentQueue<string>();
        var done = 0;
        string? error = null;
        string ObjectOf(string source) => Path.Combine(work, Path.GetFileNameWithoutExtension(source) + ".o");

        progress($"Building the adapter for libtorch {libtorch.Version}: {plan.Sources.Length} files.");
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = Environment.ProcessorCount,
            CancellationToken = cancellationToken,
        };
        await Parallel.ForEachAsync(
            plan.Sources,
            options,
            async (source, token) =>
            {
                if (error is null && await StepAsync(plan.CompileArguments(source, ObjectOf(source)), token))
                {
                    Report(
                        $"compiled {Path.GetFileName(source)} ({Interlocked.Increment(ref done)} of {plan.Sources.Length})"
                    );
                }
            }
        );
        var output = Path.Combine(work, LibraryName);
        if (
            error is null
            && await StepAsync(plan.LinkArguments(plan.Sources.Select(ObjectOf), output), cancellationToken)
        )
        {
            Report("built");
        }

        await File.AppendAllLinesAsync(Path.Combine(work, "build.log"), log, cancellationToken);
        return error;

        async Task<bool> StepAsync(IEnumerable<string> arguments, CancellationToken token)
        {
            string[] all = [.. arguments];
            var (exitCode, text) = await plan.Compiler.RunAsync(all, token);
            log.Enqueue($"{plan.Compiler.Path} {string.Join(' ', all)}\n{text}");
            if (exitCode != 0)
            {
                error ??= Compiler.FirstError(text) ?? $"the compiler ended with exit code {exitCode}";
            }

            return exitCode == 0;
        }

        void Report(string step) =>
            progress($"Adapter: {step}, {environment.Clock.GetElapsedTime(start).TotalSeconds:F1} s.");
    }
}
