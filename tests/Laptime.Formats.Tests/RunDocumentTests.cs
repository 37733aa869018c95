using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Laptime.Core.Quantities;
using Laptime.Core.Runs;
using Laptime.Core.Trials;
using Laptime.Testing;

namespace Laptime.Formats.Tests;

public sealed partial class RunDocumentTests
{
    [Fact]
    public void Read_EveryPropertyFilled_SameValues()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            RunRecord record = FilledRecord(new Random(seed));

            ReadResult<RunRecord> read = RunDocument.Read(RunDocument.Write(record));

            read.Error.ShouldBeNull();
            Filled.ShouldMatch(read.Value, record, "record");
        }
    }

    [Fact]
    public void Read_AnyDouble_SameBits()
    {
        Random random = new(1);
        double[] values =
        [
            double.Epsilon,
            double.MaxValue,
            -0.0,
            0.1 + 0.2,
            double.NaN,
            double.NegativeInfinity,
            .. Enumerable
                .Range(0, 2000)
                .Select(_ => BitConverter.Int64BitsToDouble(random.NextInt64(0, 0x7FF0L << 48))),
        ];
        RunRecord record = RecordOf(Some.Samples() with { Checks = [.. values] });

        RunRecord read = Read(RunDocument.Write(record));

        Samples(read)
            .Checks.Select(BitConverter.DoubleToInt64Bits)
            .ShouldBe(values.Select(BitConverter.DoubleToInt64Bits));
    }

    [Fact]
    public void Read_ManyBlocks_OrderKeptAndSizeReasonable()
    {
        RunRecord record = RecordOf(Some.Samples(blocks: 100_000));

        byte[] text = RunDocument.Write(record);

        text.Length.ShouldBeLessThan(6_000_000);
        Samples(Read(text))
            .Blocks.Select(block => block.StartTicks)
            .ShouldBe(Samples(record).Blocks.Select(block => block.StartTicks));
    }

    [Fact]
    public void Write_ColumnWithoutAnyFigure_LeftOut()
    {
        string text = Encoding.UTF8.GetString(RunDocument.Write(RecordOf(Some.Samples())));

        text.ShouldNotContain("device_seconds");
        text.ShouldNotContain("gpu_watts");
        text.ShouldContain("\"process_busy_seconds\":[0.25]");
    }

    [Fact]
    public void Write_NotFiniteWallTime_Throws()
    {
        TrialSamples samples = Some.Samples() with { HarnessOverhead = new Seconds(double.NaN) };

        Should.Throw<ArgumentException>(() => RunDocument.Write(RecordOf(samples)));
    }

    [Fact]
    public async Task ReadAsync_ByteOrderMark_Ignored()
    {
        byte[] text = [0xEF, 0xBB, 0xBF, .. RunDocument.Write(RecordOf(Some.Samples()))];

        ReadResult<RunRecord> read = await RunDocument.ReadAsync(
            new MemoryStream(text),
            TestContext.Current.CancellationToken
        );

        read.IsRead.ShouldBeTrue();
    }

    [Fact]
    public void Read_UnknownField_Ignored() =>
        Change("\"seed\":42", "\"seed\":42,\"added_later\":{\"x\":[1]}").IsRead.ShouldBeTrue();

    [Theory]
    [InlineData("\"steps\":[2,2,2]", "\"steps\":[2,0,2]", "$.trials[0].samples.blocks.steps[1]: must be at least 1")]
    [InlineData("\"steps\":[2,2,2]", "\"steps\":[2,-2,2]", "$.trials[0].samples.blocks.steps[1]: must be at least 1")]
    [InlineData(
        "\"steps\":[2,2,2]",
        "\"steps\":[2,2]",
        "$.trials[0].samples.blocks.steps: has 2 values where the other columns have 3"
    )]
    [InlineData(
        "\"steps\":[2,2,2]",
        "\"steps\":[2,2,2.5]",
        "$.trials[0].samples.blocks.steps[2]: the value has the wrong type"
    )]
    [InlineData(
        "\"steps\":[2,2,2]",
        "\"steps\":[2,2,99999999999]",
        "$.trials[0].samples.blocks.steps[2]: the value has the wrong type, is out of range"
    )]
    [InlineData(
        "\"steps\":[2,2,2]",
        "\"steps\":[2,null,2]",
        "$.trials[0].samples.blocks.steps[1]: the value has the wrong type"
    )]
    [InlineData("\"steps\":[2,2,2]", "\"steps\":null", "$.trials[0].samples.blocks.steps: missing")]
    [InlineData(
        "\"wall_seconds\":[0.2,",
        "\"wall_seconds\":[\"NaN\",",
        "$.trials[0].samples.blocks.wall_seconds[0]: the value has the wrong type"
    )]
    [InlineData(
        "\"wall_seconds\":[0.2,",
        "\"wall_seconds\":[NaN,",
        "$.trials[0].samples.blocks.wall_seconds[0]: not JSON"
    )]
    [InlineData(
        "\"wall_seconds\":[0.2,",
        "\"wall_seconds\":[1e999,",
        "$.trials[0].samples.blocks.wall_seconds[0]: must be a finite number"
    )]
    [InlineData(
        "\"wall_seconds\":[0.2,",
        "\"wall_seconds\":[-0.2,",
        "$.trials[0].samples.blocks.wall_seconds[0]: must be a duration"
    )]
    [InlineData(
        "\"phase\":[\"measurement\"",
        "\"phase\":[\"3\"",
        "$.trials[0].samples.blocks.phase[0]: must be one of warmup, pilot, measurement"
    )]
    [InlineData("\"phase\":[\"measurement\"", "\"phase\":[null", "$.trials[0].samples.blocks.phase[0]: missing")]
    [InlineData("\"batch\":8", "\"batch\":0", "$.suite.cases[0].batch: must be at least 1")]
    [InlineData("\"batch\":8", "\"batch\":9", "$.suite.cases[0].id: does not belong to this case")]
    [InlineData("\"workload\":\"resnet50\"", "\"workload\":\"=cmd()\"", "$.suite.cases[0].workload: must be a name")]
    [InlineData("\"device\":\"cpu\"", "\"device\":\"tpu\"", "$.suite.cases[0].device: must be cpu or cuda:N")]
    [InlineData("\"budget_seconds\":600", "\"budget_seconds\":1e300", "$.budget_seconds: must be a duration")]
    [InlineData(
        "\"started_at\":\"2026-11-20T09:30:00.0000000Z\"",
        "\"started_at\":\"20/11/2026\"",
        "$.started_at: must be an instant"
    )]
    [InlineData("\"status\":\"running\"", "\"status\":\"0\"", "$.status: must be one of running, finished, cancelled")]
    [InlineData(
        "\"seed\":42",
        "\"seed\":42,\"seed\":43",
        "$.seed: the value has the wrong type, is out of range or stands there twice"
    )]
    [InlineData("\"outcome\":\"measured\"", "\"outcome\":\"skipped\"", "$.trials[0].reason: missing")]
    [InlineData("laptime.run/1", "laptime.run/2", "$.schema: \"laptime.run/2\" was written by a newer Laptime")]
    [InlineData("laptime.run/1", "laptime.trial/1", "$.schema: \"laptime.trial/1\" is not \"laptime.run/1\"")]
    [InlineData("\"schema\"", "\"scheme\"", "$.schema: missing")]
    public void Read_BrokenField_ErrorNamesIt(string old, string changed, string error) =>
        Change(old, changed).Error.ShouldNotBeNull().ToString().ShouldStartWith(error);

    [Fact]
    public void Read_TrialTwice_ErrorNamesBoth()
    {
        RunRecord record = RecordOf(Some.Samples());

        ReadResult<RunRecord> read = RunDocument.Read(
            RunDocument.Write(record with { Trials = [record.Trials[0], record.Trials[0]] })
        );

        read.Error.ShouldBe(new FormatError("$.trials[1].id", "the same id as $.trials[0]"));
    }

    [Fact]
    public void Read_TrialOfAnotherRun_Error()
    {
        RunRecord record = RecordOf(Some.Samples());

        ReadResult<RunRecord> read = RunDocument.Read(
            RunDocument.Write(record with { Trials = [record.Trials[0] with { RunId = Guid.NewGuid() }] })
        );

        read.Error.ShouldBe(new FormatError("$.trials[0].run_id", "not the id of this run"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("3")]
    [InlineData("{}")]
    [InlineData("{\"schema\":1}")]
    [InlineData("{\"schema\":\"laptime.run/1\"}")]
    [InlineData("{\"schema\":\"laptime.run/1\",\"trials\":[null]}")]
    [InlineData("{\"schema\":\"laptime.run/1\",\"note\":\"\\ud800\"}")]
    public void Read_AnotherText_Error(string text) =>
        RunDocument.Read(Encoding.UTF8.GetBytes(text)).Error.ShouldNotBeNull();

    [Theory]
    [InlineData("{\"schema\":\"laptime.run/1\",\"note\":")]
    [InlineData("{\"x\":")]
    public void Read_DeepNesting_Error(string start) =>
        RunDocument.Read(Encoding.UTF8.GetBytes(start + new string('[', 1_000_000))).Error.ShouldNotBeNull();

    [Fact]
    public void Read_TruncatedAnywhere_Error()
    {
        byte[] text = RunDocument.Write(RecordOf(Some.Samples()));
        for (int length = 0; length < text.Length; length++)
        {
            RunDocument.Read(text.AsSpan(0, length)).Error.ShouldNotBeNull($"at {length}");
        }
    }

    [Fact]
    public void Read_MutatedDocument_ValueOrErrorAndNeverThrows()
    {
        byte[] valid = RunDocument.Write(FilledRecord(new Random(3)));
        Random random = new(20261120);
        int rejected = 0;
        for (int i = 0; i < 4000; i++)
        {
            ReadResult<RunRecord> read = RunDocument.Read(Mutate(valid, random));
            if (read.IsRead)
            {
                // What is accepted can be written and means the same when it is read again.
                byte[] written = RunDocument.Write(read.Value);
                RunDocument.Write(Read(written)).ShouldBe(written);
            }
            else
            {
                read.Error.Path.ShouldStartWith("$");
                rejected++;
            }
        }
        rejected.ShouldBeInRange(1000, 3999);
    }

    [Fact]
    public void Write_DurationsAndAmounts_NamesEndInTheirUnit()
    {
        // Several, because a record filled at random may have skipped trials only.
        string[] fractions =
        [
            .. Enumerable
                .Range(0, 8)
                .Select(seed => JsonDocument.Parse(RunDocument.Write(FilledRecord(new Random(seed)))))
                .SelectMany(document => Fractions(document.RootElement))
                .Distinct(),
        ];

        fractions.ShouldContain("wall_seconds");
        fractions.Where(name => !UnitName().IsMatch(name)).ShouldBeEmpty();
    }

    [GeneratedRegex(
        "_seconds$|_per_second$|_hertz$|celsius$|_watts$|_processors$|^checks$|_rate$|_share$|_loss$|accuracy$|^relative_rms$|^largest_difference$|joules$",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex UnitName();

    private static IEnumerable<string> Fractions(JsonElement element, string name = "") =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Fractions(p.Value, p.Name)),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(item => Fractions(item, name)),
            JsonValueKind.Number when !element.TryGetInt64(out _) => [name],
            _ => [],
        };

    private static byte[] Mutate(byte[] valid, Random random)
    {
        List<byte> bytes = [.. valid];
        for (int n = random.Next(1, 4); n > 0; n--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at));
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 40), bytes.Count - at)));
                    break;
                case 3:
                    bytes[at] = "0123456789\"[]{},:-eE.\\tfn"u8[random.Next(25)];
                    break;
                default:
                    // Digits for digits keep the syntax whole and let the values go wild.
                    int digit = bytes.FindIndex(at, value => value is >= (byte)'0' and <= (byte)'9');
                    if (digit >= 0)
                    {
                        bytes.InsertRange(digit, "-9e3"u8[random.Next(4)..].ToArray());
                    }
                    break;
            }
        }
        return [.. bytes];
    }

    internal static RunRecord FilledRecord(Random random)
    {
        RunRecord record = Filled.Make<RunRecord>(random);
        return record with { Trials = [.. record.Trials.Select(trial => trial with { RunId = record.Run.Id })] };
    }

    private static RunRecord RecordOf(TrialSamples samples)
    {
        Run run = Some.Run();
        return new RunRecord(run, [Some.Trial(run.Id) with { Outcome = new TrialOutcome.Measured(samples) }]);
    }

    private static TrialSamples Samples(RunRecord record) =>
        record.Trials[0].Outcome.ShouldBeOfType<TrialOutcome.Measured>().Samples;

    private static RunRecord Read(byte[] text) => RunDocument.Read(text).Value.ShouldNotBeNull();

    private static ReadResult<RunRecord> Change(string old, string changed)
    {
        string text = Encoding.UTF8.GetString(RunDocument.Write(RecordOf(Some.Samples())));
        int at = text.IndexOf(old, StringComparison.Ordinal);
        at.ShouldBeGreaterThanOrEqualTo(0, $"{old} in {text}");
        return RunDocument.Read(Encoding.UTF8.GetBytes(text.Remove(at, old.Length).Insert(at, changed)));
    }
}
