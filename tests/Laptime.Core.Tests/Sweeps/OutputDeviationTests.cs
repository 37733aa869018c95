using Laptime.Core.Sweeps;

namespace Laptime.Core.Tests.Sweeps;

public sealed class OutputDeviationTests
{
    [Fact]
    public void Between_FiguresOfTwoItems_AreThoseWorkedOutByHand()
    {
        OutputDeviation found = OutputDeviation.Between([3, 4, 0, 0], [3, 4.5f, 1, 0], items: 2, isScores: true);

        // Differences 0, 0.5, 1, 0: their squares sum to 1.25, those of the reference to 25.
        found.RelativeRms!.Value.ShouldBe(Math.Sqrt(1.25 / 25), 1e-12);
        found.Largest.ShouldBe(1);
        // The second item's top class was the first of two equals, and still is.
        (found.SameTop, found.Items).ShouldBe((1.0, 2));
    }

    [Fact]
    public void Between_TopClassChanges_IsCounted()
    {
        OutputDeviation.Between([1, 2, 2, 1], [1, 2, 1, 2], 2, isScores: true).SameTop.ShouldBe(0.5);
        OutputDeviation.Between([1, 2, 2, 1], [1, 2, 1, 2], 2, isScores: false).SameTop.ShouldBeNull();
    }

    [Fact]
    public void Between_Equal_IsZero()
    {
        OutputDeviation found = OutputDeviation.Between([1, -2], [1, -2], 1, isScores: true);

        (found.RelativeRms, found.Largest, found.SameTop).ShouldBe((0.0, 0.0, 1.0));
    }

    [Fact]
    public void Between_NotFinite_IsNotKnownAndNoAgreement()
    {
        OutputDeviation found = OutputDeviation.Between([1, 2], [1, float.NaN], 1, isScores: true);

        (found.RelativeRms, found.Largest, found.SameTop).ShouldBe(((double?)null, (double?)null, 0.0));
        OutputDeviation.Between([0, 0], [0, 1], 1, isScores: false).RelativeRms.ShouldBeNull("nothing to relate it to");
    }

    [Fact]
    public void Between_OtherLengths_AreRefused()
    {
        Should.Throw<ArgumentException>(() => OutputDeviation.Between([1, 2], [1], 1, isScores: false));
        Should.Throw<ArgumentException>(() => OutputDeviation.Between([1, 2, 3], [1, 2, 3], 2, isScores: false));
    }
}
