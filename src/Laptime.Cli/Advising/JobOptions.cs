using System.CommandLine;

namespace Laptime.Cli.Advising;

/// <summary>How a job is described on the command line. The names are those of the fields of a job file.</summary>
internal static class JobOptions
{
    public static readonly Argument<string> Job = new("job")
    {
        Description = "A workload (resnet50, dogs-cats-resnet50, …) or a job file (job.json)",
        HelpName = "JOB",
    };

    private static readonly Option<string?>[] Fields =
    [
        Field("--scenario", "train|infer", "Training or inference (train)"),
        Field("--precision", "NAME", "fp32, tf32, bf16 or fp16; what is known of most devices unless it is given"),
        Field("--batch", "N", "Items per step; what suits each device best unless it is given"),
        Field("--items", "N", "Work: so many items; 25k, 90M"),
        Field("--epochs", "N", "Work: so many times the data set, with --dataset"),
        Field("--dataset", "N", "Items of the data set"),
        Field("--hours", "H", "Work: so many hours, with --on-device or --on-run"),
        Field("--on-device", "DEVICE", "The device of --hours"),
        Field("--on-run", "RUN", "The machine of --hours, by a run of yours: last, or an id"),
        Field("--memory", "SIZE", "Memory that it needs on each device; 6GiB"),
        Field("--data", "SIZE", "Disk that it needs; 20GB"),
        Field("--setup", "TIME", "From a fresh machine until work begins; 10m"),
        Field("--checkpoint-every", "TIME", "Work between two checkpoints; 15m"),
    ];

    /// <summary>Adds all of them to a command.</summary>
    public static void AddTo(Command command)
    {
        command.Arguments.Add(Job);
        foreach (Option<string?> field in Fields)
        {
            command.Options.Add(field);
        }
    }

    /// <summary>What was given, by the name of the field in a job file.</summary>
    public static Dictionary<string, string> Given(ParseResult parsed)
    {
        Dictionary<string, string> given = new(StringComparer.Ordinal);
        foreach (Option<string?> field in Fields)
        {
            if (parsed.GetValue(field) is { } text)
            {
                given.Add(FieldName(field.Name), text);
            }
        }
        return given;
    }

    /// <summary>Names of all fields of a job file.</summary>
    public static IEnumerable<string> Names => Fields.Select(option => FieldName(option.Name)).Append("workload");

    /// <summary>The option for a field, to speak of it.</summary>
    public static string OptionName(string field) => "--" + field.Replace('_', '-');

    private static string FieldName(string option) => option[2..].Replace('-', '_');

    private static Option<string?> Field(string name, string help, string description) =>
        new(name) { Description = description, HelpName = help };
}
