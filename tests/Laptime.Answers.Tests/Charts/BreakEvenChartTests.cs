using System.Text.Json.Nodes;
using Laptime.Answers.Catalogs;
using Laptime.Answers.Charts;
using Laptime.Answers.Offers;
using Laptime.Core.Quantities;

namespace Laptime.Answers.Tests.Charts;

public class BreakEvenChartTests
{
    [Fact]
    public void Of_RentAboveThePowerPrice_LinesCrossAtTheBreakEven()
    {
        CatalogShelf shelf = new(null, _ => { });
        AdviceDesk desk = AdviceDesk.Of(new AdviceTerms(), shelf.Read(), shelf.Devices, [], new DateOnly(2026, 11, 21));
        // 1,800 USD over 36 months are 50 a month; 450 W at 0.30 are 0.135 an hour: 50 / (0.40 − 0.135) = 188.68 h.
        RentOrBuyQuestion question = RentOrBuyQuestion.Of(
            desk,
            "rtx-4090",
            new Usd(1800),
            Usd.Zero,
            3,
            new Usd(0.30m),
            450,
            rent: null,
            new Usd(0.40m),
            20,
            workload: null
        );

        ChartSpec chart = BreakEvenChart.Of(question);

        JsonNode sets = chart.Vega["datasets"]!;
        ((double)sets["even"]![0]!["hours"]!).ShouldBe(188.68, 0.01);
        (double Hours, double Usd)[] own = Line(sets, "own");
        (double Hours, double Usd)[] rent = Line(sets, "rent");
        own[0].Usd.ShouldBe(50, 1e-9);
        rent[0].Usd.ShouldBe(0, 1e-9);
        ((own[^1].Usd - own[0].Usd) / own[^1].Hours).ShouldBe(0.135, 1e-9);
        (rent[^1].Usd / rent[^1].Hours).ShouldBe(0.40, 1e-9);
        own[^1].Hours.ShouldBeGreaterThan(188.68);
    }

    private static (double Hours, double Usd)[] Line(JsonNode sets, string what) =>
        [
            .. sets["costs"]!
                .AsArray()
                .Where(value => (string?)value!["what"] == what)
                .Select(value => ((double)value!["hours"]!, (double)value["usd"]!)),
        ];
}
