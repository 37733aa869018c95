using System.Diagnostics;
using System.Text;
using Laptime.Core.Cases;
using Laptime.Core.Platforms;
using Laptime.Core.Quantities;
using Laptime.Core.Runs;
using Laptime.Core.Trials;
using Laptime.Formats;
using Laptime.Store.Relational;
using Laptime.Testing;

namespace Laptime.Store.Bench;

/// <summary>
/// A team's store after years: runs of several suites, tiers and devices on some thousand machines, most finished, a third
/// imported, one in fifty in the bin, each with one to three small trials.
/// </summary>
internal static class BigStore
{
    private const int RunsAtOnce = 1000;

    private static readonly string[] Suites =
    [
        "quick",
        "quick",
        "quick",
        "throughput",
        "ai-benchmark",
        "transfer",
        "custom",
    ];
    private static readonly string[] Gpus = ["NVIDIA H100 80GB HBM3", "NVIDIA A100-SXM4-80GB", "Tesla T4", "NVIDIA L4"];
    private static readonly string[] Versions = ["1.13.1", "2.4.0", "2.8.0"];

    public static async Task BuildAsync(RelationalStore store, int runs)
    {
        Random random = new(20261121);
        long start = Stopwatch.GetTimestamp();
        for (int from = 0; from < runs; from += RunsAtOnce)
        {
            RawRun[] part =
            [
                .. Enumerable.Range(from, Math.Min(RunsAtOnce, runs - from)).Select(number => Make(number, random)),
            ];
            await store.WriteRawAsync(part, CancellationToken.None);
        }
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        Console.WriteLine($"{runs} runs in {elapsed.TotalSeconds:F1} s: {store.Place}");
    }

    private static RawRun Make(int number, Random random)
    {
        bool isGpu = random.Next(3) > 0;
        Case @case = Some.Case() with { Device = isGpu ? new DeviceName(DeviceKind.Cuda, 0) : DeviceName.Cpu };
        PlatformFacts platform = Some.Platform();
        string suite = Suites[random.Next(Suites.Length)];
        byte[] id = new byte[16];
        random.NextBytes(id);
        DateTimeOffset startedAt = Some.Instant.AddMinutes(-10 * number).AddSeconds(random.Next(600));
        Run run = Some.Run() with
        {
            Id = new Guid(id),
            StartedAt = startedAt,
            EndedAt = startedAt.AddMinutes(3),
            Status = random.Next(20) == 0 ? RunStatus.Cancelled : RunStatus.Finished,
            Tier = suite is "ai-benchmark" or "transfer" ? Tier.Fixed : (Tier)random.Next(3),
            Suite = Some.Suite() with { Name = suite, Cases = [@case] },
            Note = random.Next(4) == 0 ? $"driver update {number}, rack {random.Next(40)}" : null,
            Platform = platform with
            {
                HostName = $"node-{random.Next(3000):D4}.cluster.example.org",
                Cpu = platform.Cpu with { Model = $"AMD EPYC {9000 + random.Next(12) * 10}" },
                Engine = platform.Engine! with { Version = Versions[random.Next(Versions.Length)] },
                Gpus =
                [
                    new GpuFacts
                    {
                        Index = 0,
                        Name = Gpus[random.Next(Gpus.Length)],
                        Memory = Bytes.FromGibibytes(80),
                        ThrottleReasons = [],
                    },
                ],
            },
        };
        Trial[] trials =
        [
            .. Enumerable
                .Range(1, 1 + random.Next(3))
                .Select(launch =>
                    Some.Trial(run.Id, blocks: 16) with
                    {
                        Id = Guid.NewGuid(),
                        Case = @case,
                        Launch = launch,
                        Outcome =
                            random.Next(50) == 0
                                ? new TrialOutcome.Failed("Ran out of memory.", "Take a smaller batch.")
                                : new TrialOutcome.Measured(Some.Samples(blocks: 16)),
                    }
                ),
        ];
        string instant = SummaryText.Of(startedAt);
        return new RawRun
        {
            Id = run.Id.ToString(),
            Document = Encoding.UTF8.GetString(RunDocument.Write(new RunRecord(run, []))),
            Seal = "unsealed",
            ImportedAt = random.Next(3) == 0 ? instant : null,
            DeletedAt = random.Next(50) == 0 ? instant : null,
            Trials =
            [
                .. trials.Select(trial => (trial.Id.ToString(), Encoding.UTF8.GetString(TrialDocument.Write(trial)))),
            ],
        };
    }
}
