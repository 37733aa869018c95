using System.Collections.Immutable;
using System.Globalization;
using Laptime.Cli.Running;
using Laptime.Cli.Terminal;
using Laptime.Core.Cases;
using Laptime.Core.Quantities;
using Laptime.Core.Results;
using Laptime.Core.Runs;
using Laptime.Core.Transfer;
using Laptime.Transfer;

namespace Laptime.Cli.Reports;

/// <summary>What a transfer-learning job came to: epochs, phases summed, where the time went, whether the input held it up, accuracy.</summary>
internal static class TransferReport
{
    /// <summary>Writes the whole report.</summary>
    /// <param name="run">A run with <see cref="Run.Transfer"/>.</param>
    /// <param name="results">A result for each case.</param>
    /// <param name="screen">Where to.</param>
    public static void Write(Run run, ImmutableArray<CaseResult> results, Screen screen)
    {
        WriteHead(run, screen);
        if (results is [var only])
        {
            WriteCase(run, only, screen);
            return;
        }
        foreach (CaseResult result in results)
        {
            screen.Results.WriteLine(screen.Ink.Write(Title(result.Case), Style.Bold));
            screen.Results.WriteLine();
            WriteCase(run, result, screen);
            screen.Results.WriteLine();
        }
        WriteSummary(results, screen);
    }

    private static string Title(Case @case) =>
        $"batch {@case.Batch}, {CaseText.Word(@case.Precision)} {CaseText.Word(@case.Mode)}";

    /// <summary>The cases side by side.</summary>
    private static void WriteSummary(ImmutableArray<CaseResult> results, Screen screen)
    {
        Table table = new(
            new Column("Case"),
            new Column("Sum", IsNumber: true),
            new Column("Images/s", IsNumber: true),
            new Column("Waiting", IsNumber: true),
            new Column("Accuracy", IsNumber: true)
        );
        foreach (CaseResult result in results)
        {
            ImmutableArray<TransferFigures> launches = result.Transfer;
            if (launches.IsEmpty)
            {
                table.Add(Title(result.Case), new Cell(CaseText.Word(result.Status), Style.Dim));
                continue;
            }
            table.Add(
                Title(result.Case),
                Mean(launches.Select(f => (double?)f.Total.Value), "s"),
                Mean(launches.Select(f => f.LastPhaseImagesPerSecond), ""),
                Percent(launches.Average(f => f.WaitingShare ?? 0)),
                MeanPercent(launches.Select(f => f.TestTimeAccuracy ?? f.Accuracy))
            );
        }
        table.Write(screen);
    }

    private static void WriteCase(Run run, CaseResult result, Screen screen)
    {
        for (int i = 0; i < result.Transfer.Length; i++)
        {
            if (result.Transfer.Length > 1)
            {
                screen.Results.WriteLine(screen.Ink.Write($"Launch {i + 1}", Style.Bold));
            }
            WriteEpochs(result.Transfer[i], result.Case.Batch, screen);
            screen.Results.WriteLine();
        }
        if (!result.Transfer.IsEmpty)
        {
            WritePhases(result.Transfer, screen);
            screen.Results.WriteLine();
            WriteParts(result, screen);
            screen.Results.WriteLine();
            WriteAccuracy(run.Transfer!, result.Transfer, screen);
        }
        if (result.Reason is { } reason)
        {
            string text = $"{CaseText.Word(result.Status)}: {reason} {result.Advice}".TrimEnd();
            Prose.Wrap(text, screen.Width).ForEach(screen.Results.WriteLine);
        }
        FindingReport.Write(result.Findings, screen);
    }

    /// <summary>What would be done.</summary>
    public static void WritePlan(Run run, Screen screen)
    {
        TransferSettings settings = run.Transfer!;
        Prose.Wrap($"{Describe(run)}.", screen.Width).ForEach(screen.Results.WriteLine);
        Table table = new(
            new Column("Phase"),
            new Column("Epochs", IsNumber: true),
            new Column("Steps", IsNumber: true),
            new Column("Highest rates")
        );
        table.Add(
            "frozen",
            $"{settings.FrozenEpochs}",
            Steps(settings.FrozenEpochs),
            $"{Rate(settings.FrozenRate / 10)}, {Rate(settings.FrozenRate / 10)}, {Rate(settings.FrozenRate)}"
        );
        table.Add(
            "unfrozen",
            $"{settings.Epochs}",
            Steps(settings.Epochs),
            $"{Rate(settings.LowestRate)}, {Rate(Math.Sqrt(settings.LowestRate * settings.HighestRate))}, {Rate(settings.HighestRate)}"
        );
        table.Add("test-time augmentation", "", "", settings.TestTimeAugmentation ? "9 passes" : "left out");
        screen.Results.WriteLine();
        table.Write(screen);
        screen.Results.WriteLine();
        string times = run.Repeat == 1 ? "once" : $"{run.Repeat} times";
        foreach (Case one in run.Suite.Cases)
        {
            screen.Results.WriteLine($"Case {one.Id}");
        }
        screen.Results.WriteLine($"{CaseText.Word(settings.Warmup)} warm-up; {times}. Nothing was done.");

        string Steps(int epochs) =>
            string.Join(", ", run.Suite.Cases.Select(c => epochs * (c.Shape["pictures"] / c.Batch)).Distinct());

        static string Rate(double rate) => rate.ToString("G2", CultureInfo.InvariantCulture);
    }

