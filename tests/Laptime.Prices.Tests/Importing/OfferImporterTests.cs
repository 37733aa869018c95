using System.IO.Compression;
using System.Text;
using Laptime.Prices.Importing;
using Laptime.Prices.Reading;

namespace Laptime.Prices.Tests.Importing;

/// <summary>What is no price list, and what is too much of one.</summary>
public sealed class OfferImporterTests
{
    private const string Header =
        "instance_name,location,price,gpu_count,gpu_name,spot,cpu,memory,gpu_memory,disk_size\n";

    [Theory]
    [InlineData("", "The file is empty.")]
    [InlineData("  \n ", "The file is empty.")]
    [InlineData(
        "a,b\n1,2\n",
        "This is no price list in a form that is known: Laptime's offers as CSV, SkyPilot's vms.csv,"
    )]
    [InlineData("{\"a\":1}", "This is no price list in a form that is known:")]
    [InlineData("[1,2]", "This is no price list in a form that is known:")]
    [InlineData("{\"offers\":[", "This begins like JSON and is not: line 1")]
    public void Import_NoPriceList_OneSentence(string text, string message) =>
        Should.Throw<CatalogException>(() => Importer.Import(text)).Message.ShouldStartWith(message);

    [Fact]
    public void Import_Binary_OneSentence()
    {
        byte[] elf = [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, 0, 0, 0, 0];

        Should
            .Throw<CatalogException>(() => Importer.Import(new MemoryStream(elf)))
            .Message.ShouldBe("This is no text; it takes price lists as CSV or JSON.");
    }

    [Fact]
    public void Import_EndlessLine_IsRefusedBeforeItFillsTheMemory()
    {
        long before = GC.GetTotalAllocatedBytes(precise: true);

        Should
            .Throw<CatalogException>(() =>
                Importer.Import(new Endless(Encoding.ASCII.GetBytes(Header), "1,"u8.ToArray(), 2L << 30))
            )
            .Message.ShouldContain("KiB; this is no price list");

        (GC.GetTotalAllocatedBytes(precise: true) - before).ShouldBeLessThan(200L << 20);
    }

    [Fact]
    public void Import_UnclosedQuote_IsRefusedBeforeItFillsTheMemory() =>
        Should.Throw<CatalogException>(() =>
            Importer.Import(new Endless(Encoding.ASCII.GetBytes(Header + "\""), "abc,\n"u8.ToArray(), 2L << 30))
        );

    [Fact]
    public void Import_ManyRowsLeftOut_NeedNoMemory()
    {
        // 20 MB of rows without price.
        ImportedOffers import = Importer.Import(
            new Endless(
                Encoding.ASCII.GetBytes(Header),
                "g4dn.xlarge,us-east-1,0,1,T4,False,4,16,16,\n"u8.ToArray(),
                20L << 20
            )
        );

        import.Account.RowsRead.ShouldBeGreaterThan(400_000);
        import.LeftOut(LeftOut.NoPrice).ShouldBe(import.Account.RowsRead - import.LeftOut(LeftOut.FieldCount));
    }

    [Fact]
    public void Import_Zip_IsUnpacked() =>
        Importer
            .Import(Zip(Encoding.ASCII.GetBytes(Header + "g4dn.xlarge,us-east-1,0.526,1,T4,False,4,16,16,\n")))
            .OnDemand()
            .Device.ShouldBe("t4");

    [Fact]
    public void Import_ZipWithinAZip_IsRefused() =>
        Should.Throw<CatalogException>(() => Importer.Import(Zip(Zip([1, 2, 3]).ToArray())));

    [Fact]
    public void Import_MarkAndCarriageReturns_AreNoPartOfNames() =>
        Importer
            .Import(
                "\uFEFF"
                    + Header.Replace("\n", "\r\n", StringComparison.Ordinal)
                    + "g4dn.xlarge,us-east-1,0.526,1,T4,False,4,16,16,\r\n"
            )
            .OnDemand()
            .Instance.ShouldBe("g4dn.xlarge");

    [Fact]
    public void Export_FormulaInACell_IsHarmlessAndComesBack()
    {
        ImportedOffers import = Importer.Import(
            string.Join(',', OfferCsv.Columns)
                + "\nazure,\"=HYPERLINK(\"\"http://x\"\")\",t4,T4,1,,,,@region,,on-demand,0.5,,,,2026-01-01,own,,\n"
        );
        StringWriter text = new();
        OfferCsv.Write(import.Offers, text);

        text.ToString().ShouldContain("'=HYPERLINK");
        text.ToString().ShouldContain("'@region");
        Importer.Import(text.ToString()).OnDemand().Instance.ShouldBe("=HYPERLINK(\"http://x\")");
    }

    [Fact]
    public void Account_AnyRows_BalancesAndNothingPaidIsFree()
    {
        Random random = new(20261120);
        string[] names = ["T4", "A100", "V100", "RTX 4090", "Nothing", "", "H100 PCIe", "=1+1"];
        string[] prices = ["0.5", "0", "", "-1", "1e9", "abc", "3.2", "0.0001"];
        string[] counts = ["1", "0.5", "8", "0", "-2", "", "x"];
        for (int round = 0; round < 50; round++)
        {
            StringBuilder text = new(Header);
            int rows = random.Next(1, 60);
            for (int i = 0; i < rows; i++)
            {
                text.Append('m')
                    .Append(random.Next(5))
                    .Append(",r,")
                    .Append(Any(prices))
                    .Append(',')
                    .Append(Any(counts))
                    .Append(',');
                text.Append(Any(names))
                    .Append(',')
                    .Append(random.Next(2) == 0)
                    .Append(random.Next(10) == 0 ? ",4\n" : ",4,16,,\n");
            }

            ImportedOffers import = Importer.Import(text.ToString(), "vast-ai");

            import.Account.RowsRead.ShouldBe(rows);
            import.Offers.ShouldAllBe(offer => offer.Price!.Value.Value > 0);
            import.Offers.Length.ShouldBe(import.Account.OffersIn + import.Account.OffersQuarantined);
        }

        string Any(string[] texts) => texts[random.Next(texts.Length)];
    }

    private static MemoryStream Zip(byte[] content)
    {
        MemoryStream zip = new();
        using (ZipArchive archive = new(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream entry = archive.CreateEntry("aws.csv").Open();
            entry.Write(content);
        }
        zip.Position = 0;
        return zip;
    }

    /// <summary>A beginning, then the same for ever, up to a size.</summary>
    private sealed class Endless(byte[] start, byte[] repeated, long size) : Stream
    {
        private long position;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => size;
        public override long Position
        {
            get => position;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = (int)Math.Min(count, size - position);
            for (int i = 0; i < read; i++, position++)
            {
                buffer[offset + i] =
                    position < start.Length ? start[position] : repeated[(position - start.Length) % repeated.Length];
            }
            return read;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
