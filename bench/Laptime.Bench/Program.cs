using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Laptime.Core.AiBenchmark;
using Laptime.Core.Cases;
using Laptime.Core.Scripts;
using Laptime.Torch;
using Laptime.Torch.Autograd;
using Laptime.Torch.Engine;
using Laptime.Torch.Operators;
using Laptime.Torch.Script;
using Laptime.Torch.Tensors;
using Laptime.Workloads;
using Laptime.Workloads.Scripts;

// Our side of bench/vs-python: one process, one figure, one line of JSON.
//   ADAPTER may be "auto": found, or built.
//   ADAPTER steps WORKLOAD train|infer BATCH PRECISION MODE THREADS SECONDS
//   ADAPTER add COUNT
// Of bench/vs-python-script:
//   ADAPTER script FILE MODE THREADS SECONDS BATCH INPUT…
// And the rows of KnownResults.cs, which eng/known-results collects:
//   ADAPTER known full|micro ID
Libtorch.Load(args[0] == "auto" ? await FindAdapter() : args[0]);
Console.WriteLine(
    args[1] switch
    {
        "steps" => Steps(args[2..]),
        "add" => Add(int.Parse(args[2], CultureInfo.InvariantCulture)),
        "script" => await Script(args[2..]),
        "known" => Known(args[2..]),
        _ => throw new InvalidOperationException("steps, add, script or known"),
    }
);
return 0;

static async Task<string> FindAdapter()
{
    var libtorch = (await new LibtorchFinder(EngineEnvironment.Current).FindAsync(CancellationToken.None)).Require();
    return (
        await new AdapterBuilder(EngineEnvironment.Current).BuildAsync(
            libtorch,
            Console.Error.WriteLine,
            CancellationToken.None
        )
    ).Path;
}

static string Known(string[] a)
{
    var test = (a[0] == "micro" ? SubTests.Micro : SubTests.Full).Single(test => test.Id == a[1]);
    var @case = test.On(DeviceName.Cpu, threads: 2);
    ProcessSettings.Apply(@case);
    using var workload = WorkloadFactory.Create(@case, KnownResult.Seed, null);
    double check = 0;
    // The second step has the optimizer's state and both batches in memory, as all later ones have.
    for (int i = 0; i < 2; i++)
    {
        workload.FillHost(KnownResult.Seed + i);
        workload.StepFromHost();
        check = i == 0 ? workload.ReadCheck().Value : check;
    }
    using var self = Process.GetCurrentProcess();
    string list = a[0] == "micro" ? "micro" : "full";
    return string.Create(
        CultureInfo.InvariantCulture,
        $"{list} {test.Id} {check:G7} {Math.Ceiling(self.PeakWorkingSet64 / 1048576.0)}"
    );
}

static string Steps(string[] a)
{
    var definition = WorkloadDefinition.All[a[0]];
    var @case = new Case
    {
        Workload = a[0],
        Scenario = Enum.Parse<Scenario>(a[1], ignoreCase: true),
        Batch = int.Parse(a[2], CultureInfo.InvariantCulture),
        Precision = Enum.Parse<Precision>(a[3], ignoreCase: true),
        Mode = Enum.Parse<Mode>(a[4], ignoreCase: true),
        Device = DeviceName.TryParse(Environment.GetEnvironmentVariable("BENCH_DEVICE") ?? "cpu", out var d)
            ? d
            : default,
        Threads = int.Parse(a[5], CultureInfo.InvariantCulture),
        Shape = definition.Shape,
    };
    double seconds = double.Parse(a[6], CultureInfo.InvariantCulture);
    var settings = ProcessSettings.Apply(@case);
    using var workload = WorkloadFactory.Create(@case, 1, null);
    var times = Time(workload, seconds);
    return JsonSerializer.Serialize(
        new
        {
            seconds_per_step = times,
            peak_bytes = PeakResident(),
            check = workload.ReadCheck().Value,
            settings,
        }
    );
}

static async Task<string> Script(string[] a)
{
    var file = ScriptFile.Open(a[0]);
    var libtorch = (await new LibtorchFinder(EngineEnvironment.Current).FindAsync(CancellationToken.None)).Require();
    bool needsTorchvision = file.OperatorNamespaces.Contains(OperatorLibrary.Torchvision);
    var @case = new Case
    {
        Workload = ScriptCases.Name,
        Scenario = Scenario.Infer,
        Batch = int.Parse(a[4], CultureInfo.InvariantCulture),
        Precision = Precision.Fp32,
        Mode = Enum.Parse<Mode>(a[1], ignoreCase: true),
        Device = default,
        Threads = int.Parse(a[2], CultureInfo.InvariantCulture),
    };
    var settings = new ScriptSettings
    {
        Path = file.Path,
        Digest = file.Digest,
        Inputs = [.. a[5..].Select(text => ScriptInputText.Read(text).Input!)],
        Operators = needsTorchvision ? [OperatorLibrary.FindTorchvision(libtorch)!] : [],
    };
    ProcessSettings.Apply(@case);
    using var workload = ScriptWorkloads.Create(@case, settings, 1);
    var times = Time(workload, double.Parse(a[3], CultureInfo.InvariantCulture));
    return JsonSerializer.Serialize(
        new
        {
            seconds_per_step = times,
            peak_bytes = PeakResident(),
            output = workload.ReadCheck().Fingerprint,
            arrangement = workload.Arrangement,
        }
    );
}

static List<double> Time(IWorkload workload, double seconds)
{
    for (int i = 0; i < 3; i++)
    {
        workload.Step();
    }
    workload.Synchronize();
    var times = new List<double>();
    var all = Stopwatch.StartNew();
    while (times.Count < 5 || all.Elapsed.TotalSeconds < seconds)
    {
        long t0 = Stopwatch.GetTimestamp();
        workload.Step();
        workload.Synchronize();
        times.Add(Stopwatch.GetElapsedTime(t0).TotalSeconds);
    }
    return times;
}

static long PeakResident() =>
    long.Parse(
        File.ReadLines("/proc/self/status")
            .First(l => l.StartsWith("VmHWM", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture
    ) * 1024;

// Nanoseconds of a one-element add with its disposal, the best of several rounds.
static string Add(int count)
{
    Libtorch.Threads = 1;
    using var a = Tensor.From<float>([1], 1);
    using var b = Tensor.From<float>([2], 1);
    double best = double.MaxValue;
    long bytes = 0;
    for (int round = 0; round < 12; round++)
    {
        using var off = GradMode.Off();
        long before = GC.GetAllocatedBytesForCurrentThread();
        long t0 = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++)
        {
            Ops.Add(a, b).Dispose();
        }
        best = Math.Min(best, Stopwatch.GetElapsedTime(t0).TotalNanoseconds / count);
        bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / count;
        Thread.Sleep(50);
    }
    return JsonSerializer.Serialize(new { nanoseconds = best, managed_bytes = bytes });
}
