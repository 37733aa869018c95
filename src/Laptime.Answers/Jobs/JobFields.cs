namespace Laptime.Answers.Jobs;

/// <summary>The fields that describe a job: names in a job file, options of a command line, inputs of a form.</summary>
public static class JobFields
{
    /// <summary>Every field: <c>workload</c>, <c>items</c>, <c>on_device</c> …</summary>
    public static IReadOnlyList<JobField> All { get; } =
    [
        new("workload", "Workload", "NAME", "A workload: resnet50, dogs-cats-resnet50, …"),
        new("scenario", "Scenario", "train|infer", "Training or inference (train)"),
        new(
            "precision",
            "Precision",
            "NAME",
            "fp32, tf32, bf16 or fp16; what is known of most devices unless it is given"
        ),
        new("batch", "Batch", "N", "Items per step; what suits each device best unless it is given"),
        new("items", "Items", "N", "Work: so many items; 25k, 90M"),
        new("epochs", "Epochs", "N", "Work: so many times the data set, with --dataset"),
        new("dataset", "Data set", "N", "Items of the data set"),
        new("hours", "Hours", "H", "Work: so many hours, with --on-device or --on-run"),
        new("on_device", "On device", "DEVICE", "The device of --hours"),
        new("on_run", "On run", "RUN", "The machine of --hours, by a run of yours: last, or an id"),
        new("memory", "Memory", "SIZE", "Memory that it needs on each device; 6GiB"),
        new("data", "Disk", "SIZE", "Disk that it needs; 20GB"),
        new("setup", "Set-up", "TIME", "From a fresh machine until work begins; 10m"),
        new("checkpoint_every", "Checkpoint every", "TIME", "Work between two checkpoints; 15m"),
    ];
}

/// <summary>One field of a job.</summary>
/// <param name="Name">Name in a job file.</param>
/// <param name="Label">What people read beside the input of a form.</param>
/// <param name="Wants">What stands for the value in a help text.</param>
/// <param name="Description">What it is for.</param>
public sealed record JobField(string Name, string Label, string Wants, string Description)
{
    /// <summary>The option of the command line: <c>--on-device</c>.</summary>
    public string Option => OptionOf(Name);

    /// <summary>The option for the name of a field.</summary>
    public static string OptionOf(string name) => "--" + name.Replace('_', '-');
}