    /// <summary>The job in one line.</summary>
    public static string Describe(Run run)
    {
        TransferSettings settings = run.Transfer!;
        Case @case = run.Suite.Cases[0];
        string network = TransferRequest.NetworkOf(@case)?.Title ?? @case.Workload;
        string data = IsSynthetic(settings) ? "synthetic pictures" : Path.GetFileName(settings.Data);
        string weights = run.WeightsPath is { } path ? $"weights of {Path.GetFileName(path)}" : "random weights";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{network} on {@case.Shape["pictures"]:N0} {(IsSynthetic(settings) ? "" : "pictures of ")}{data}, {@case.Shape["image"]} px, batch {Each(c => $"{c.Batch}")}, {Each(c => CaseText.Word(c.Precision))} {Each(c => CaseText.Word(c.Mode))}, {settings.FrozenEpochs} + {settings.Epochs} epochs, {@case.Shape["workers"]} workers, {weights}"
        );

        string Each(Func<Case, string> axis) => string.Join(", ", run.Suite.Cases.Select(axis).Distinct());
    }

    private static bool IsSynthetic(TransferSettings settings) =>
        Path.GetFileName(settings.Data).StartsWith("stripes-", StringComparison.Ordinal)
        || settings.Data == TransferSettings.Synthetic;

    private static void WriteHead(Run run, Screen screen)
    {
        screen.Results.WriteLine(
            $"{screen.Ink.Write("transfer", Style.Bold)} on {RunSession.DeviceText(run.Platform, run.Suite)}, libtorch {run.Platform.Engine?.Version ?? "unknown"}"
        );
        string status = run.Status == RunStatus.Finished ? "" : $", {CaseText.Word(run.Status)}";
        Prose
            .Wrap(
                $"run {ShortId.Of(run.Id)}, {RunText.Instant(run.StartedAt)} UTC{status}; {Describe(run)}; seed {run.Seed}",
                screen.Width
            )
            .ForEach(line => screen.Results.WriteLine(screen.Ink.Write(line, Style.Dim)));
        screen.Results.WriteLine();
    }

    private static void WriteEpochs(TransferFigures figures, int batch, Screen screen)
    {
        Table table = new(
            new Column("Epoch"),
            new Column("Train loss", IsNumber: true),
            new Column("Valid loss", IsNumber: true),
            new Column("Accuracy", IsNumber: true),
            new Column("Images/s", IsNumber: true),
            new Column("Waiting", IsNumber: true),
            new Column("Took", IsNumber: true)
        );
        foreach (TransferEpoch epoch in figures.Epochs)
        {
            table.Add(
                $"{CaseText.Word(epoch.Phase)} {epoch.Number}",
                Loss(epoch.TrainLoss),
                Loss(epoch.ValidLoss),
                Percent(epoch.Accuracy),
                epoch.Training > Seconds.Zero ? Number(epoch.Steps * batch / epoch.Training.Value) : "",
                epoch.Training > Seconds.Zero ? Percent(epoch.Waiting / epoch.Training) : "",
                Figures.Span(epoch.Took)
            );
        }
        table.Write(screen);
    }

    private static void WritePhases(ImmutableArray<TransferFigures> launches, Screen screen)
    {
        Table table = new(
            new Column("Phases"),
            new Column("Frozen", IsNumber: true),
            new Column("Unfrozen", IsNumber: true),
            new Column("Test-time", IsNumber: true),
            new Column("Sum", IsNumber: true)
        );
        for (int i = 0; i < launches.Length; i++)
        {
            table.Add(
                $"launch {i + 1}",
                Span(launches[i].Frozen),
                Span(launches[i].Unfrozen),
                Span(launches[i].TestTime),
                new Cell(Span(launches[i].Total), Style.Bold)
            );
        }
        if (launches.Length > 1)
        {
            table.Add(
                "mean ± deviation",
                Mean(launches.Select(f => f.Frozen?.Value), "s"),
                Mean(launches.Select(f => f.Unfrozen?.Value), "s"),
                Mean(launches.Select(f => f.TestTime?.Value), "s"),
                Mean(launches.Select(f => (double?)f.Total.Value), "s")
            );
        }
        table.Write(screen);
    }

    /// <summary>Where the training time went, and what it would have been without waiting.</summary>
    private static void WriteParts(CaseResult result, Screen screen)
    {
        ImmutableArray<TransferFigures> launches = result.Transfer;
        double training = launches.Average(f => f.Training.Value);
        Table table = new(
            new Column("Training"),
            new Column("Time", IsNumber: true),
            new Column("Share", IsNumber: true),
            new Column("")
        );
        Add("waited for input", f => f.Waiting, Style.Bold);
        Add(launches[0].IsSampled ? "forward (every tenth step)" : "forward", f => f.Forward);
        Add("backward", f => f.Backward);
        Add("optimizer", f => f.Optimizer);
        table.Add("all steps", Figures.Span(new Seconds(training)), "", Rates(launches));
        screen.Results.WriteLine(
            screen.Ink.Write(
                $"The device waited for input {Percent(launches.Average(f => f.WaitingShare ?? 0))} of the training time.",
                Style.Bold
            )
        );
        table.Write(screen);
        TransferFigures first = launches[0];
        string besides =
            $"Besides: set-up {Span(first.Setup)}, first batch {Span(first.FirstBatch)}, validation {Span(first.Evaluation)}, checkpoints {Span(first.Checkpointing)}"
            + (launches.Length > 1 ? " (launch 1)." : ".");
        Prose.Wrap(besides, screen.Width).ForEach(screen.Results.WriteLine);

        void Add(string name, Func<TransferFigures, Seconds> part, Style style = Style.Plain)
        {
            double seconds = launches.Average(f => part(f).Value);
            table.Add(
                new Cell(name, style),
                Figures.Span(new Seconds(seconds)),
                training > 0 ? Percent(seconds / training) : "",
                ""
            );
        }
    }

    private static string Rates(ImmutableArray<TransferFigures> launches)
    {
        string rates = $"{Mean(launches.Select(f => f.LastPhaseImagesPerSecond), "")} images/s";
        return launches.Any(f => f.ResidentImagesPerSecond is not null)
            ? $"{rates}; resident batch {Mean(launches.Select(f => f.ResidentImagesPerSecond), "")}"
            : rates;
    }

    private static void WriteAccuracy(
        TransferSettings settings,
        ImmutableArray<TransferFigures> launches,
        Screen screen
    )
    {
        Table table = new(new Column("Accuracy"), new Column("", IsNumber: true));
        table.Add("after the last epoch", MeanPercent(launches.Select(f => f.Accuracy)));
        if (launches.Any(f => f.TestTimeAccuracy is not null))
        {
            table.Add(
                "with test-time augmentation",
                new Cell(MeanPercent(launches.Select(f => f.TestTimeAccuracy)), Style.Bold)
            );
        }
        table.Write(screen);
        if (settings.TargetAccuracy is { } target)
        {
            ImmutableArray<TransferFigures> reached = [.. launches.Where(f => f.TrainingToTarget is not null)];
            screen.Results.WriteLine(
                reached.IsEmpty
                    ? $"{Percent(target)} was not reached."
                    : $"{Percent(target)} after {Mean(reached.Select(f => f.TrainingToTarget?.Value), "s")} of training, {Mean(reached.Select(f => f.ElapsedToTarget?.Value), "s")} with everything"
                        + (
                            reached.Length < launches.Length
                                ? $"; in {reached.Length} of {launches.Length} launches."
                                : "."
                        )
            );
        }
    }

    private static string Loss(double? loss) =>
        loss is { } value ? value.ToString("F4", CultureInfo.InvariantCulture) : "not finite";

    private static string Percent(double share) => share.ToString("P1", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    private static string Span(Seconds? span) => span is { } known ? Figures.Span(known) : "";

    /// <summary>Mean and sample deviation; the value alone where there is one.</summary>
    private static string Mean(IEnumerable<double?> values, string unit)
    {
        double[] known = [.. values.OfType<double>()];
        string suffix = unit.Length > 0 ? $" {unit}" : "";
        return known.Length switch
        {
            0 => "",
            1 => $"{Number(known[0])}{suffix}",
            _ when Deviation(known) is > 0 and var deviation =>
                $"{Figures.WithInterval(known.Average(), deviation)}{suffix}",
            _ => $"{Number(known.Average())}{suffix}",
        };
    }

    private static string MeanPercent(IEnumerable<double?> values)
    {
        double[] known = [.. values.OfType<double>()];
        string mean = known.Length == 0 ? "" : (known.Average() * 100).ToString("F2", CultureInfo.InvariantCulture);
        return known.Length < 2
            ? $"{mean} %"
            : $"{mean} ± {(Deviation(known) * 100).ToString("F2", CultureInfo.InvariantCulture)} %";
    }

    private static double Deviation(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
    }
}
