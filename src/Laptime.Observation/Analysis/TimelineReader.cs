using System.Collections.Immutable;
using Laptime.Core.Quantities;
using Laptime.Observation.Output;
using Laptime.Observation.Signs;

namespace Laptime.Observation.Analysis;

/// <summary>
/// Picks, among all counters that were recognised, the one that follows the training most closely, and turns it into
/// spans of steps. Pure.
/// </summary>
public static class TimelineReader
{
    // Two advances of another counter between two steps: another loop ran meanwhile.
    private const int AdvancesOfALoop = 2;

    /// <summary>The timeline; null if nothing counts twice.</summary>
    public static StepTimeline? Read(SignLog log) => Read(log.Signs, log.Marks, log.Recognisers);

    /// <summary>The same from its parts.</summary>
    public static StepTimeline? Read(
        ImmutableArray<TimedSign> signs,
        ImmutableArray<TimedMark> marks,
        ImmutableArray<IRecogniser> recognisers
    )
    {
        var counters = signs
            .GroupBy(sign => (sign.Recogniser, sign.Sign.Series))
            .Select(group => new Counter([.. group]));
        // The counter that moved at the most instants; of equals the more particular recogniser.
        Counter? best = counters
            .Where(counter => counter.IsTraining && counter.Advances >= 1)
            .OrderBy(counter => counter.Unit == CountUnit.Epoch)
            .ThenByDescending(counter => counter.Advances)
            .ThenBy(counter => counter.Recogniser)
            .FirstOrDefault();
        if (best is null)
        {
            return null;
        }
        Others others = new(signs.Where(sign => !best.Has(sign)), marks);
        double scale = best.Scale;
        ImmutableArray<StepSpan> spans = Spans(best.Points, others, scale);
        return spans.All(span => span.Steps == 0)
            ? null
            : new StepTimeline
            {
                Recogniser = recognisers[best.Recogniser].Name,
                StepName = Name(best.Unit, scale),
                FirstTicks = best.Points[0].Ticks,
                LastTicks = best.Points[^1].Ticks,
                Spans = spans,
                Stated = best.Stated,
                Burst = best.Burst,
            };
    }

    private static string Name(CountUnit unit, double scale) =>
        unit switch
        {
            CountUnit.Item => "item",
            CountUnit.Epoch when scale == 1 => "epoch",
            _ => "step",
        };

    private static ImmutableArray<StepSpan> Spans(List<Point> points, Others others, double scale)
    {
        var spans = ImmutableArray.CreateBuilder<StepSpan>(points.Count);
        long start = points[0].Ticks;
        double rest = 0;
        for (int i = 1; i < points.Count; i++)
        {
            // A counter that begins anew has done as many steps as it shows.
            double done =
                points[i].Count >= points[i - 1].Count ? points[i].Count - points[i - 1].Count : points[i].Count;
            double steps = (done * scale) + rest;
            bool isNewRound = points[i].Count < points[i - 1].Count;
            int whole = (int)Math.Min(int.MaxValue, Math.Round(steps));
            if (whole == 0 && !isNewRound)
            {
                rest = steps;
                continue;
            }
            rest = steps - whole;
            spans.Add(new StepSpan(start, points[i].Ticks, whole, others.Between(start, points[i].Ticks)));
            start = points[i].Ticks;
        }
        return spans.ToImmutable();
    }

    private readonly record struct Point(long Ticks, double Count);

    /// <summary>One counter of the command.</summary>
    private sealed class Counter
    {
        private readonly TimedSign first;

        public Counter(ImmutableArray<TimedSign> signs)
        {
            first = signs[0];
            List<Point> points = [];
            foreach (TimedSign sign in signs)
            {
                if (sign.Sign.WholeSteps is not null && sign.Sign.Count <= (points.Count > 0 ? points[^1].Count : 0))
                {
                    continue;
                }
                Point point = new(sign.Ticks, sign.Sign.Count);
                if (points.Count > 0 && points[^1].Ticks == point.Ticks && points[^1].Count <= point.Count)
                {
                    // What arrived in one piece was done by then; when each step was, nobody knows.
                    Burst = Math.Max(Burst, point.Count > points[^1].Count ? 2 : 1);
                    points[^1] = point;
                }
                else if (points.Count == 0 || points[^1].Count != point.Count)
                {
                    points.Add(point);
                }
            }
            Points = points;
            Advances = points.Zip(points.Skip(1)).Count(pair => pair.Second.Count > pair.First.Count);
            double[] stated = [.. signs.Select(sign => sign.Sign.Stated?.Value).OfType<double>().Order()];
            Stated = stated.Length > 0 ? new Seconds(stated[stated.Length / 2]) : null;
            Scale = signs.LastOrDefault(sign => sign.Sign.WholeSteps is not null).Sign
                is { WholeSteps: { } whole, Count: > 0 } last
                ? whole / last.Count
                : 1;
        }

        public List<Point> Points { get; }
        public int Advances { get; }
        public Seconds? Stated { get; }
        public double Scale { get; }
        public int Burst { get; } = 1;
        public int Recogniser => first.Recogniser;
        public CountUnit Unit => first.Sign.Unit;
        public bool IsTraining => first.Sign.Activity == Activity.Training;

        public bool Has(TimedSign sign) => sign.Recogniser == first.Recogniser && sign.Sign.Series == first.Sign.Series;
    }

    /// <summary>What the output says besides the counter: evidence that something else went on.</summary>
    private sealed class Others
    {
        private readonly List<(long Ticks, Activity? Activity, string? Series)> all;

        public Others(IEnumerable<TimedSign> signs, IEnumerable<TimedMark> marks) =>
            all = [
                .. signs
                    .Select(sign =>
                        (
                            sign.Ticks,
                            Activity: sign.Sign.Activity == Activity.Training ? sign.Sign.Beside : sign.Sign.Activity,
                            Series: (string?)sign.Sign.Series
                        )
                    )
                    .Concat(marks.Select(mark => (mark.Ticks, (Activity?)mark.Activity, (string?)null)))
                    .OrderBy(entry => entry.Item1),
            ];

        /// <summary>What went on within a span; null if nothing says so.</summary>
        public Activity? Between(long start, long end)
        {
            int from = all.BinarySearch((start + 1, null, null), ByTime.Instance);
            from = from < 0 ? ~from : from;
            while (from > 0 && all[from - 1].Ticks > start)
            {
                from--;
            }
            Activity? named = null;
            Dictionary<string, int>? loops = null;
            for (int i = from; i < all.Count && all[i].Ticks <= end; i++)
            {
                (_, Activity? activity, string? series) = all[i];
                if (activity is not null)
                {
                    named = named == Activity.Validation ? named : activity;
                }
                else if (series is not null)
                {
                    loops ??= new Dictionary<string, int>(StringComparer.Ordinal);
                    loops[series] = loops.GetValueOrDefault(series) + 1;
                }
            }
            // A loop that nobody named, inside the training loop, is most often validation.
            return named ?? (loops?.Values.Any(count => count > AdvancesOfALoop) == true ? Activity.Validation : null);
        }

        private sealed class ByTime : IComparer<(long Ticks, Activity? Activity, string? Series)>
        {
            public static readonly ByTime Instance = new();

            public int Compare(
                (long Ticks, Activity? Activity, string? Series) x,
                (long Ticks, Activity? Activity, string? Series) y
            ) => x.Ticks.CompareTo(y.Ticks);
        }
    }
}
