using Laptime.Prices.Feeds;

namespace Laptime.Prices.Tests.Feeds;

public sealed class PriceSourcesTests : IDisposable
{
    private readonly string data = Directory.CreateTempSubdirectory("laptime-prices-").FullName;

    public void Dispose() => Directory.Delete(data, recursive: true);

    [Fact]
    public void Add_Remove_AreKept()
    {
        PriceSources sources = new(data);
        sources.Read().ShouldBeEmpty();

        sources.Add(new PriceSource("b", "https://example.org/b.csv", "aws-ec2"));
        sources.Add(new PriceSource("a", "/tmp/a.csv", null));
        sources.Add(new PriceSource("b", "https://example.org/b2.csv", null));

        new PriceSources(data)
            .Read()
            .ShouldBe([
                new PriceSource("a", "/tmp/a.csv", null),
                new PriceSource("b", "https://example.org/b2.csv", null),
            ]);
        sources.Remove("a").ShouldBeTrue();
        sources.Remove("a").ShouldBeFalse();
        sources.Read().ShouldHaveSingleItem().IsRemote.ShouldBeTrue();
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"sources":[{"name":"a"}]}""")]
    public void Read_Damaged_SaysWhatToDo(string text)
    {
        Directory.CreateDirectory(CatalogFiles.DirectoryIn(data));
        File.WriteAllText(Path.Combine(CatalogFiles.DirectoryIn(data), "sources.json"), text);

        Should
            .Throw<CatalogException>(() => new PriceSources(data).Read())
            .Message.ShouldContain("correct or delete it");
    }
}
