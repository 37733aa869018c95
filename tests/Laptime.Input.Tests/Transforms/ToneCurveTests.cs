using Laptime.Input.Transforms;

namespace Laptime.Input.Tests.Transforms;

public class ToneCurveTests
{
    [Fact]
    public void Set_NoChange_IsNormalisationAlone()
    {
        double[] values = Entries(0.5, 1);

        for (int i = 0; i < values.Length; i++)
        {
            values[i].ShouldBe(i / 1020.0, 1e-6);
        }
    }

    [Theory]
    [InlineData(0.4)]
    [InlineData(0.6)]
    public void Set_BrightnessAlone_FollowsTheOdds(double brightness)
    {
        double[] values = Entries(brightness, 1);

        // Odds are multiplied: p / (1 - p) · b / (1 - b).
        for (int level = 1; level < 255; level++)
        {
            double p = level / 255.0;
            values[level * 4].ShouldBe(p * brightness / ((p * brightness) + ((1 - p) * (1 - brightness))), 1e-6);
        }
        values[0].ShouldBe(0, 1e-5);
        values[^1].ShouldBe(1, 1e-5);
    }

    [Theory]
    [InlineData(0.8)]
    [InlineData(1.25)]
    public void Set_ContrastAlone_RaisesTheOddsToAPower(double contrast)
    {
        double[] values = Entries(0.5, contrast);

        for (int level = 1; level < 255; level++)
        {
            double p = level / 255.0;
            double odds = Math.Pow(p / (1 - p), contrast);
            values[level * 4].ShouldBe(odds / (1 + odds), 1e-6);
        }
    }

    [Fact]
    public void Set_Any_RisesFromBlackToWhite()
    {
        double[] values = Entries(0.45, 0.9);

        values.Zip(values.Skip(1)).ShouldAllBe(pair => pair.First < pair.Second);
    }

    /// <summary>Entries of a colour, with the normalisation taken back; the same for all three.</summary>
    private static double[] Entries(double brightness, double contrast)
    {
        ToneCurve tone = new();
        tone.Set(brightness, contrast);
        double[][] colours =
        [
            .. Enumerable
                .Range(0, 3)
                .Select(c =>
                    tone.Values.Skip(c * ToneCurve.Length)
                        .Take(ToneCurve.Length)
                        .Select(v => (v * ToneCurve.Deviation[c]) + ToneCurve.Mean[c])
                        .ToArray()
                ),
        ];
        for (int i = 0; i < ToneCurve.Length; i++)
        {
            colours[1][i].ShouldBe(colours[0][i], 1e-6);
            colours[2][i].ShouldBe(colours[0][i], 1e-6);
        }
        return colours[0];
    }
}
