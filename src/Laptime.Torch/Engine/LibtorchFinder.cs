namespace Laptime.Torch.Engine;

/// <summary>
/// Finds the libtorch to measure: LAPTIME_LIBTORCH; the PyTorch of LAPTIME_PYTHON or of python3 on PATH; conda's; the
/// system's. What the user names is taken or refused, never replaced by another. The first with headers wins; one
/// without is reported if there is no better.
/// </summary>
public sealed class LibtorchFinder
{
    private const string NoTorch = "has no torch";

    private static readonly TimeSpan PythonTimeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Asks where torch is without importing it, which takes most of a second, and which directories were looked into;
    /// the user's is named even where it does not exist yet. A directory ./torch is not it.
    /// </summary>
    private const string PythonQuestion =
        "import sys, site; sys.path = [p for p in sys.path if p]; from importlib.util import find_spec; "
        + "s = find_spec('torch'); print(s.submodule_search_locations[0] if s and s.origin else '', "
        + "*sys.path, site.getusersitepackages(), sep='\\0')";

    private readonly EngineEnvironment environment;
    private readonly PythonAnswers answers;

    /// <summary>A search of a machine.</summary>
    public LibtorchFinder(EngineEnvironment environment)
    {
        this.environment = environment;
        answers = new PythonAnswers(environment);
    }

    /// <summary>Searches; some ten milliseconds, and one start of Python where its answer is not known from before.</summary>
    public async Task<LibtorchSearch> FindAsync(CancellationToken cancellationToken)
    {
        var tried = new List<LibtorchAttempt>();
        LibtorchBuild? withoutHeaders = null;
        await foreach (var (origin, directory) in PlacesAsync(tried, cancellationToken))
        {
            var (build, reason) = LibtorchDirectory.Inspect(environment, origin, directory);
            if (build?.IncludeDirectory is not null)
            {
                return new LibtorchSearch(build, [.. tried]);
            }

            withoutHeaders ??= build;
            tried.Add(new LibtorchAttempt(origin, directory, build is null ? reason : "has no headers"));
        }

        return new LibtorchSearch(withoutHeaders, [.. tried]);
    }

    private async IAsyncEnumerable<(string Origin, string Directory)> PlacesAsync(
        List<LibtorchAttempt> tried,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (environment.Setting("LAPTIME_LIBTORCH") is { } named)
        {
            yield return ("LAPTIME_LIBTORCH", Path.GetFullPath(named));
            yield break;
        }

        var namedPython = environment.Setting("LAPTIME_PYTHON");
        var (origin, name) = namedPython is null ? ("python3", "python3") : ("LAPTIME_PYTHON", namedPython);
        var first = environment.FindProgram(name);
        if (first is null)
        {
            tried.Add(new LibtorchAttempt(origin, name, "is not there"));
        }
        else if (await AskPythonAsync(origin, first, tried, cancellationToken) is { } package)
        {
            yield return (origin, package);
        }

        if (namedPython is not null)
        {
            yield break;
        }

        if (environment.Setting("CONDA_PREFIX") is { } conda)
        {
            yield return ("conda", conda);
            foreach (var package in CondaPackages(conda))
            {
                yield return ("conda", package);
            }
        }

        yield return ("system", environment.Rooted("usr"));
        yield return ("system", environment.Rooted("usr/local"));
        var second = environment.Rooted("usr/bin/python3");
        if (
            second != first
            && File.Exists(second)
            && await AskPythonAsync("system", second, tried, cancellationToken) is { } last
        )
        {
            yield return ("system", last);
        }
    }

    private static IEnumerable<string> CondaPackages(string prefix)
    {
        var libraries = Path.Combine(prefix, "lib");
        return Directory.Exists(libraries)
            ? Directory
                .EnumerateDirectories(libraries, "python3*")
                .Select(python => Path.Combine(python, "site-packages/torch"))
                .Where(Directory.Exists)
            : [];
    }

    /// <summary>Directory of a Python's torch; null, and a line in the list, if it has none.</summary>
    private async Task<string?> AskPythonAsync(
        string origin,
        string python,
        List<LibtorchAttempt> tried,
        CancellationToken cancellationToken
    )
    {
        if (answers.Recall(python) is { } known)
        {
            if (known.Length == 0)
            {
                tried.Add(new LibtorchAttempt(origin, python, NoTorch));
                return null;
            }

            return known;
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(PythonTimeout);
        string reason;
        try
        {
            var (exitCode, output) = await Command.RunAsync(python, ["-c", PythonQuestion], timeout.Token);
            // Warnings come first.
            var last = output.TrimEnd().Split('\n')[^1].TrimEnd();
            if (exitCode == 0)
            {
                string[] answer = last.Split('\0');
                answers.Keep(python, answer[0], answer[1..]);
                if (answer[0].Length > 0)
                {
                    return answer[0];
                }
            }

            reason = exitCode == 0 ? NoTorch : $"failed: {(last.Length > 0 ? last : $"exit code {exitCode}")}";
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            reason = $"did not start: {e.Message}";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            reason = $"did not answer within {PythonTimeout.TotalSeconds} s";
        }

        tried.Add(new LibtorchAttempt(origin, python, reason));
        return null;
    }
}
