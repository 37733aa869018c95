using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Laptime.Cli.Terminal;
using Laptime.Core.Quantities;
using Laptime.Core.Runs;
using Laptime.Core.Trials;
using Laptime.Observation.Analysis;
using Laptime.Observation.Output;
using Laptime.Observation.Processes;

namespace Laptime.Cli.Reports;

/// <summary>What an observed command came to.</summary>
internal static partial class CommandReport
{
    private const int PictureWidth = 40;
    private const int ManyAtOnce = 3;
    private const double Disagreement = 0.1;

    /// <summary>Whether a run is that of a command.</summary>
    public static bool IsOne(RunRecord record) =>
        record.Run.Suite.Name == CommandSetting.Workload && record.Trials is [{ Outcome: TrialOutcome.Measured }, ..];

    /// <summary>Writes the whole report.</summary>
    public static void Write(RunRecord record, Screen screen)
    {
        Trial trial = record.Trials[0];
        TrialSamples samples = ((TrialOutcome.Measured)trial.Outcome).Samples;
        CommandSummary summary = CommandSummary.Of(trial, samples);
        WriteHead(record.Run, summary, screen);
        Table table = new(new Column(""), new Column("", IsNumber: true), new Column("", Wraps: true));
        AddRates(table, summary);
        AddTimes(table, summary);
        AddUse(table, trial, samples);
        table.Write(screen);
        WriteRemarks(summary, samples, screen);
    }

    /// <summary>Writes what is known only right after the command: how to have its steps found, what was left out.</summary>
    public static void WriteAdvice(SignLog log, int secretsReplaced, CommandEnding ending, Screen screen)
    {
        if (TimelineReader.Read(log) is null)
        {
            string example = log.Unrecognised is { } line
                ? $" Its last line with a figure: '{line.Trim()}'; if that counts steps: --pattern '{Suggest(line.Trim())}'"
                : " It printed no figure.";
            Say(
                "No steps were recognised in its output, so its wall time is the result. Tell where the count stands with --pattern."
                    + example,
                screen
            );
        }
        if (ending.Unread > 0)
        {
            Say(
                $"{new Bytes(ending.Unread)} of its output came too fast to be read for steps; all of it was passed on.",
                screen
            );
        }
        if (secretsReplaced > 0)
        {
            Say($"{secretsReplaced} arguments look like secrets and are not kept with the run.", screen);
        }
    }

    /// <summary>An expression for lines like this one: its first whole number is the count.</summary>
    public static string Suggest(string line)
    {
        Match number = WholeNumber().Match(line);
        string before = line[..number.Index];
        string near = before[Math.Max(0, before.Length - 20)..];
        return number.Success
            ? $"{Regex.Escape(near).Replace("\\ ", " ", StringComparison.Ordinal)}(?<step>[0-9]+)"
            : "(?<step>[0-9]+)";
    }

    private static void WriteHead(Run run, CommandSummary summary, Screen screen)
    {
        string ended = summary.Stopped switch
        {
            "steady" => "stopped once its rate was known well enough",
            "timelimit" => "stopped at its time limit",
            "memorylimit" => "stopped at its memory limit",
            _ => $"exit code {summary.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "unknown"}",
        };
        screen.Results.WriteLine(
            $"{screen.Ink.Write("command", Style.Bold)} ran {Figures.Span(summary.Elapsed)}, {ended}"
        );
        if (summary.Line is { } line)
        {
            Prose.Break(line, screen.Width).Take(3).ToList().ForEach(screen.Results.WriteLine);
        }
        screen.Results.WriteLine(
            screen.Ink.Write($"run {ShortId.Of(run.Id)}, {RunText.Instant(run.StartedAt)} UTC", Style.Dim)
        );
        screen.Results.WriteLine();
    }

    private static void AddRates(Table table, CommandSummary summary)
    {
        if (summary.Step is not { } step || summary.StepsPerSecond is not { } rate)
        {
            return;
        }
        string name = char.ToUpperInvariant(summary.Counts[0]) + summary.Counts[1..];
        string interval = step.HalfWidth is null
            ? "too few steps for an interval"
            : $"{Figures.RelativeInterval(step.HalfWidth.Value)}, 95 % within this one process";
        table.Add($"{name}s/s", new Cell(Rate(rate, step.HalfWidth), Style.Bold), interval);
        if (summary.ItemsPerStep > 1)
        {
            table.Add(
                "Items/s",
                new Cell(Rate(rate * summary.ItemsPerStep, step.HalfWidth), Style.Bold),
                $"{summary.ItemsPerStep} a {summary.Counts}"
            );
        }
        table.Add(
            $"{name} time",
            summary.Typical?.ToString(),
            $"typical {Sparkline.Draw(summary.StepTimes, PictureWidth)}"
        );
        table.Add("Seen", $"{summary.Steps:N0}", $"{summary.Counts}s, by the recogniser {summary.Recogniser}");
    }

