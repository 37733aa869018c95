using System.Globalization;
using Laptime.Advice.Jobs;
using Laptime.Advice.Speeds;
using Laptime.Core.Cases;
using Laptime.Core.Catalogs;
using Laptime.Core.Quantities;
using Laptime.Prices.Naming;
using Laptime.Workloads;

namespace Laptime.Answers.Jobs;

/// <summary>Makes a job of what was typed in the fields of a command line, a file or a form, with what is known of workloads and devices.</summary>
public sealed class JobReading(Catalog catalog, DeviceNames devices)
{
    /// <summary>Speeds below this, in items per second, are those of whole jobs: the item is the job.</summary>
    private const double WholeJob = 0.1;

    private readonly List<string> notes = [];

    /// <summary>What was chosen because nothing was said.</summary>
    public IReadOnlyList<string> Notes => notes;

    /// <summary>The job of fields by name, as <see cref="JobFields"/> lists them.</summary>
    /// <exception cref="QuestionException">It makes no sense; the message says why.</exception>
    public Job Read(IReadOnlyDictionary<string, string> fields)
    {
        string workload = Workload(fields.GetValueOrDefault("workload"));
        Scenario scenario = Get<Scenario>(fields, "scenario", ReadScenario, "takes train or infer") ?? Scenario.Train;
        string? precision = Precision(fields.GetValueOrDefault("precision"), workload, scenario);
        Work work = Work(fields, workload);
        return new Job
        {
            Workload = workload,
            Scenario = scenario,
            Precision = precision,
            Batch = Get<int>(fields, "batch", ReadBatch, "takes a whole number above 0"),
            Work = work,
            Memory = Get<Bytes>(fields, "memory", Amounts.Memory, "takes a size with its unit such as 6GiB"),
            StorageGb = Get<Bytes>(fields, "data", Amounts.Memory, "takes a size with its unit such as 20GB")
                is { } data
                ? (decimal)data.Gigabytes
                : null,
            SetupTime = Get<Seconds>(fields, "setup", Amounts.Duration, "takes a time with its unit such as 10m"),
            CheckpointEvery = Get<Seconds>(
                fields,
                "checkpoint_every",
                text => Amounts.Duration(text) is { Value: >= 1 } every ? every : null,
                "takes a time of a second or more such as 15m"
            ),
        };
    }

    private string Workload(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new QuestionException("No workload is named.");
        }
        string[] known =
        [
            .. catalog
                .Speeds.Select(speed => speed.Workload)
                .Concat(WorkloadDefinition.All.Keys)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
        return Array.Find(known, name => WorkloadName.Same(name, text))
            ?? throw new QuestionException(
                Suggestion.For(text, known) is { } meant
                    ? $"There is no workload '{text}'. Did you mean {meant}?"
                    : $"There is no workload '{text}'. Known: {string.Join(", ", known)}."
            );
    }

    private Work Work(IReadOnlyDictionary<string, string> fields, string workload)
    {
        double? items = Get<double>(fields, "items", Positive, "takes a number above 0 such as 90M");
        double? epochs = Get<double>(fields, "epochs", Positive, "takes a number above 0");
        double? dataset = Get<double>(fields, "dataset", Positive, "takes a number above 0 such as 25k");
        double? hours = Get<double>(fields, "hours", Positive, "takes a number above 0");
        string? device = fields.GetValueOrDefault("on_device");
        string? run = fields.GetValueOrDefault("on_run");
        int ways = new[] { items, epochs, hours }.Count(way => way is not null);
        if (ways > 1)
        {
            throw new QuestionException("Say how much work there is in one way: --items, --epochs or --hours.");
        }
        if (epochs is null != dataset is null)
        {
            throw new QuestionException("--epochs and --dataset belong together.");
        }
        if ((device ?? run) is null != hours is null || (device is not null && run is not null))
        {
            throw new QuestionException(
                "--hours needs --on-device or --on-run, one of them: hours on which device, or on the machine of which run?"
            );
        }
        if (hours is { } amount)
        {
            Seconds time = new(amount * 3600);
            return run is null ? new Work.Hours(time, FindDevice(device!).Id) : new Work.RunHours(time, run);
        }
        if (workload.StartsWith("ai-benchmark", StringComparison.Ordinal))
        {
            throw new QuestionException(
                $"Speeds of {workload} are scores, not items: say the work as --hours H --on-device DEVICE."
            );
        }
        return epochs is { } rounds ? Advice.Jobs.Work.Items.Epochs(rounds, dataset!.Value)
            : items is { } count ? new Work.Items(count)
            : Whole(workload);
    }

    private Work.Items Whole(string workload)
    {
        PublishedSpeed[] speeds = [.. catalog.Speeds.Where(speed => WorkloadName.Same(speed.Workload, workload))];
        if (speeds.Length > 0 && speeds.All(speed => speed.ItemsPerSecond < WholeJob))
        {
            return new Work.Items(1);
        }
        throw new QuestionException(
            "Say how much work there is: --items 90M, --epochs 3 --dataset 25k, or --hours 8 --on-device t4."
        );
    }

    /// <summary>The device that the text means.</summary>
    /// <exception cref="QuestionException">None; the message suggests one.</exception>
    public DeviceModel FindDevice(string text) =>
        devices.Find(text) switch
        {
            DeviceMatch.Known known => catalog.Devices[known.Id],
            DeviceMatch.Ambiguous several => throw new QuestionException(
                $"'{text}' may mean {string.Join(" or ", several.Candidates)}."
            ),
            _ => throw new QuestionException(
                Suggestion.For(text, catalog.Devices.Keys) is { } meant
                    ? $"There is no device '{text}'. Did you mean {meant}?"
                    : $"There is no device '{text}'. See them with: laptime catalog devices"
            ),
        };

    /// <summary>Arithmetics must not be mixed in one comparison: fp32 where it is known, else what is known of most devices.</summary>
    private string? Precision(string? given, string workload, Scenario scenario)
    {
        if (given is not null)
        {
            string? precision = WorkloadName.Precision(given);
            return precision is "fp32" or "tf32" or "bf16" or "fp16" or "int8"
                ? precision
                : throw new QuestionException($"--precision takes fp32, tf32, bf16, fp16 or int8, not '{given}'.");
        }
        PublishedSpeed[] speeds =
        [
            .. catalog.Speeds.Where(s => s.Scenario == scenario && WorkloadName.Same(s.Workload, workload)),
        ];
        string[] told = [.. speeds.Select(s => WorkloadName.Precision(s.Precision)).OfType<string>()];
        if (told.Length == 0)
        {
            return null;
        }
        string chosen = told.Contains("fp32") ? "fp32" : told.GroupBy(p => p).MaxBy(p => p.Count())!.Key;
        if (told.Distinct().Count() > 1)
        {
            notes.Add($"Speeds in {chosen}; --precision chooses another.");
        }
        return chosen;
    }

    private static Scenario? ReadScenario(string text) =>
        text switch
        {
            "train" or "training" => Scenario.Train,
            "infer" or "inference" => Scenario.Infer,
            _ => null,
        };

    private static int? ReadBatch(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int batch) && batch > 0 ? batch : null;

    private static double? Positive(string text) => Amounts.Count(text) is { } value and > 0 and < 1e18 ? value : null;

    private static T? Get<T>(
        IReadOnlyDictionary<string, string> fields,
        string name,
        Func<string, T?> read,
        string wants
    )
        where T : struct =>
        !fields.TryGetValue(name, out string? text) ? null
        : read(text) is { } value ? value
        : throw new QuestionException($"{JobField.OptionOf(name)} {wants}, not '{text}'.");
}
