using System.Collections.Immutable;
using System.CommandLine;
using Laptime.Cli.Pictures;
using Laptime.Cli.Reports;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;
using Laptime.Core.Pictures;
using Laptime.Core.Quantities;
using Laptime.Input;
using Laptime.Input.Sets;
using Laptime.Input.Synthetic;
using Laptime.Store;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime bench-input</c>.</summary>
internal static class BenchInputCommand
{
    private const int DefaultSide = 224;
    private const int LargestSide = 2048;
    private const int DefaultBatch = 64;
    private const int MostWorkers = 1024;

    private static readonly Argument<string> Source = new("source")
    {
        Description =
            "A folder of class folders, with or without train/ and valid/, or 'synthetic': pictures drawn by Laptime",
        HelpName = "DIR|synthetic",
    };

    private static readonly Option<int?> Side = OptionValues.Count(
        "--side",
        "Pixels a side of what comes out; 224 unless set."
    );

    private static readonly Option<int?> Batch = OptionValues.Count("--batch", "Pictures in a batch; 64 unless set.");

    private static readonly Option<ImmutableArray<int>?> Workers = OptionValues.Axis<int>(
        "--workers",
        "Numbers of threads, such as 1,2,4; 1, 2, 4 … up to the processors unless set",
        text => OptionValues.ReadCount(text) is { } count and <= MostWorkers ? count : null
    );

    private static readonly Option<Seconds?> Time = new("--seconds")
    {
        Description = "Time for each number of workers; 10 s unless set.",
        HelpName = "SPAN",
        CustomParser = OptionValues.ParseSpan,
    };

    private static readonly Option<bool> Plain = new("--plain")
    {
        Description = "Crop at the centre as for validation, without the random transforms of training.",
    };

    public static Command Create(Screen screen)
    {
        DocumentedCommand command = new(
            "bench-input",
            "Measures how fast pictures are read, decoded and transformed here, by number of workers.",
            new Example("laptime bench-input dogscats", "a folder with train/ and valid/"),
            new Example("laptime bench-input synthetic", "pictures drawn by Laptime, 90 MB"),
            new Example("laptime bench-input dogscats --workers 1,2 --side 128", "smaller, and only these")
        )
        {
            Arguments = { Source },
            Options = { Workers, Side, Batch, Time, Plain, ReadingOptions.Json },
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Side) > LargestSide)
            {
                result.AddError($"--side takes a whole number up to {LargestSide}, not {result.GetValue(Side)}.");
            }
        });
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                try
                {
                    return await MeasureAsync(parsed, screen, cancellationToken);
                }
                catch (Exception e) when (e is PictureException or StoreException)
                {
                    screen.Rewrite("");
                    screen.Complain(e.Message);
                    return ExitCode.Failed;
                }
                catch (OperationCanceledException)
                {
                    screen.Rewrite("");
                    return ExitCode.Cancelled;
                }
            }
        );
        return command;
    }

    private static async Task<int> MeasureAsync(ParseResult parsed, Screen screen, CancellationToken cancellationToken)
    {
        string source = parsed.GetValue(Source)!;
        PicturePassPlan plan = new()
        {
            Batch = parsed.GetValue(Batch) ?? DefaultBatch,
            Side = parsed.GetValue(Side) ?? DefaultSide,
            IsShuffled = true,
            DropsLast = false,
            Augmentation = parsed.GetValue(Plain) ? new Augmentation.None() : new Augmentation.Training(),
            Seed = 1,
        };
        ImmutableArray<int> workers = parsed.GetValue(Workers) is { } chosen
            ? [.. chosen.Distinct().Order()]
            : Doublings(Environment.ProcessorCount);
        string directory = source == "synthetic" ? await DrawAsync(screen, cancellationToken) : source;
        PictureSet set = PictureFolder.Open(directory, new PictureSplit(), new InputOptions()).Training;
        ImmutableArray<InputSpeed> speeds = new InputBench(set, plan).Run(
            workers,
            parsed.GetValue(Time) ?? new Seconds(10),
            screen.Rewrite,
            cancellationToken
        );
        screen.Rewrite("");
        foreach (UnreadablePicture picture in set.Unreadable)
        {
            screen.Warn($"{picture.Path} is left out: {picture.Reason}");
        }
        if (parsed.GetValue(ReadingOptions.Json))
        {
            InputReport.WriteJson(set, plan, speeds, screen);
        }
        else
        {
            InputReport.Write(set, plan, speeds, screen);
        }
        return ExitCode.Done;
    }

    private static async Task<string> DrawAsync(Screen screen, CancellationToken cancellationToken) =>
        await SyntheticPictures.EnsureAsync(
            Path.Combine(DataDirectory.Locate(Environment.GetEnvironmentVariable), "pictures"),
            new SyntheticPlan(),
            new DrawingDisplay(screen),
            cancellationToken
        );

    /// <summary>1, 2, 4 … and the number itself.</summary>
    private static ImmutableArray<int> Doublings(int most)
    {
        var counts = ImmutableArray.CreateBuilder<int>();
        for (int count = 1; count < most; count *= 2)
        {
            counts.Add(count);
        }
        counts.Add(most);
        return counts.ToImmutable();
    }
}