    private static void AddTimes(Table table, CommandSummary summary)
    {
        if (summary.TrainingShare is not { } share)
        {
            return;
        }
        table.Add("Training", Figures.Span(summary.Training), $"{Percent(share)} of the run; the rest was:");
        (string, Seconds, string)[] parts =
        [
            ("  Set-up", summary.SetUp, "to the first sign of training"),
            ("  Validation", summary.Validation, ""),
            ("  Saving", summary.Saving, ""),
            ("  Between rounds", summary.BetweenRounds, "of the counter; the command does not say what for"),
            ("  End", summary.End, "from the last sign of training"),
        ];
        foreach ((string name, Seconds time, string remark) in parts.Where(part => part.Item2.Value > 0))
        {
            table.Add(name, Figures.Span(time), remark);
        }
        if (summary.WarmupSteps == 0)
        {
            return;
        }
        table.Add(
            "Warm-up",
            Figures.Span(summary.Warmup),
            $"{summary.WarmupSteps:N0} {summary.Counts}s, part of training"
        );
    }

    private static void AddUse(Table table, Trial trial, TrialSamples samples)
    {
        ImmutableArray<TelemetrySample> telemetry = samples.Telemetry;
        if (telemetry is [.., { ProcessBusy: { } busy }])
        {
            table.Add(
                "Processor",
                Figures.Span(busy),
                string.Create(CultureInfo.InvariantCulture, $"{busy / trial.Elapsed:F2} processors on average")
            );
        }
        if (samples.PeakResident is { } peak)
        {
            double[] resident =
            [
                .. telemetry.Select(sample => (double?)sample.ProcessResident?.Value).OfType<double>(),
            ];
            table.Add("Memory", peak.ToString(), $"at most {Sparkline.Draw(resident, PictureWidth)}".TrimEnd());
        }
        if (telemetry is [.., { ProcessRead: { } read, ProcessWritten: { } written }])
        {
            table.Add("Disk", read.ToString(), $"read, {written} written");
        }
        double[] gpu = [.. telemetry.Select(sample => sample.GpuBusy).OfType<double>()];
        if (gpu.Length > 0)
        {
            string memory = samples.PeakDevice is { } used ? $"{used} of its memory at most " : "";
            table.Add(
                "GPU",
                Percent(gpu.Average()),
                $"busy, {memory}{Sparkline.Draw(gpu, PictureWidth / 2)}".TrimEnd()
            );
        }
    }

    private static void WriteRemarks(CommandSummary summary, TrialSamples samples, Screen screen)
    {
        if (summary.Recogniser is null)
        {
            return;
        }
        if (samples.WarmupClass == "inconsistent")
        {
            Say("Step times drifted or jumped, so the rate holds for this stretch only.", screen);
        }
        if (summary.Burst >= ManyAtOnce)
        {
            Say(
                $"Its lines arrive some {summary.Burst} at a time: it buffers its output. With PYTHONUNBUFFERED=1 or python -u each step's time is seen.",
                screen
            );
        }
        if (summary is { Stated: { } stated, Typical: { } typical } && Math.Abs((stated / typical) - 1) > Disagreement)
        {
            Say($"By its own account a {summary.Counts} takes {stated}; by our clock {typical}.", screen);
        }
        Say("One process is one launch: another one may differ by more than the interval.", screen);
    }

    private static void Say(string text, Screen screen)
    {
        screen.Results.WriteLine();
        Prose.Wrap(text, screen.Width).ForEach(screen.Results.WriteLine);
    }

    private static string Rate(double rate, double? halfWidth) =>
        halfWidth is { } u ? Figures.WithInterval(rate, rate * u) : rate.ToString("G3", CultureInfo.InvariantCulture);

    private static string Percent(double share) =>
        share.ToString("P0", CultureInfo.InvariantCulture).Replace("%", " %").Replace("  ", " ");

    [GeneratedRegex(@"\d+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WholeNumber();
}
