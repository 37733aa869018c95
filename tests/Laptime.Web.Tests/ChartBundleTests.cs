using System.Security.Cryptography;
using Laptime.Web.Hosting;

namespace Laptime.Web.Tests;

public class ChartBundleTests
{
    private static readonly string Charts = Path.Combine(AppContext.BaseDirectory, "Charts");

    public static TheoryData<string, string> Digests
    {
        get
        {
            TheoryData<string, string> rows = [];
            foreach (string line in File.ReadLines(Path.Combine(Charts, "charts.sha256")))
            {
                rows.Add(line[66..], line[..64]);
            }
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Digests))]
    public void Bundle_IsMadeFromWhatIsCommitted(string path, string digest)
    {
        string file = Path.Combine(Charts, path);
        byte[] content = File.Exists(file)
            ? File.ReadAllBytes(file)
            : System.Text.Encoding.UTF8.GetBytes(AssetFiles.Text(path));

        Convert.ToHexStringLower(SHA256.HashData(content)).ShouldBe(digest, $"{path} changed: run eng/charts");
    }

    [Fact]
    public void Digests_NameEverySource()
    {
        string[] sources =
        [
            .. Directory
                .EnumerateFiles(Charts, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Charts, file))
                .Where(file => file != "charts.sha256"),
        ];

        Digests
            .Select(row => row.Data.Item1)
            .Except(["charts.js", "charts.LICENSES.txt"])
            .ShouldBe(sources, ignoreOrder: true);
    }

    [Fact]
    public void Bundle_MayStandInAPage()
    {
        string script = AssetFiles.Text("charts.js") + AssetFiles.Text("site.js") + AssetFiles.Text("theme.js");

        // Either would end or open an element of the page that the script stands in.
        script.ShouldNotContain("</script", Case.Insensitive);
        script.ShouldNotContain("<!--");
    }

    [Fact]
    public void Licences_NameWhatIsInTheBundle() =>
        AssetFiles
            .Text("charts.LICENSES.txt")
            .ShouldSatisfyAllConditions(
                text => text.ShouldContain("vega 6.4.0 (BSD-3-Clause)"),
                text => text.ShouldContain("vega-lite 6.4.3 (BSD-3-Clause)"),
                text => text.ShouldContain("vega-interpreter 2.3.2 (BSD-3-Clause)")
            );

    [Fact]
    public void Lock_NamesNoAddressToFetchFrom() =>
        File.ReadAllText(Path.Combine(Charts, "package-lock.json")).ShouldNotContain("\"resolved\"");
}
