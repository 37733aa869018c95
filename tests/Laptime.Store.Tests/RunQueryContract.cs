using System.Collections.Immutable;
using Laptime.Core.Platforms;
using Laptime.Core.Runs;
using Laptime.Core.Trials;
using Laptime.Testing;

namespace Laptime.Store.Tests;

/// <summary>What every store answers to queries: the same as going through the whole list by hand.</summary>
public abstract class RunQueryContract
{
    private static readonly string[] Suites = ["quick", "throughput", "ai-benchmark"];
    private static readonly string?[] Hosts = ["node-01", "Node-02", null, "100%", "a_b"];
    private static readonly string?[] Notes = [null, "after the new Cooler", "", "Größe 5 µs", "zero\0character"];
    private static readonly string?[] Models = ["AMD EPYC 9B45", "Intel Xeon", null];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>An empty store, or the same one again when called again within a test.</summary>
    protected abstract Task<IRunStore> OpenAsync();

    [Fact]
    public async Task ListRuns_AnyQuery_SameAsByHand()
    {
        await using IRunStore store = await OpenAsync();
        await FillAsync(store, runs: 60, new Random(7));
        ImmutableArray<RunSummary> kept = await store.ListRunsAsync(RunShelf.Kept, Token);
        ImmutableArray<RunSummary> bin = await store.ListRunsAsync(RunShelf.Bin, Token);
        (kept.Length + bin.Length).ShouldBe(60);
        Random random = new(8);
        int nonEmpty = 0;

        for (int i = 0; i < 300; i++)
        {
            RunQuery query = Draw(random, kept);
            RunSummary[] expected = ByHand(query, query.Shelf == RunShelf.Kept ? kept : bin);

            RunPage page = await store.ListRunsAsync(query, Token);

            page.Total.ShouldBe(expected.Length, query.ToString());
            page.Runs.ShouldBe(expected.Skip(query.Offset).Take(query.Limit), query.ToString());
            (await store.CountRunsAsync(query, Token)).ShouldBe(expected.Length, query.ToString());
            nonEmpty += page.Runs.IsEmpty ? 0 : 1;
        }
        // Else the comparison would prove little.
        nonEmpty.ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task ListRuns_BeforeTheTop_Refused()
    {
        await using IRunStore store = await OpenAsync();

        await Should.ThrowAsync<ArgumentOutOfRangeException>(() =>
            store.ListRunsAsync(new RunQuery { Offset = -1 }, Token)
        );
    }

    [Fact]
    public async Task ListRuns_SignsOfPatternsAndQuotes_TakenLiterally()
    {
        await using IRunStore store = await OpenAsync();
        await FillAsync(store, runs: 20, new Random(9));

        foreach (string text in new[] { "%", "_", "'", "\"", "\\", "*", "'; DROP TABLE runs; --" })
        {
            RunPage page = await store.ListRunsAsync(new RunQuery { Text = text, Limit = 100 }, Token);

            page.Runs.ShouldAllBe(run =>
                $"{run.HostName} {run.DeviceModel} {run.Suite} {run.Note}".Contains(text, StringComparison.Ordinal)
            );
        }
        (await store.CountRunsAsync(new RunQuery(), Token)).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task ReadFacets_OfAShelf_CountsOfEachValue()
    {
        await using IRunStore store = await OpenAsync();
        await FillAsync(store, runs: 60, new Random(10));
        ImmutableArray<RunSummary> kept = await store.ListRunsAsync(RunShelf.Kept, Token);

        RunFacets facets = await store.ReadFacetsAsync(RunShelf.Kept, Token);

        facets.Total.ShouldBe(kept.Length);
        facets.Suites.ShouldBe(Counts(kept, run => run.Suite), ignoreOrder: true);
        facets.Suites.Select(facet => facet.Runs).ShouldBeInOrder(SortDirection.Descending);
        facets.Tiers.ShouldBe(Counts(kept, run => run.Tier), ignoreOrder: true);
        facets.Statuses.ShouldBe(Counts(kept, run => run.Status), ignoreOrder: true);
        facets.Imported.ShouldBe(Counts(kept, run => run.ImportedAt is not null), ignoreOrder: true);
        facets.DeviceModels.ShouldBe(
            Counts(kept.Where(run => run.DeviceModel is not null), run => run.DeviceModel!),
            ignoreOrder: true
        );
        (await store.ReadFacetsAsync(RunShelf.Bin, Token)).Total.ShouldBe(60 - kept.Length);
    }

    private static IEnumerable<Facet<T>> Counts<T>(IEnumerable<RunSummary> runs, Func<RunSummary, T> value) =>
        runs.GroupBy(value).Select(group => new Facet<T>(group.Key, group.Count()));

    private static RunQuery Draw(Random random, ImmutableArray<RunSummary> runs)
    {
        RunSummary some = runs[random.Next(runs.Length)];
        string id = some.Id.ToString();
        return new RunQuery
        {
            Shelf = random.Next(5) == 0 ? RunShelf.Bin : RunShelf.Kept,
            Text = random.Next(10) switch
            {
                0 => id[..random.Next(1, 9)].ToUpperInvariant(),
                1 => "NODE cooler",
                2 => "größe",
                3 => $" {some.DeviceModel} ",
                _ => null,
            },
            Suites = random.Next(4) == 0 ? [.. Suites[..random.Next(1, 3)]] : [],
            Tier = random.Next(5) == 0 ? some.Tier : null,
            Status = random.Next(5) == 0 ? some.Status : null,
            DeviceModel = random.Next(5) == 0 ? some.DeviceModel : null,
            LibtorchVersion = random.Next(8) == 0 ? some.LibtorchVersion : null,
            Seal = random.Next(8) == 0 ? some.Seal : null,
            Imported = random.Next(4) == 0 ? random.Next(2) == 0 : null,
            OnlyMeasured = random.Next(4) == 0,
            StartedFrom = random.Next(5) == 0 ? some.StartedAt : null,
            StartedBefore = random.Next(5) == 0 ? some.StartedAt.AddMinutes(random.Next(300)) : null,
            Order = (RunOrder)random.Next(5),
            Ascending = random.Next(2) == 0,
            Offset = random.Next(3) == 0 ? random.Next(20) : 0,
            Limit = random.Next(1, 30),
        };
    }

    private static RunSummary[] ByHand(RunQuery query, ImmutableArray<RunSummary> runs)
    {
        RunSummary[] found =
        [
            .. runs.Where(run =>
                (query.Suites.IsEmpty || query.Suites.Contains(run.Suite))
                && (query.Tier is null || run.Tier == query.Tier)
                && (query.Status is null || run.Status == query.Status)
                && (query.DeviceModel is null || run.DeviceModel == query.DeviceModel)
                && (query.LibtorchVersion is null || run.LibtorchVersion == query.LibtorchVersion)
                && (query.Seal is null || run.Seal == query.Seal)
                && (query.Imported is null || run.ImportedAt is not null == query.Imported)
                && (!query.OnlyMeasured || run.Measured > 0)
                && (query.StartedFrom is null || run.StartedAt >= query.StartedFrom)
                && (query.StartedBefore is null || run.StartedAt < query.StartedBefore)
                && (query.Text ?? "")
                    .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    .All(word =>
                        run.Id.ToString().StartsWith(word, StringComparison.OrdinalIgnoreCase)
                        || new[] { run.HostName, run.DeviceModel, run.Suite, run.Note }.Any(text =>
                            text?.Contains(word, StringComparison.OrdinalIgnoreCase) == true
                        )
                    )
            ),
        ];
        Array.Sort(
            found,
            (a, b) =>
            {
                int order = query.Order switch
                {
                    RunOrder.Suite => string.CompareOrdinal(a.Suite, b.Suite),
                    RunOrder.DeviceModel => string.CompareOrdinal(a.DeviceModel, b.DeviceModel),
                    RunOrder.HostName => string.CompareOrdinal(a.HostName, b.HostName),
                    RunOrder.Measured => a.Measured.CompareTo(b.Measured),
                    _ => 0,
                };
                order = order != 0 ? order : a.StartedAt.CompareTo(b.StartedAt);
                order = order != 0 ? order : string.CompareOrdinal(a.Id.ToString(), b.Id.ToString());
                return query.Ascending ? order : -order;
            }
        );
        return found;
    }

    private static async Task FillAsync(IRunStore store, int runs, Random random)
    {
        for (int i = 0; i < runs; i++)
        {
            PlatformFacts platform = Some.Platform();
            Run run = Some.Run() with
            {
                Id = new Guid(random.Next(), 0, 0x4000, [0x80, 0, 0, 0, 0, 0, 0, (byte)i]),
                // Several start at the same instant.
                StartedAt = Some.Instant.AddHours(random.Next(30)),
                Status = (RunStatus)random.Next(3),
                Tier = (Tier)random.Next(4),
                Suite = Some.Suite() with { Name = Suites[random.Next(Suites.Length)] },
                Note = Notes[random.Next(Notes.Length)],
                Platform = platform with
                {
                    HostName = Hosts[random.Next(Hosts.Length)],
                    Cpu = platform.Cpu with { Model = Models[random.Next(Models.Length)] },
                    Engine = random.Next(4) == 0 ? null : platform.Engine,
                },
            };
            Trial[] trials = [.. Enumerable.Range(0, random.Next(3)).Select(_ => Some.Trial(run.Id, blocks: 1))];
            if (random.Next(3) == 0)
            {
                await store.ImportAsync(new RunRecord(run, [.. trials]), Token);
            }
            else
            {
                await store.CreateRunAsync(run, Token);
                foreach (Trial trial in trials)
                {
                    await store.AppendTrialAsync(trial, Token);
                }
            }
            if (random.Next(6) == 0)
            {
                await store.DeleteRunAsync(run.Id, Token);
            }
        }
    }
}
