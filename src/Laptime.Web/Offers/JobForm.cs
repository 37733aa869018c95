using Laptime.Answers.Jobs;
using Laptime.Answers.Offers;
using Laptime.Core.Catalogs;
using Laptime.Web.Forms;
using Laptime.Workloads;

namespace Laptime.Web.Offers;

/// <summary>The fields that describe a job and the market, and how they are read.</summary>
internal static class JobForm
{
    private static readonly string[] Precisions = ["fp32", "tf32", "bf16", "fp16", "int8"];

    /// <summary>Names of the fields of a job.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. JobFields.All.Select(field => field.Name)];

    /// <summary>Fields of a job that are always in sight.</summary>
    public static IReadOnlyList<string> First { get; } = ["workload", "scenario", "precision", "epochs", "dataset"];

    /// <summary>The other ways to say how much work there is.</summary>
    public static IReadOnlyList<string> Work { get; } = ["items", "hours", "on_device", "on_run"];

    /// <summary>What the job needs.</summary>
    public static IReadOnlyList<string> Needs { get; } = ["batch", "memory", "data", "setup", "checkpoint_every"];

    /// <summary>The market and what is assumed.</summary>
    public static IReadOnlyList<string> Market { get; } =
    ["as_of", "max_age", "scaling", "spot_interruptions_per_hour"];

    /// <summary>The fields of a job.</summary>
    /// <param name="catalog">Names the workloads and devices that are known.</param>
    /// <param name="defaults">Values of a form that nobody filled in.</param>
    public static IEnumerable<FormField> Fields(Catalog catalog, IReadOnlyDictionary<string, string> defaults) =>
        JobFields.All.Select(field => new FormField(field.Name, field.Label)
        {
            Description = field.Description,
            Placeholder = field.Wants,
            Default = defaults.GetValueOrDefault(field.Name),
            Kind = field.Name is "scenario" or "precision" ? FieldKind.Choice : FieldKind.Text,
            Choices = Choices(field.Name, catalog),
            Width = field.Name is "workload" or "on_device" ? 18 : 9,
        });

    /// <summary>The fields about market and assumptions.</summary>
    public static IEnumerable<FormField> MarketFields() =>
        [
            new("as_of", "Prices as of") { Placeholder = "today", Description = "Prices as of this day: 2018-12-31" },
            new("max_age", "Oldest price")
            {
                Placeholder = "730d",
                Description = "Leave older prices out: 365d; any: none",
            },
            new("scaling", "Scaling")
            {
                Placeholder = "0.9",
                Description = "Efficiency of each doubling of devices where only one was measured",
            },
            new("spot_interruptions_per_hour", "Spot interruptions per hour")
            {
                Placeholder = "0.05",
                Description = "How often a spot machine is taken away: 0.05 is once in 20 hours",
            },
        ];

    /// <summary>The terms that the fields state.</summary>
    /// <exception cref="Answers.QuestionException">A field makes no sense.</exception>
    public static AdviceTerms Terms(Form form) =>
        new()
        {
            AsOf = form.Read<DateOnly>("as_of", text => Amounts.Day(text), "takes a day such as 2018-12-31"),
            MaxAge = form.Text("max_age"),
            Scaling = form.Read<double>(
                "scaling",
                text => Amounts.Number(text) is { } value and > 0 and <= 1 ? value : null,
                "takes a number above 0 and at most 1"
            ),
            SpotInterruptionsPerHour = form.Read<double>(
                "spot_interruptions_per_hour",
                text => Amounts.Number(text) is { } value and <= 3600 ? value : null,
                "takes a number, 0 or more"
            ),
        };

    private static IReadOnlyList<(string, string)> Choices(string name, Catalog catalog) =>
        name switch
        {
            "scenario" => [("", "train"), ("infer", "infer")],
            "precision" => [("", "as known"), .. Precisions.Select(p => (p, p))],
            "workload" =>
            [
                .. catalog
                    .Speeds.Select(speed => speed.Workload)
                    .Concat(WorkloadDefinition.All.Keys)
                    .DistinctBy(workload => workload.Replace('_', '-'), StringComparer.OrdinalIgnoreCase)
                    .Order(StringComparer.Ordinal)
                    .Select(workload => (workload, workload)),
            ],
            "on_device" => [.. catalog.Devices.Values.Select(device => (device.Id, device.Name))],
            "on_run" => [("last", "your last run")],
            _ => [],
        };
}
