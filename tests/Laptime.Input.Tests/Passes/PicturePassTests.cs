using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Laptime.Core.Pictures;
using Laptime.Input.Passes;
using Laptime.Input.Sets;

namespace Laptime.Input.Tests.Passes;

public sealed class PicturePassTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Next_AnyNumberOfWorkers_GivesTheSameBits(bool isShuffled)
    {
        PictureSet set = Given.Open(Given.Folder(directory, 25, 2)).Training;
        PicturePassPlan plan = Given.Plan with { IsShuffled = isShuffled };

        List<Copy> one = All(set.With(new InputOptions { Workers = 1, Batches = 1 }), plan);
        List<Copy> four = All(set.With(new InputOptions { Workers = 4, Batches = 3 }), plan);
        List<Copy> eight = All(set.With(new InputOptions { Workers = 8, Batches = 9 }), plan);

        one.Count.ShouldBe(7);
        Same(four, one);
        Same(eight, one);
    }

    [Fact]
    public void Next_OtherSeed_GivesOtherOrderAndPictures()
    {
        PictureSet set = Given.Open(Given.Folder(directory, 25, 2)).Training;

        Copy first = All(set, Given.Plan)[0];
        Copy other = All(set, Given.Plan with { Seed = 6 })[0];
        Copy sameOrder = All(set, Given.Plan with { IsShuffled = false })[0];
        Copy sameOrderOther = All(set, Given.Plan with { IsShuffled = false, Seed = 6 })[0];

        other.Pixels.ShouldNotBe(first.Pixels);
        sameOrderOther.Labels.ShouldBe(sameOrder.Labels);
        sameOrderOther.Pixels.ShouldNotBe(sameOrder.Pixels);
    }

    [Fact]
    public void Next_Skip_GoesOnWhereTheWholePassWouldBe()
    {
        PictureSet set = Given.Open(Given.Folder(directory, 25, 2)).Training;
        List<Copy> all = All(set, Given.Plan);

        Same(All(set, Given.Plan with { Skip = 4 }), all[4..]);
        All(set, Given.Plan with { Skip = 7 }).ShouldBeEmpty();
        All(set, Given.Plan with { Skip = 70 }).ShouldBeEmpty();
        using PicturePass pass = set.Begin(Given.Plan with { Skip = 4 });
        pass.Batches.ShouldBe(3);
    }

    [Fact]
    public void Next_NotShuffled_IsInOrderOfTheFiles()
    {
        PictureSet set = Given.Open(Given.Folder(directory, 10, 2)).Training;

        List<Copy> all = All(set, Given.Plan with { IsShuffled = false, Batch = 6 });

        all.Select(copy => copy.Labels.Length).ShouldBe([6, 6, 6, 2]);
        all.SelectMany(copy => copy.Labels).ShouldBe(set.Files.Select(file => (long)file.Label));
    }

    [Theory]
    [InlineData(20, false, 3)]
    [InlineData(20, true, 2)]
    [InlineData(16, true, 2)]
    [InlineData(4, true, 0)]
    public void Batches_DropsLast_CountsFullOnes(int pictures, bool dropsLast, int batches)
    {
        PictureSet set = Given.Open(Given.Folder(directory, pictures / 2, 2)).Training;

        All(set, Given.Plan with { DropsLast = dropsLast }).Count.ShouldBe(batches);
    }

    [Fact]
    public void Next_Shuffled_HasEveryPictureOnce()
    {
        PictureSet set = Given.Open(Given.Folder(directory, 20, 2)).Training;
        PicturePassPlan plan = Given.Plan with { Augmentation = new Augmentation.None(), Batch = 7 };

        HashSet<string> shuffled = [.. Pictures(All(set, plan))];
        HashSet<string> inOrder = [.. Pictures(All(set, plan with { IsShuffled = false }))];

        shuffled.Count.ShouldBe(40);
        shuffled.SetEquals(inOrder).ShouldBeTrue();
    }

    [Fact]
    public void Next_CallerIsSlow_KeepsNoMoreBatchesThanAllowed()
    {
        CountingMemory memory = new();
        PictureSet set = Given
            .Open(Given.Folder(directory, 40, 2))
            .Training.With(
                new InputOptions
                {
                    Workers = 4,
                    Batches = 3,
                    Memory = memory,
                }
            );

        using (PicturePass pass = set.Begin(Given.Plan))
        {
            Until(() => pass.Work.Pictures == 24);
            // The ring is full: nobody works on.
            Thread.Sleep(50);
            pass.Work.Pictures.ShouldBe(24);
            memory.Live.Count.ShouldBe(3);

            pass.Next(Cancellation)!.Dispose();
            Until(() => pass.Work.Pictures == 32);
            Thread.Sleep(20);
            pass.Work.Pictures.ShouldBe(32);
            memory.Most.ShouldBe(3);
        }

        memory.Live.ShouldBeEmpty();
    }

    [Fact]
    public void Dispose_MidPass_EndsTheWorkAndFreesAll()
    {
        CountingMemory memory = new();
        PictureSet set = Given
            .Open(Given.Folder(directory, 40, 2))
            .Training.With(
                new InputOptions
                {
                    Workers = 4,
                    Batches = 3,
                    Memory = memory,
                }
            );
        PicturePass pass = set.Begin(Given.Plan);
        PictureBatch held = pass.Next(Cancellation)!;
        float first = First(held);

        pass.Dispose();
        pass.Dispose();

        // What the caller still has stays good until it is given back.
        First(held).ShouldBe(first);
        memory.Live.Count.ShouldBe(1);
        held.Dispose();
        held.Dispose();
        memory.Live.ShouldBeEmpty();
        Should.Throw<ObjectDisposedException>(() => held.Pixels);
        Should.Throw<ObjectDisposedException>(() => pass.Next(Cancellation));
        long pictures = pass.Work.Pictures;
        Thread.Sleep(30);
        pass.Work.Pictures.ShouldBe(pictures);
    }

    [Fact]
    public void Next_AllBatchesInTheCallersHands_SaysSo()
    {
        PictureSet set = Given
            .Open(Given.Folder(directory, 20, 2))
            .Training.With(new InputOptions { Workers = 2, Batches = 2 });
        using PicturePass pass = set.Begin(Given.Plan);
        using PictureBatch a = pass.Next(Cancellation)!;
        using PictureBatch b = pass.Next(Cancellation)!;

        Should.Throw<InvalidOperationException>(() => pass.Next(Cancellation)).Message.ShouldContain("dispose of one");
    }

    [Fact]
    public async Task Next_CancelledWhileWaiting_ThrowsAndHarmsNoLaterCall()
    {
        Given.Folder(directory, 4, 2);
        string slow = Path.Combine(directory.Path, "train", "cats", "cats.0000.jpg");
        File.Delete(slow);
        // Opening a named pipe waits until somebody writes to it.
        using (Process process = Process.Start("mkfifo", slow))
        {
            await process.WaitForExitAsync(Cancellation);
        }
        PictureSet set = Given.Open(directory.Path).Training.With(new InputOptions { Workers = 1 });
        using PicturePass pass = set.Begin(Given.Plan with { IsShuffled = false });
        using CancellationTokenSource source = new(TimeSpan.FromMilliseconds(100));

        Should.Throw<OperationCanceledException>(() => pass.Next(source.Token));
        Should.Throw<OperationCanceledException>(() => pass.Next(source.Token));
        pass.Waited.Value.ShouldBeInRange(0.08, 5);

        // A pipe has no length: what comes of it is no picture, which is more than 1 % here.
        using (Process process = Process.Start("bash", ["-c", $"echo > '{slow}'"]))
        {
            await process.WaitForExitAsync(Cancellation);
        }
        Should.Throw<PictureException>(() => pass.Next(Cancellation));
    }

    [Fact]
    public void Next_WorkerFails_ThrowsThatFailure()
    {
        PictureSet set = Given
            .Open(Given.Folder(directory, 4, 2))
            .Training.With(new InputOptions { Workers = 3, Memory = new FailingMemory() });
        using PicturePass pass = set.Begin(Given.Plan);

        Should.Throw<NotSupportedException>(() => pass.Next(Cancellation)).Message.ShouldBe("no more");
        Should.Throw<NotSupportedException>(() => pass.Next(Cancellation));
    }

    [Fact]
    public void Next_OneInAHundredUnreadable_IsReplacedNamedAndCounted()
    {
        string folder = Given.Folder(directory, 100, 2);
        string bad = Path.Combine(folder, "train", "dogs", "dogs.0099.jpg");
        File.WriteAllBytes(bad, File.ReadAllBytes(bad)[..^600]);
        string gone = Path.Combine(folder, "train", "cats", "cats.0010.jpg");
        PictureSet set = Given.Open(folder).Training;
        File.Delete(gone);
        PicturePassPlan plan = Given.Plan with
        {
            Batch = 50,
            Augmentation = new Augmentation.None(),
            IsShuffled = false,
        };

        List<Copy> one = All(set.With(new InputOptions { Workers = 1 }), plan);
        List<Copy> four = All(set, plan);

        Same(four, one);
        one.Sum(copy => copy.Labels.Length).ShouldBe(200);
        set.Unreadable.Select(u => u.Path).ShouldBe([gone, bad]);
        set.Unreadable[0].Reason.ShouldBe("the file is not there");
        // In their places: the next one of the class, and the class's first after its last.
        string[] pictures = [.. Pictures(one)];
        pictures[10].ShouldBe(pictures[11]);
        pictures[199].ShouldBe(pictures[100]);
        one[3].Labels[49].ShouldBe(1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Next_MoreThanOnePercentUnreadable_StopsAtTheSameBatch(int workers)
    {
        string folder = Given.Folder(directory, 50, 2);
        // The second lies in the third batch.
        foreach (int i in (int[])[3, 22, 30])
        {
            File.WriteAllText(Path.Combine(folder, "train", "cats", $"cats.{i:D4}.jpg"), "no picture");
        }
        PictureSet set = Given.Open(folder).Training.With(new InputOptions { Workers = workers, Batches = 6 });
        using PicturePass pass = set.Begin(Given.Plan with { IsShuffled = false });
        pass.Next(Cancellation)!.Dispose();
        pass.Next(Cancellation)!.Dispose();

        var e = Should.Throw<PictureException>(() => pass.Next(Cancellation));

        e.Message.ShouldStartWith("2 of 100 pictures cannot be read, more than 1 %: replace or remove ");
        e.Message.ShouldContain("cats.0003.jpg (it is neither JPEG nor PNG)");
        e.Message.ShouldContain("cats.0022.jpg");
        Should.Throw<PictureException>(() => pass.Next(Cancellation)).Message.ShouldBe(e.Message);
    }

    [Fact]
    public void Next_AllUnreadable_Stops()
    {
        foreach (string name in (string[])["a", "b"])
        {
            for (int i = 0; i < 5; i++)
            {
                directory.Write($"train/{name}/{i}.jpg", "x"u8);
                directory.Write($"valid/{name}/{i}.jpg", "x"u8);
            }
        }
        using PicturePass pass = Given.Open(directory.Path).Training.Begin(Given.Plan);

        Should.Throw<PictureException>(() => pass.Next(Cancellation)).Message.ShouldContain("and others");
    }

    [Fact]
    public void Next_BatchLargerThanTheSet_IsTheWholeSet()
    {
        PictureSet set = Given.Open(Given.Folder(directory, 3, 2)).Training;

        All(set, Given.Plan with { Batch = int.MaxValue }).ShouldHaveSingleItem().Labels.Length.ShouldBe(6);
        All(set, Given.Plan with { Batch = int.MaxValue, Skip = 1 }).ShouldBeEmpty();
        All(set, Given.Plan with { Batch = int.MaxValue, DropsLast = true }).ShouldBeEmpty();
    }

    [Fact]
    public void Begin_NonsensePlan_IsRefused()
    {
        PictureSet set = Given.Open(Given.Folder(directory, 2, 2)).Training;

        Should.Throw<ArgumentOutOfRangeException>(() => set.Begin(Given.Plan with { Batch = 0 }));
        Should.Throw<ArgumentOutOfRangeException>(() => set.Begin(Given.Plan with { Side = 0 }));
        Should.Throw<ArgumentOutOfRangeException>(() => set.Begin(Given.Plan with { Skip = -1 }));
        Should.Throw<ArgumentOutOfRangeException>(() => set.With(new InputOptions { Workers = 0 }));
    }

    private static List<Copy> All(PictureSet set, PicturePassPlan plan)
    {
        List<Copy> copies = [];
        using PicturePass pass = set.Begin(plan);
        while (pass.Next(Cancellation) is { } batch)
        {
            copies.Add(Copy.Of(batch, plan.Side));
            batch.Dispose();
        }
        pass.Next(Cancellation).ShouldBeNull();
        copies.Count.ShouldBe(pass.Batches);
        return copies;
    }

    /// <summary>Each picture as text, in the order of the batches.</summary>
    private static IEnumerable<string> Pictures(List<Copy> copies) =>
        copies.SelectMany(copy =>
            copy.Pixels.Chunk(copy.Pixels.Length / copy.Labels.Length)
                .Select(picture => Convert.ToHexString(MemoryMarshal.AsBytes<float>(picture)))
        );

    private static void Same(List<Copy> actual, List<Copy> expected)
    {
        actual.Count.ShouldBe(expected.Count);
        for (int i = 0; i < actual.Count; i++)
        {
            actual[i].Labels.ShouldBe(expected[i].Labels);
            actual[i].Pixels.AsSpan().SequenceEqual(expected[i].Pixels).ShouldBeTrue();
        }
    }

    private static unsafe float First(PictureBatch batch) => *(float*)batch.Pixels;

    private static void Until(Func<bool> holds) => SpinWait.SpinUntil(holds, TimeSpan.FromSeconds(20)).ShouldBeTrue();

    private sealed record Copy(long[] Labels, float[] Pixels)
    {
        public static unsafe Copy Of(PictureBatch batch, int side) =>
            new(
                batch.Labels.ToArray(),
                new ReadOnlySpan<float>((void*)batch.Pixels, batch.Count * 3 * side * side).ToArray()
            );
    }

    private sealed class CountingMemory : IPictureMemory
    {
        private int most;

        public ConcurrentDictionary<nint, long> Live { get; } = new();

        public int Most => most;

        public nint Allocate(long bytes)
        {
            nint address = AlignedMemory.Shared.Allocate(bytes);
            (address % 64).ShouldBe(0);
            Live[address] = bytes;
            most = Math.Max(most, Live.Count);
            return address;
        }

        public void Free(nint address)
        {
            Live.TryRemove(address, out _).ShouldBeTrue();
            AlignedMemory.Shared.Free(address);
        }
    }

    private sealed class FailingMemory : IPictureMemory
    {
        public nint Allocate(long bytes) => throw new NotSupportedException("no more");

        public void Free(nint address) => throw new InvalidOperationException();
    }
}
