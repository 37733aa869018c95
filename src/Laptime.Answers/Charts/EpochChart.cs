using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Laptime.Core.Results;
using Laptime.Core.Transfer;

namespace Laptime.Answers.Charts;

/// <summary>How the accuracy of transfer-learning jobs rose, epoch by epoch.</summary>
public static class EpochChart
{
    /// <summary>The chart; null without an epoch.</summary>
    public static ChartSpec? Of(CaseResult result)
    {
        ImmutableArray<(int Launch, int Number, TransferEpoch Epoch)> all =
        [
            .. result.Transfer.SelectMany((job, launch) => job.Epochs.Select((epoch, i) => (launch + 1, i + 1, epoch))),
        ];
        if (all.IsEmpty)
        {
            return null;
        }
        JsonArray values = new([
            .. all.Select(
                JsonNode (one) =>
                    new JsonObject
                    {
                        ["launch"] = one.Launch,
                        ["epoch"] = one.Number,
                        ["phase"] = CaseText.Word(one.Epoch.Phase),
                        ["accuracy"] = one.Epoch.Accuracy * 100,
                    }
            ),
        ]);
        JsonObject x = Vega.Number("epoch", "Epoch");
        x["axis"] = new JsonObject { ["tickMinStep"] = 1, ["format"] = "d" };
        JsonObject color = Vega.Names("phase", ["frozen", "unfrozen"]);
        color["legend"] = new JsonObject { ["orient"] = "top", ["title"] = null };
        return new ChartSpec
        {
            Title = "Accuracy after each epoch",
            Name = "epochs",
            Vega = Vega.Layers(
                values,
                180,
                new JsonObject
                {
                    ["mark"] = new JsonObject
                    {
                        ["type"] = "line",
                        ["style"] = "muted",
                        ["opacity"] = 0.4,
                    },
                    ["encoding"] = new JsonObject
                    {
                        ["x"] = x,
                        ["y"] = Vega.Number("accuracy", "Accuracy (%)"),
                        ["detail"] = new JsonObject { ["field"] = "launch", ["type"] = "nominal" },
                    },
                },
                new JsonObject
                {
                    ["mark"] = new JsonObject
                    {
                        ["type"] = "point",
                        ["filled"] = true,
                        ["size"] = 50,
                        ["opacity"] = 1,
                    },
                    ["encoding"] = new JsonObject
                    {
                        ["x"] = x.DeepClone(),
                        ["y"] = Vega.Number("accuracy", "Accuracy (%)"),
                        ["color"] = color,
                        ["tooltip"] = Vega.Tooltip(
                            ("launch", "Launch"),
                            ("epoch", "Epoch"),
                            ("phase", "Phase"),
                            ("accuracy", "%")
                        ),
                    },
                }
            ),
            Columns =
            [
                new ChartColumn("Launch", IsNumber: true),
                new ChartColumn("Epoch"),
                new ChartColumn("Train loss", IsNumber: true),
                new ChartColumn("Valid loss", IsNumber: true),
                new ChartColumn("Accuracy", IsNumber: true),
                new ChartColumn("Took", IsNumber: true),
            ],
            Rows =
            [
                .. all.Select(one =>
                    ImmutableArray.Create(
                        $"{one.Launch}",
                        $"{CaseText.Word(one.Epoch.Phase)} {one.Epoch.Number}",
                        Loss(one.Epoch.TrainLoss),
                        Loss(one.Epoch.ValidLoss),
                        one.Epoch.Accuracy.ToString("P1", CultureInfo.InvariantCulture),
                        Figures.Span(one.Epoch.Took)
                    )
                ),
            ],
        };
    }

    private static string Loss(double? loss) => loss?.ToString("F4", CultureInfo.InvariantCulture) ?? "not finite";
}
