using System.Text;
using Laptime.Core.Quantities;
using Laptime.Core.Runs;
using Laptime.Formats;
using Laptime.Formats.Sealing;
using Laptime.Testing;

#pragma warning disable CA1416 // Laptime runs on Linux.

namespace Laptime.Cli.Tests.Commands;

/// <summary>Other stores, copies, keys and seals, on the command line.</summary>
public sealed class StoreCommandTests : IDisposable
{
    private readonly TemporaryData _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Copy_IntoAnotherFile_ListedFromThere()
    {
        RunRecord record = Make();
        await _data.ImportAsync(record);

        Ended copy = await _data.RunAsync("store", "copy", "local", _data.File("other.db"));
        Ended same = await _data.RunAsync("store", "copy", "local", _data.Database);
        Ended list = await _data.RunAsync("results", "list", "--json", "--store", _data.File("other.db"));
        _data.Environment["LAPTIME_STORE"] = _data.File("other.db");
        Ended check = await _data.RunAsync("store", "check");

        copy.ExitCode.ShouldBe(0, copy.Notes);
        copy.Notes.ShouldContain("every document is the same");
        same.ExitCode.ShouldBe(2);
        list.Results.ShouldContain(record.Run.Id.ToString());
        list.Results.ShouldContain("\"seal\":\"unsigned\"");
        check.Results.ShouldBe("1 run, 1 trial: 1 unsigned\n");
    }

    [Fact]
    public async Task Store_ServerAwayOrWrongAddress_OneSentenceWithoutThePassword()
    {
        Ended away = await _data.RunAsync("results", "list", "--store", "postgres://me:sesame@127.0.0.1:1/results");
        _data.Environment["LAPTIME_STORE"] = "postgres://me:sesame@127.0.0.1";
        Ended wrong = await _data.RunAsync("results", "list");

        (away.ExitCode, wrong.ExitCode).ShouldBe((1, 1));
        away.Notes.ShouldContain("Nobody answers at postgres://me@127.0.0.1:1/results");
        wrong.Notes.ShouldContain("The address of the store cannot be understood");
        (away.Notes + wrong.Notes).ShouldNotContain("sesame");
    }

    [Fact]
    public async Task Key_Created_SignsWhatWasMeasuredHereAndNobodyElseReadsIt()
    {
        Ended none = await _data.RunAsync("key", "show");
        Ended created = await _data.RunAsync("key", "create");
        Ended again = await _data.RunAsync("key", "create");
        Ended shown = await _data.RunAsync("key", "show");
        await _data.RunAsync("run", "--", "true");
        Ended show = await _data.RunAsync("results", "show");
        Ended export = await _data.RunAsync("results", "export");

        (none.ExitCode, created.ExitCode, again.ExitCode).ShouldBe((1, 0, 1));
        string fingerprint = created.Results.Trim();
        fingerprint.ShouldStartWith("SHA256:");
        shown.Results.ShouldContain(fingerprint);
        shown.Results.ShouldNotContain("PRIVATE");
        System
            .IO.File.GetUnixFileMode(_data.File("signing-key.pem"))
            .ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        show.Results.ReplaceLineEndings(" ").ShouldContain($"verified, signed by {fingerprint}");
        RunRecord exported = RunDocument.Read(Encoding.UTF8.GetBytes(export.Results)).Value!;
        RunSealing.Verify(exported).ShouldBe(new SealVerdict(SealState.Verified, fingerprint, null));
    }

    [Fact]
    public async Task Import_AlteredRun_RefusedUnlessAcceptedAndMarkedThen()
    {
        RunRecord record = RunSealing.Seal(Make(), key: null);
        record = record with { Trials = [record.Trials[0] with { Elapsed = new Seconds(1) }] };
        string file = _data.File("run.json");
        await System.IO.File.WriteAllBytesAsync(file, RunDocument.Write(record), TestContext.Current.CancellationToken);

        Ended refused = await _data.RunAsync("results", "import", file);
        Ended empty = await _data.RunAsync("results", "list");
        Ended accepted = await _data.RunAsync("results", "import", "--accept-altered", file);
        Ended show = await _data.RunAsync("results", "show");
        Ended list = await _data.RunAsync("results", "list");
        Ended check = await _data.RunAsync("store", "check");

        refused.ExitCode.ShouldBe(1);
        refused.Notes.ShouldContain("was altered after it was sealed");
        refused.Notes.ShouldContain("--accept-altered");
        empty.Notes.ShouldContain("No results yet");
        accepted.ExitCode.ShouldBe(0, accepted.Notes);
        show.Results.ShouldContain("altered: The raw data is not what was sealed.");
        list.Results.ShouldContain("altered");
        check.ExitCode.ShouldBe(1);
    }

    private static RunRecord Make()
    {
        Run run = Some.Run() with { Status = RunStatus.Finished };
        return new RunRecord(run, [Some.Trial(run.Id)]);
    }
}
