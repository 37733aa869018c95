using Laptime.Transfer.Learning;

namespace Laptime.Transfer.Tests.Learning;

public sealed class PredictionsTests
{
    [Fact]
    public void Build_Scores_AreSoftmaxAndCrossEntropy()
    {
        PredictionBuilder builder = new(2);
        // Scores ln 3 and 0 are probabilities 3/4 and 1/4; shifting both changes nothing.
        builder.Add([MathF.Log(3), 0], [0]);
        builder.Add([1000, 1000 + MathF.Log(3)], [0]);

        Predictions predictions = builder.Build();

        predictions.Probabilities.ShouldBe([0.75, 0.25, 0.25, 0.75], 1e-4);
        predictions.Loss.ShouldBe((Math.Log(4 / 3.0) + Math.Log(4)) / 2, 1e-4);
        predictions.Accuracy.ShouldBe(0.5);
    }

    [Fact]
    public void Average_PlainAndEight_IsFourTenthsAndSixTenthsOfTheMean()
    {
        Predictions plain = new(2, [1, 0, 0, 1], [1, 1], 0);
        Predictions[] augmented =
        [
            .. Enumerable.Range(0, 8).Select(i => new Predictions(2, [i / 8.0, 1 - i / 8.0, 0.5, 0.5], [1, 1], 0)),
        ];

        Predictions average = Predictions.Average(plain, augmented);

        // Mean of 0/8 … 7/8 is 7/16.
        double first = 0.4 + 0.6 * 7 / 16;
        average.Probabilities.ShouldBe([first, 1 - first, 0.3, 0.7], 1e-12);
        average.Loss.ShouldBe(-(Math.Log(1 - first) + Math.Log(0.7)) / 2, 1e-12);
        average.Accuracy.ShouldBe(0.5);
    }

    [Fact]
    public void Average_OtherPicturesOrNone_IsRefused()
    {
        Predictions plain = new(2, [1, 0], [1], 0);

        Should.Throw<ArgumentException>(() => Predictions.Average(plain, []));
        Should.Throw<ArgumentException>(() => Predictions.Average(plain, [plain with { Labels = [0] }]));
    }
}
