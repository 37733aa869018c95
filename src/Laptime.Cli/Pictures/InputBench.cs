using System.Collections.Immutable;
using System.Diagnostics;
using Laptime.Core.Pictures;
using Laptime.Core.Quantities;
using Laptime.Core.Statistics;
using Laptime.Input;
using Laptime.Input.Passes;
using Laptime.Input.Sets;

namespace Laptime.Cli.Pictures;

/// <summary>How fast the input pipeline is with a number of workers.</summary>
/// <param name="Workers">Threads.</param>
/// <param name="Rate">Interval over the rounds, of seconds for a picture.</param>
/// <param name="Elapsed">Time of all rounds.</param>
/// <param name="Work">What the workers did in that time.</param>
internal sealed record InputSpeed(int Workers, LaunchInterval Rate, Seconds Elapsed, PassWork Work)
{
    /// <summary>Pictures a second, all workers together.</summary>
    public double PicturesPerSecond => 1 / Rate.Seconds;

    /// <summary>Bytes of files read a second.</summary>
    public double BytesPerSecond => Work.Read.Value / Elapsed.Value;

    /// <summary>Time of a worker spent on a picture.</summary>
    public Seconds PerPicture(Seconds part) => part / Math.Max(1, Work.Pictures);
}

/// <summary>
/// Measures the pipeline alone: batches are given back the moment they come. Numbers of workers take turns, round after
/// round, so that a machine that slows down slows all of them.
/// </summary>
internal sealed class InputBench(PictureSet set, PicturePassPlan plan)
{
    private const int Rounds = 5;
    private const double Confidence = 0.975;

    /// <summary>What one more step in workers must bring at least to count as faster.</summary>
    public const double WorthwhileGain = 0.1;

    /// <summary>Measures every number of workers.</summary>
    /// <param name="workers">Numbers of workers.</param>
    /// <param name="each">Time for each of them.</param>
    /// <param name="say">Told of progress.</param>
    /// <param name="cancellationToken">Stops at the next batch.</param>
    /// <exception cref="PictureException">Pictures cannot be read.</exception>
    public ImmutableArray<InputSpeed> Run(
        ImmutableArray<int> workers,
        Seconds each,
        Action<string> say,
        CancellationToken cancellationToken
    )
    {
        Seconds slice = each / Rounds;
        say("warming up");
        Measure(workers.Max(), slice, cancellationToken);
        List<Slice>[] slices = [.. workers.Select(_ => new List<Slice>())];
        for (int round = 1; round <= Rounds; round++)
        {
            for (int i = 0; i < workers.Length; i++)
            {
                say($"round {round} of {Rounds}, {workers[i]} {(workers[i] == 1 ? "worker" : "workers")}");
                slices[i].Add(Measure(workers[i], slice, cancellationToken));
            }
        }
        return [.. workers.Select((count, i) => Summarize(count, slices[i]))];
    }

    /// <summary>The fewest workers after which the next number brings less than a tenth; null if each one brought more.</summary>
    public static int? LastWorthwhile(ImmutableArray<InputSpeed> speeds)
    {
        for (int i = 1; i < speeds.Length; i++)
        {
            if (speeds[i].PicturesPerSecond < speeds[i - 1].PicturesPerSecond * (1 + WorthwhileGain))
            {
                return speeds[i - 1].Workers;
            }
        }
        return null;
    }

    private static InputSpeed Summarize(int workers, List<Slice> slices)
    {
        double[] logs = [.. slices.Select(slice => Math.Log(slice.Elapsed.Value / slice.Pictures))];
        return new InputSpeed(
            workers,
            LaunchInterval.FromLogs(logs, Confidence, floor: 0),
            new Seconds(slices.Sum(slice => slice.Elapsed.Value)),
            slices.Aggregate(default(PassWork), (sum, slice) => sum + slice.Work)
        );
    }

    /// <summary>Passes one after the other until the time is over; each starts anew, as epochs do.</summary>
    private Slice Measure(int workers, Seconds least, CancellationToken cancellationToken)
    {
        PictureSet source = set.With(new InputOptions { Workers = workers, Batches = workers + 3 });
        long start = Stopwatch.GetTimestamp();
        long pictures = 0;
        PassWork work = default;
        for (long pass = 0; ; pass++)
        {
            using PicturePass batches = source.Begin(plan with { Seed = plan.Seed + pass });
            Seconds elapsed = Seconds.Zero;
            while (elapsed < least && batches.Next(cancellationToken) is { } batch)
            {
                pictures += batch.Count;
                batch.Dispose();
                elapsed = Seconds.From(Stopwatch.GetElapsedTime(start));
            }
            work += batches.Work;
            if (elapsed >= least)
            {
                return new Slice(pictures, elapsed, work);
            }
        }
    }

    private sealed record Slice(long Pictures, Seconds Elapsed, PassWork Work);
}
