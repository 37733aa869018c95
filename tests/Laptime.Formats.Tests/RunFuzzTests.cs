using Laptime.Core.Protocols;
using Laptime.Core.Results;
using Laptime.Core.Runs;
using Laptime.Fuzzing;
using Laptime.Testing;

namespace Laptime.Formats.Tests;

/// <summary>LAPTIME_FUZZ_SECONDS makes it go on for longer, LAPTIME_FUZZ_SEED elsewhere.</summary>
public sealed class RunFuzzTests
{
    private static readonly RunLimits Limits = new() { Bytes = 16 << 20, Values = 1_000_000 };

    [Fact]
    public async Task Read_Mutants_ReadOrRefusedWithThePlace()
    {
        int seed = int.Parse(Environment.GetEnvironmentVariable("LAPTIME_FUZZ_SEED") ?? "1");
        double seconds = double.Parse(Environment.GetEnvironmentVariable("LAPTIME_FUZZ_SECONDS") ?? "2");
        byte[] small = RunDocument.Write(Small());
        byte[] filled = RunDocument.Write(RunDocumentTests.FilledRecord(new Random(7)));
        long end = TimeProvider.System.GetTimestamp() + (long)(seconds * TimeProvider.System.TimestampFrequency);
        int refused = 0;
        int read = 0;

        do
        {
            Mutant mutant = new RunFuzzer(seed % 2 == 0 ? small : filled, seed++).Next();
            _ = await CheckAsync(mutant) ? read++ : refused++;
        } while (TimeProvider.System.GetTimestamp() < end);

        // If it refused everything, or nothing, it would not have tried anything.
        refused.ShouldBeGreaterThan(20);
        read.ShouldBeGreaterThan(2);
        TestContext.Current.SendDiagnosticMessage($"{read} read, {refused} refused, up to seed {seed}");
    }

    [Fact]
    public async Task Read_Extremes_RefusedWithThePlace()
    {
        foreach (Mutant mutant in RunFuzzer.Extremes(RunDocument.Write(Small())))
        {
            bool isHarmless = mutant.What is "a name of a million characters";
            (await CheckAsync(mutant)).ShouldBe(isHarmless, mutant.What);
        }
    }

    [Fact]
    public void Read_CutAnywhere_NeverRead()
    {
        byte[] whole = RunDocument.Write(Small());
        for (int length = 0; length < whole.Length; length++)
        {
            ReadResult<RunRecord> result = RunDocument.Read(whole.AsSpan(0, length), Limits);

            result.IsRead.ShouldBeFalse($"{length} bytes");
            result.Error.Message.ShouldNotBeEmpty();
        }
    }

    [Theory]
    [InlineData(10_000, true)]
    [InlineData(10_001, false)]
    public void Read_BlocksUpToTheLimit_OneMoreRefusedByItsField(int blocks, bool isRead)
    {
        Run run = Some.Run();
        byte[] document = RunDocument.Write(new RunRecord(run, [Some.Trial(run.Id, blocks)]));

        ReadResult<RunRecord> result = RunDocument.Read(document, new RunLimits { Blocks = 10_000 });

        result.IsRead.ShouldBe(isRead);
        result.Error?.Path.ShouldBe("$.trials[0].samples.blocks");
    }

    [Fact]
    public void Read_AMillionSamples_WithinTheUsualLimits()
    {
        Run run = Some.Run();
        byte[] document = RunDocument.Write(new RunRecord(run, [Some.Trial(run.Id, 1_000_000)]));

        RunDocument.Read(document, RunLimits.Default).Error.ShouldBeNull();
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(2, false)]
    public void Read_TrialsUpToTheLimit_OneMoreRefusedByItsField(int limit, bool isRead)
    {
        Run run = Some.Run();
        byte[] document = RunDocument.Write(
            new RunRecord(run, [Some.Trial(run.Id), Some.Trial(run.Id), Some.Trial(run.Id)])
        );

        ReadResult<RunRecord> result = RunDocument.Read(document, new RunLimits { Trials = limit });

        result.IsRead.ShouldBe(isRead);
        result.Error?.Path.ShouldBe("$.trials");
    }

    // Whatever is read must be good for all that is done with it afterwards.
    private static async Task<bool> CheckAsync(Mutant mutant)
    {
        ReadResult<RunRecord> result;
        try
        {
            result = RunDocument.Read(mutant.Content, Limits);
            if (result.IsRead)
            {
                RunRecord shown = Redaction.Apply(result.Value);
                ReadResult<RunRecord> again = RunDocument.Read(RunDocument.Write(shown));
                again.Error.ShouldBeNull();
                using StringWriter csv = new();
                await BlockCsv.WriteAsync(shown, csv, TestContext.Current.CancellationToken);
                ResultDocument.Write(shown.Run, CaseSummary.Summarize(shown, Protocol.Current));
            }
        }
        catch (Exception e) when (e is not ShouldAssertException)
        {
            throw new InvalidOperationException($"{mutant.What}: {e.Message}", e);
        }
        if (result.IsRead)
        {
            return true;
        }
        result.Error.Path.ShouldStartWith("$", Case.Sensitive, mutant.What);
        result.Error.Message.ShouldNotBeNullOrWhiteSpace(mutant.What);
        result.Error.ToString().Length.ShouldBeLessThan(2000, mutant.What);
        result.Error.ToString().Contains('\n', StringComparison.Ordinal).ShouldBeFalse(mutant.What);
        if (mutant.Path is { } path && !result.Error.Message.StartsWith("not JSON", StringComparison.Ordinal))
        {
            IsNear(result.Error.Path, path).ShouldBeTrue($"{mutant.What}, and the reader says {result.Error}");
        }
        return false;
    }

    // The place itself, one around it, one within, or a neighbour that depends on it: columns have one length, ids belong to
    // each other, an outcome asks for its own fields.
    private static bool IsNear(string named, string changed)
    {
        string parent = Parent(changed);
        return Begins(named, changed)
            || Begins(changed, named)
            || Begins(named, parent)
            || Begins(named, Parent(parent));
    }

    private static bool Begins(string text, string beginning) => text.StartsWith(beginning, StringComparison.Ordinal);

    private static string Parent(string path) => path[..Math.Max(1, path.LastIndexOfAny(['.', '[']))];

    private static RunRecord Small()
    {
        Run run = Some.Run() with { Note = "ok" };
        return new RunRecord(run, [Some.Trial(run.Id), Some.Trial(run.Id, blocks: 1)]);
    }
}
