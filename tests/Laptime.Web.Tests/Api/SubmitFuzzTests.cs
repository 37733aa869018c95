using System.IO.Compression;
using System.Net;
using Laptime.Formats;
using Laptime.Fuzzing;
using Laptime.Web.Hosting;

namespace Laptime.Web.Tests.Api;

/// <summary>LAPTIME_FUZZ_SECONDS makes it go on for longer, LAPTIME_FUZZ_SEED elsewhere.</summary>
public class SubmitFuzzTests
{
    private static readonly ServerLimits Limits = new()
    {
        Run = new RunLimits { Bytes = 8 << 20, Values = 500_000 },
        RequestsPerMinute = 10_000_000,
        SubmissionsPerMinute = 10_000_000,
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Submit_Mutants_TakenOrRefusedByTheirFieldAndAllThatIsTakenCanBeRead()
    {
        int seed = int.Parse(Environment.GetEnvironmentVariable("LAPTIME_FUZZ_SEED") ?? "1");
        double seconds = double.Parse(Environment.GetEnvironmentVariable("LAPTIME_FUZZ_SECONDS") ?? "2");
        await using RunningDashboard dashboard = await StartAsync();
        string token = await dashboard.IssueAsync();
        byte[] valid = RunDocument.Write(Server.Record(trials: 2, blocks: 2));
        using HttpResponseMessage first = await dashboard.Client.SubmitAsync(valid, token);
        first.StatusCode.ShouldBe(HttpStatusCode.Created);
        long end = TimeProvider.System.GetTimestamp() + (long)(seconds * TimeProvider.System.TimestampFrequency);
        int taken = 0;
        int refused = 0;
        do
        {
            // Another id each time, else everything that is well-formed contradicts the first.
            byte[] fresh = RunDocument.Write(Server.Record(trials: 2, blocks: 2));
            Mutant mutant = new RunFuzzer(fresh, seed++).Next();
            _ = await CheckAsync(dashboard, token, mutant) ? taken++ : refused++;
        } while (TimeProvider.System.GetTimestamp() < end);
        taken.ShouldBeGreaterThan(0);
        refused.ShouldBeGreaterThan(20);
        TestContext.Current.SendDiagnosticMessage($"{taken} taken, {refused} refused, up to seed {seed}");
    }

    [Fact]
    public async Task Submit_Extremes_RefusedByTheirField()
    {
        await using RunningDashboard dashboard = await StartAsync();
        string token = await dashboard.IssueAsync();

        foreach (Mutant mutant in RunFuzzer.Extremes(RunDocument.Write(Server.Record())))
        {
            bool isHarmless = mutant.What is "a name of a million characters";
            (await CheckAsync(dashboard, token, mutant)).ShouldBe(isHarmless, mutant.What);
        }
        // The server has not been hurt by any of it.
        using HttpResponseMessage last = await dashboard.Client.SubmitAsync(Server.Record(), token);
        last.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    private static Task<RunningDashboard> StartAsync() =>
        RunningDashboard.StartAsync(settings => settings with { Limits = Limits });

    private static async Task<bool> CheckAsync(RunningDashboard dashboard, string token, Mutant mutant)
    {
        bool isPacked = mutant.Content.Length % 2 == 0;
        using HttpResponseMessage answer = await dashboard.Client.SubmitAsync(
            isPacked ? Pack(mutant.Content) : mutant.Content,
            token,
            isPacked ? "gzip" : null
        );
        ((int)answer.StatusCode).ShouldBeOneOf([200, 201, 400, 409, 413], mutant.What);
        if (!answer.IsSuccessStatusCode)
        {
            (_, string detail, string? field) = await answer.ProblemAsync();
            detail.ShouldNotBeNullOrEmpty(mutant.What);
            field.ShouldNotBeNull(mutant.What);
            field.ShouldStartWith("$", Case.Sensitive, mutant.What);
            return false;
        }
        if (answer.StatusCode == HttpStatusCode.Created)
        {
            string run = answer.Headers.Location!.ToString();
            string id = run[(run.LastIndexOf('/') + 1)..];
            foreach (string path in new[] { run, $"{run}/blocks.csv", "/api/v1/runs?limit=500", "/" })
            {
                using HttpResponseMessage read = await dashboard.Client.GetAsync(path, Token);
                read.StatusCode.ShouldBe(HttpStatusCode.OK, $"{mutant.What}: {path}");
            }
            using HttpResponseMessage compared = await dashboard.Client.GetAsync(
                $"/api/v1/compare?run={id}&run=last",
                Token
            );
            ((int)compared.StatusCode).ShouldBeOneOf([200, 422], mutant.What);
        }
        return true;
    }

    private static byte[] Pack(byte[] content)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }
        return packed.ToArray();
    }
}
