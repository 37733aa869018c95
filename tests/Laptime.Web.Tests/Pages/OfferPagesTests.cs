using System.Net;
using System.Text.RegularExpressions;
using Laptime.Prices;

namespace Laptime.Web.Tests.Pages;

public partial class OfferPagesTests
{
    /// <summary>Every page about scores and offers, as it is seen first.</summary>
    public static readonly TheoryData<string, string> FirstSight = new()
    {
        { "/ranking", "own run|published" },
        { "/ranking?by=training", "Colab Pro V100" },
        { "/cost", "figure class=\"chart\"" },
        { "/cost/recommend", "cheapest" },
        { "/worth", "Google Colab" },
        { "/worth/rent-or-buy", "Owning is cheaper from" },
        { "/plan", "sessions" },
        { "/catalog", "Tesla T4|T4" },
        { "/catalog/devices/t4", "Published speeds" },
        { "/catalog/platforms", "Kaggle" },
        { "/catalog/platforms/kaggle", "at most" },
        { "/catalog/offers", "to 100 of" },
        { "/catalog/offers?device=t4&sort=date", "t4" },
        { "/catalog/speeds", "resnet50" },
        { "/method", "THROTTLE" },
        { "/method/measurement", "How Laptime measures" },
        { "/method/glossary", "Workload" },
    };

    [Theory]
    [MemberData(nameof(FirstSight))]
    public async Task Get_NothingAsked_ShowsSomethingReal(string path, string holds)
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync();

        using HttpResponseMessage answer = await dashboard.Client.GetAsync(path, Cancelled);
        string html = await answer.Content.ReadAsStringAsync(Cancelled);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        holds.Split('|').ShouldContain(word => html.Contains(word, StringComparison.Ordinal));
        html.ShouldNotContain("role=\"alert\"");
        html.Length.ShouldBeLessThan(400_000);
        EveryInputHasALabel(html);
        EveryTableHasACaption(html);
    }

    [Theory]
    [InlineData("/cost?workload=resnet50", "“Items” 90M, “Epochs” 3 “Data set” 25k, or “Hours” 8 “On device” t4.")]
    [InlineData("/cost?workload=resnet5&items=1M", "Did you mean resnet50?")]
    [InlineData("/cost?workload=resnet50&epochs=3", "“Epochs” and “Data set” belong together.")]
    [InlineData("/cost?workload=resnet50&items=1M&as_of=2100-01-01", "“Prices as of” 2100-01-01 lies in the future")]
    [InlineData("/cost?workload=resnet50&items=1M&max_age=old", "“Oldest price” takes a time such as 365d, or any")]
    [InlineData("/cost?workload=resnet50&items=1M&limit=0", "“Rows” takes a whole number from 1 to 500")]
    [InlineData("/cost/recommend?workload=resnet50&items=1M&deadline=soon", "“Deadline” takes a time with its unit")]
    [InlineData("/worth?from=colab-free", "Say what to compare")]
    [InlineData("/worth?from=colab-free&to=nowhere", "There is no provider")]
    [InlineData("/worth/rent-or-buy?buy=t4", "Say what to buy and what it costs")]
    [InlineData(
        "/worth/rent-or-buy?buy=t4&price=1&resale=2&rent_price=1",
        "“Resale” $2.00 is more than “Its price” $1.00."
    )]
    [InlineData("/plan?workload=resnet50&items=1M", "Say where: “On” kaggle.")]
    [InlineData("/ranking?by=beauty", "“Score” cannot be")]
    [InlineData("/catalog?kind=abacus", "“Sort” cannot be")]
    [InlineData("/catalog/offers?device=t44444", "There is no device")]
    [InlineData("/catalog/offers?since=yesterday", "“Of this day or later” takes a day")]
    public async Task Get_QuestionMakesNoSense_SaysSoBesideTheForm(string path, string sentence)
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync();

        string html = WebUtility.HtmlDecode(await dashboard.Client.GetStringAsync(path, Cancelled));

        html.ShouldContain("role=\"alert\"");
        html.ShouldContain(sentence);
        html.ShouldContain("<form");
    }

    [Theory]
    [InlineData("/cost?workload=%3Cscript%3Ealert(1)%3C/script%3E&items=1M")]
    [InlineData("/cost/recommend?workload=resnet50&items=1M&region=%22%3E%3Cscript%3E")]
    [InlineData("/worth?from=%3Cscript%3Ex&to=colab-pro")]
    [InlineData("/plan?on=%3Cscript%3Ex&workload=resnet50&items=1M")]
    [InlineData("/ranking?by=%3Cscript%3E")]
    [InlineData("/catalog?name=%3Cscript%3E")]
    [InlineData("/catalog/offers?text=%3Cscript%3Ealert(1)")]
    [InlineData("/catalog/speeds?workload=%3Cscript%3E")]
    public async Task Get_HostileText_IsShownAsText(string path)
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync();

        string html = await dashboard.Client.GetStringAsync(path, Cancelled);

        Script()
            .Matches(html)
            .ShouldAllBe(script =>
                script.Value.Contains(" src=\"/assets/", StringComparison.Ordinal)
                || script.Value.Contains("application/json", StringComparison.Ordinal)
            );
    }

    [Theory]
    [InlineData("/catalog/devices/no-such-device")]
    [InlineData("/catalog/platforms/no-such-platform")]
    [InlineData("/method/no-such-document")]
    [InlineData("/method/..%2Fsecrets")]
    public async Task Get_NoSuchThing_IsNotFound(string path)
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync();

        using HttpResponseMessage answer = await dashboard.Client.GetAsync(path, Cancelled);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Get_OffersPageByPage_ShowsEachOnce()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync();
        int all = CatalogFiles.ReadShipped().Offers.Count(offer => !offer.Flags.Contains(CatalogFiles.Historic));
        int rows = 0;

        for (int page = 1; page <= (all + 99) / 100; page++)
        {
            string html = await dashboard.Client.GetStringAsync($"/catalog/offers?page={page}", Cancelled);
            rows += RowHead().Count(html);
        }

        rows.ShouldBe(all);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static void EveryInputHasALabel(string html)
    {
        foreach (Match input in Input().Matches(html))
        {
            string before = html[..input.Index];
            bool within =
                before.LastIndexOf("<label", StringComparison.Ordinal)
                > before.LastIndexOf("</label>", StringComparison.Ordinal);
            (within || input.Value.Contains("aria-label=", StringComparison.Ordinal)).ShouldBeTrue(input.Value);
        }
    }

    private static void EveryTableHasACaption(string html)
    {
        // A chart's own table stands below its title, those of a document below its text.
        bool isDocument = html.Contains("<article class=\"document\">", StringComparison.Ordinal);
        for (
            int at = html.IndexOf("<table", StringComparison.Ordinal);
            at >= 0 && !isDocument;
            at = html.IndexOf("<table", at + 1, StringComparison.Ordinal)
        )
        {
            bool inChart =
                html.LastIndexOf("<figure", at, StringComparison.Ordinal)
                > html.LastIndexOf("</figure>", at, StringComparison.Ordinal);
            string head = html[at..html.IndexOf("<thead", at, StringComparison.Ordinal)];
            (inChart || head.Contains("<caption>", StringComparison.Ordinal)).ShouldBeTrue(head);
        }
    }

    [GeneratedRegex("<script[^>]*>", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Script();

    [GeneratedRegex("<(input|select)[^>]*>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Input();

    [GeneratedRegex("<th scope=\"row\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RowHead();
}
