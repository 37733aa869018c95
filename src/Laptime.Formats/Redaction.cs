using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Laptime.Core.Platforms;
using Laptime.Core.Runs;
using Laptime.Core.Scripts;
using Laptime.Core.Sweeps;
using Laptime.Core.Transfer;
using Laptime.Core.Trials;

namespace Laptime.Formats;

/// <summary>Leaves out of a run what names its user or machine: host name and paths. Measurements stay as they are.</summary>
public static partial class Redaction
{
    private const string LeftOut = "(left out)";

    /// <summary>
    /// The same run without host name, directories and Slurm job number. Of the weights file its bare name stays. In free texts
    /// (failure messages, settings) the host name and whatever looks like a path of the user's is replaced; system
    /// paths such as /proc stay. The user's own note stays.
    /// </summary>
    public static RunRecord Apply(RunRecord record)
    {
        PlatformFacts platform = record.Run.Platform;
        string[] secrets =
        [
            .. new[]
            {
                platform.HostName,
                platform.Disk.Path,
                platform.Engine?.LibraryPath,
                record.Run.WeightsPath,
                record.Run.Transfer?.Checkpoints,
                record.Run.Transfer?.TensorBoard,
                Path.GetDirectoryName(record.Run.Script?.Path),
            }
                // "/" or "a" would tear every text apart and give nothing away.
                .Where(secret => secret?.Length >= 3)
                .Select(secret => secret!)
                // Longest first: one may contain another.
                .OrderByDescending(secret => secret.Length),
        ];
        string Clean(string text) => UserPath().Replace(Without(text, secrets), LeftOut);
        return new RunRecord(
            record.Run with
            {
                WeightsPath = Path.GetFileName(record.Run.WeightsPath),
                Transfer = Apply(record.Run.Transfer),
                Script = Apply(record.Run.Script),
                Platform = Apply(platform, Clean),
                BatchSearches = [.. record.Run.BatchSearches.Select(search => Apply(search, Clean))],
            },
            [.. record.Trials.Select(trial => trial with { Outcome = Apply(trial.Outcome, Clean) })]
        );
    }

    /// <summary>Of the picture directory its bare name stays, as of the weights.</summary>
    private static TransferSettings? Apply(TransferSettings? settings) =>
        settings is null
            ? null
            : settings with
            {
                Data = Path.GetFileName(Path.TrimEndingDirectorySeparator(settings.Data)),
                TensorBoard = settings.TensorBoard is null ? null : LeftOut,
                Checkpoints = LeftOut,
            };

    private static BatchSearch Apply(BatchSearch search, Func<string, string> clean) =>
        search with
        {
            Obstacle = search.Obstacle is { } obstacle ? clean(obstacle) : null,
            Probes =
            [
                .. search.Probes.Select(probe =>
                    probe with
                    {
                        Reason = probe.Reason is { } reason ? clean(reason) : null,
                    }
                ),
            ],
        };

    /// <summary>Of the program and of libraries the bare names stay, as of the weights.</summary>
    private static ScriptSettings? Apply(ScriptSettings? settings) =>
        settings is null
            ? null
            : settings with
            {
                Path = Path.GetFileName(settings.Path),
                Operators = [.. settings.Operators.Select(path => Path.GetFileName(path))],
            };

    private static PlatformFacts Apply(PlatformFacts platform, Func<string, string> clean) =>
        platform with
        {
            HostName = null,
            Disk = platform.Disk with { Path = LeftOut },
            Engine = platform.Engine is { } engine ? engine with { LibraryPath = LeftOut } : null,
            Host = platform.Host with
            {
                SlurmJob = platform.Host.SlurmJob is null ? null : LeftOut,
                Evidence = [.. platform.Host.Evidence.Select(clean)],
            },
            Unreadable = Apply(platform.Unreadable, clean),
        };

    private static TrialOutcome Apply(TrialOutcome outcome, Func<string, string> clean) =>
        outcome switch
        {
            TrialOutcome.Measured { Samples: var samples } => new TrialOutcome.Measured(
                samples with
                {
                    Settings = Apply(samples.Settings, clean),
                    InvalidReason = samples.InvalidReason is { } reason ? clean(reason) : null,
                }
            ),
            TrialOutcome.Skipped skipped => new TrialOutcome.Skipped(clean(skipped.Reason)),
            TrialOutcome.Failed failed => new TrialOutcome.Failed(clean(failed.Attempted), clean(failed.Advice)),
            _ => throw new ArgumentException($"Unknown outcome {outcome.GetType().Name}.", nameof(outcome)),
        };

    private static ImmutableSortedDictionary<string, string> Apply(
        ImmutableSortedDictionary<string, string> texts,
        Func<string, string> clean
    ) =>
        texts.ToImmutableSortedDictionary(
            pair => pair.Key,
            // A command line is full of names of the user's own.
            pair => pair.Key == CommandSetting.Line ? LeftOut : clean(pair.Value),
            texts.KeyComparer
        );

    private static string Without(string text, IEnumerable<string> secrets) =>
        secrets.Aggregate(text, (rest, secret) => rest.Replace(secret, LeftOut, StringComparison.Ordinal));

    // An absolute path of two parts or more, or one below ~, that does not lie in a directory of the system.
    [GeneratedRegex(
        @"(?<![\w./~…-])(?!/(?:proc|sys|dev|usr|lib|lib64|etc|bin|sbin)/)~?/[^\s/:;,'""()\[\]]+(?:/[^\s/:;,'""()\[\]]*)+",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex UserPath();
}
