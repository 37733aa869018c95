using Laptime.Input.Decoding;
using Laptime.Input.Sets;
using Laptime.Input.Synthetic;

namespace Laptime.Input.Tests.Synthetic;

public sealed class SyntheticPicturesTests : IDisposable
{
    private static readonly SyntheticPlan Small = new() { Training = 8, Validation = 4 };

    private readonly TemporaryDirectory directory = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task EnsureAsync_Twice_DrawsOnce()
    {
        Recorded progress = new();

        string first = await SyntheticPictures.EnsureAsync(directory.Path, Small, progress, Cancellation);
        int drawn = progress.Reports;
        string second = await SyntheticPictures.EnsureAsync(directory.Path, Small, progress, Cancellation);

        second.ShouldBe(first);
        drawn.ShouldBe(12);
        progress.Reports.ShouldBe(12);
        Directory.EnumerateFileSystemEntries(directory.Path).ShouldBe([first]);
        PictureFolder folder = Given.Open(first);
        folder.Training.Files.GroupBy(f => f.Label).Select(g => g.Count()).ShouldBe([4, 4]);
        folder.Validation.Count.ShouldBe(4);
        folder.Training.Classes.ShouldBe(["level", "upright"]);
    }

    [Fact]
    public async Task EnsureAsync_SamePlanElsewhere_GivesTheSameBytes()
    {
        string a = await SyntheticPictures.EnsureAsync(directory.Path, Small, null, Cancellation);
        using TemporaryDirectory elsewhere = new();
        string b = await SyntheticPictures.EnsureAsync(elsewhere.Path, Small, null, Cancellation);
        string other = await SyntheticPictures.EnsureAsync(elsewhere.Path, Small with { Seed = 2 }, null, Cancellation);

        string[] files = [.. Directory.EnumerateFiles(a, "*", SearchOption.AllDirectories)];
        files.Length.ShouldBe(12);
        foreach (string file in files)
        {
            byte[] content = await File.ReadAllBytesAsync(file, Cancellation);
            string name = Path.GetRelativePath(a, file);
            (await File.ReadAllBytesAsync(Path.Combine(b, name), Cancellation)).ShouldBe(content);
            (await File.ReadAllBytesAsync(Path.Combine(other, name), Cancellation)).ShouldNotBe(content);
        }
    }

    [Fact]
    public async Task EnsureAsync_Cancelled_LeavesNothing()
    {
        using CancellationTokenSource source = new();
        Recorded progress = new() { OnReport = source.Cancel };

        await Should.ThrowAsync<OperationCanceledException>(() =>
            SyntheticPictures.EnsureAsync(directory.Path, Small with { Training = 200 }, progress, source.Token)
        );

        Directory.EnumerateFileSystemEntries(directory.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task EnsureAsync_LeftoverOfAKilledCall_IsRemovedUnlessSomebodyWorksInIt()
    {
        directory.Write(".stripes-old.1.partial/.lock", []);
        directory.Write(".stripes-old.1.partial/train/level/1.jpg", "half"u8);
        string busy = directory.Write(".stripes-old.2.partial/.lock", []);
        using (new FileStream(busy, FileMode.Open, FileAccess.Write, FileShare.None))
        {
            await SyntheticPictures.EnsureAsync(directory.Path, Small, null, Cancellation);
        }

        Directory.Exists(Path.Combine(directory.Path, ".stripes-old.1.partial")).ShouldBeFalse();
        File.Exists(busy).ShouldBeTrue();
    }

    [Fact]
    public async Task EnsureAsync_PlaceThatCannotBeWritten_SaysSo()
    {
        string file = directory.Write("file", "x"u8);

        var e = await Should.ThrowAsync<PictureException>(() =>
            SyntheticPictures.EnsureAsync(Path.Combine(file, "below"), Small, null, Cancellation)
        );

        e.Message.ShouldStartWith("The synthetic pictures cannot be written to ");
    }

    [Fact]
    public async Task Pictures_Many_LookLikePhotographsAndTellTheirClassByStripesAlone()
    {
        const int Count = 160;
        string folder = await SyntheticPictures.EnsureAsync(
            directory.Path,
            new SyntheticPlan
            {
                Training = Count,
                Validation = 2,
                Seed = 3,
            },
            null,
            Cancellation
        );
        PictureSet set = Given.Open(folder).Training;
        double bytes = set.Files.Average(f => (double)new FileInfo(f.Path).Length);
        bytes.ShouldBeInRange(20_000, 45_000);

        List<(int Label, double[] Colours, double Direction)> seen = [.. set.Files.Select(Look)];

        // No mean and no deviation of a colour separates the classes: the best threshold errs on more than a third.
        for (int k = 0; k < 6; k++)
        {
            BestThreshold(seen.Select(s => (s.Colours[k], s.Label))).ShouldBeLessThan(0.65, $"{k}");
        }
        // The direction in which it changes most does, roughly: it is there to be found.
        BestThreshold(seen.Select(s => (s.Direction, s.Label))).ShouldBeGreaterThan(0.8);
    }

    /// <summary>Mean and deviation of each colour, and how much more it changes downwards than sideways at the width of stripes.</summary>
    private static (int, double[], double) Look(PictureFile file)
    {
        byte[] colours = Given.Decode(File.ReadAllBytes(file.Path), out PictureSize size);
        double[] statistics = new double[6];
        for (int c = 0; c < 3; c++)
        {
            double[] values = [.. Enumerable.Range(0, colours.Length / 3).Select(i => (double)colours[(i * 3) + c])];
            statistics[c] = values.Average();
            statistics[c + 3] = Math.Sqrt(values.Average(v => v * v) - (statistics[c] * statistics[c]));
        }
        double Mean(int x, int y)
        {
            double sum = 0;
            for (int i = 0; i < 64; i++)
            {
                sum += colours[((((y + (i / 8)) * size.Width) + x + (i % 8)) * 3) + 1];
            }
            return sum / 64;
        }
        double down = 0;
        double sideways = 0;
        const int Step = 20;
        for (int y = size.Height / 4; y < size.Height * 3 / 4; y += 6)
        {
            for (int x = size.Width / 4; x < size.Width * 3 / 4; x += 6)
            {
                double here = Mean(x, y);
                down += Math.Pow(Mean(x, y + Step) - here, 2);
                sideways += Math.Pow(Mean(x + Step, y) - here, 2);
            }
        }
        return (file.Label, statistics, Math.Log(down / sideways));
    }

    /// <summary>Share told right by the best of all thresholds, either way round.</summary>
    private static double BestThreshold(IEnumerable<(double Value, int Label)> samples)
    {
        int[] labels = [.. samples.OrderBy(s => s.Value).Select(s => s.Label)];
        int right = labels.Count(label => label == 1);
        double best = 0;
        foreach (int label in labels)
        {
            right += label == 0 ? 1 : -1;
            best = Math.Max(best, Math.Max(right, labels.Length - right) / (double)labels.Length);
        }
        return best;
    }

    private sealed class Recorded : IProgress<SyntheticProgress>
    {
        private int reports;

        public int Reports => reports;

        public Action OnReport { get; init; } = () => { };

        public void Report(SyntheticProgress value)
        {
            Interlocked.Increment(ref reports);
            OnReport();
        }
    }
}
