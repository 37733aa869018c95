using Laptime.Core.AiBenchmark;
using Laptime.Core.Cases;
using Laptime.Core.Findings;
using Laptime.Core.Platforms;
using Laptime.Core.Quantities;
using Laptime.Core.Trials;
using Laptime.Testing;

namespace Laptime.Core.Tests.AiBenchmark;

public sealed class KnownResultTests
{
    private static readonly KnownResult Known = new(2.5, Bytes.FromMebibytes(100));

    [Fact]
    public void Of_EverySubTest_IsKnown()
    {
        foreach (SubTest test in SubTests.Full.Concat(SubTests.Micro))
        {
            KnownResult known = KnownResults.Of(test.On(DeviceName.Cpu, threads: 3)).ShouldNotBeNull(test.Id);
            known.Check.ShouldBeGreaterThan(0);
            known.PeakResident.ShouldBeInRange(Bytes.FromMebibytes(100), Bytes.FromGibibytes(20));
        }
    }

    [Fact]
    public void Of_OtherPrecision_IsNotKnown() =>
        KnownResults
            .Of(SubTests.Full[0].On(DeviceName.Cpu, threads: 1) with { Precision = Precision.Bf16 })
            .ShouldBeNull();

    [Theory]
    [InlineData(2.5)]
    [InlineData(2.502)]
    [InlineData(2.498)]
    public void Judge_WhatRoundingExplains_MayScore(double check) =>
        Known.Judge(Samples(check), KnownResult.Seed).InvalidReason.ShouldBeNull();

    [Theory]
    [InlineData(2.51)]
    [InlineData(-2.5)]
    [InlineData(0)]
    [InlineData(double.NaN)]
    public void Judge_WrongResult_MustNotScore(double check)
    {
        TrialSamples judged = Known.Judge(Samples(check), KnownResult.Seed);

        judged.InvalidReason.ShouldNotBeNull().ShouldContain("where 2.5 is right");
        judged.Flags.ShouldContain(FindingCode.Numeric);
    }

    [Theory]
    [InlineData(99, null, true)]
    [InlineData(101, null, false)]
    [InlineData(4000, 99, true)]
    [InlineData(99, 4000, true)]
    [InlineData(null, 99, true)]
    [InlineData(null, null, false)] // nothing is known: it is tried
    public void WhyNotIn_Memory_IsWhatIsFreeWithinTheLimit(int? available, int? limit, bool isShort)
    {
        MemoryFacts memory = new()
        {
            Available = available is { } free ? Bytes.FromMebibytes(free) : null,
            CgroupLimit = limit is { } most ? Bytes.FromMebibytes(most) : null,
        };

        (Known.WhyNotIn(memory) is not null).ShouldBe(isShort);
    }

    [Fact]
    public void Judge_AnotherSeed_KnowsNothing() =>
        Known.Judge(Samples(7), KnownResult.Seed + 1).InvalidReason.ShouldBeNull();

    private static TrialSamples Samples(double check) => Some.Samples() with { Checks = [check, check] };
}
