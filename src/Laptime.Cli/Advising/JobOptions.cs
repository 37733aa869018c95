using System.CommandLine;
using Laptime.Answers.Jobs;

namespace Laptime.Cli.Advising;

/// <summary>How a job is described on the command line. The names are those of the fields of a job file.</summary>
internal static class JobOptions
{
    public static readonly Argument<string> Job = new("job")
    {
        Description = "A workload (resnet50, dogs-cats-resnet50, …) or a job file (job.json)",
        HelpName = "JOB",
    };

    private static readonly (JobField Field, Option<string?> Option)[] Fields =
    [
        .. JobFields
            .All.Where(field => field.Name != "workload")
            .Select(field =>
                (field, new Option<string?>(field.Option) { Description = field.Description, HelpName = field.Wants })
            ),
    ];

    /// <summary>Adds all of them to a command.</summary>
    public static void AddTo(Command command)
    {
        command.Arguments.Add(Job);
        foreach ((_, Option<string?> option) in Fields)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The fields of the job file, if one was named, with what was given besides.</summary>
    /// <exception cref="QuestionException">The file cannot be read or is no job; the message says why.</exception>
    public static Dictionary<string, string> Read(ParseResult parsed)
    {
        string text = parsed.GetRequiredValue(Job);
        bool isFile = JobFile.IsPath(text);
        Dictionary<string, string> fields = isFile
            ? new(JobFile.Read(text), StringComparer.Ordinal)
            : new(StringComparer.Ordinal) { ["workload"] = text };
        foreach ((JobField field, Option<string?> option) in Fields)
        {
            if (parsed.GetValue(option) is { } given)
            {
                fields[field.Name] = given;
            }
        }
        return fields;
    }
}
