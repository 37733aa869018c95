using Laptime.Input.Transforms;

namespace Laptime.Input.Tests.Transforms;

public class RandomStreamTests
{
    [Fact]
    public void Next_SameSeedAndStream_IsTheSame()
    {
        RandomStream a = new(1, 2);
        RandomStream b = new(1, 2);

        for (int i = 0; i < 100; i++)
        {
            a.Next().ShouldBe(b.Next());
        }
    }

    [Fact]
    public void Next_OtherSeedsAndStreams_HaveNothingInCommon()
    {
        HashSet<ulong> seen = [];
        for (long seed = -20; seed < 20; seed++)
        {
            for (long stream = -1; stream < 50; stream++)
            {
                RandomStream random = new(seed, stream);
                for (int i = 0; i < 5; i++)
                {
                    seen.Add(random.Next()).ShouldBeTrue();
                }
            }
        }
    }

    [Fact]
    public void Uniform_FirstOfManyStreams_IsEven()
    {
        // The first number of each picture, not a run of one stream: that is what transforms are drawn from.
        double[] values = [.. Enumerable.Range(0, 50_000).Select(i => new RandomStream(9, i).Uniform())];

        values.Average().ShouldBe(0.5, 0.006);
        values.Select(v => v * v).Average().ShouldBe(1 / 3.0, 0.006);
        values.Zip(values.Skip(1), (a, b) => (a - 0.5) * (b - 0.5) * 12).Average().ShouldBe(0, 0.02);
    }

    [Fact]
    public void Shuffle_Three_GivesEveryOrderEquallyOften()
    {
        Dictionary<string, int> seen = [];
        for (int i = 0; i < 6000; i++)
        {
            int[] values = [0, 1, 2];
            new RandomStream(i, RandomStream.Order).Shuffle<int>(values);
            string order = string.Join(',', values);
            seen[order] = seen.GetValueOrDefault(order) + 1;
        }

        seen.Count.ShouldBe(6);
        // Five standard deviations of 1000.
        seen.Values.ShouldAllBe(count => count > 850 && count < 1150);
    }
}
