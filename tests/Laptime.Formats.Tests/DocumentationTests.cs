using System.Text;
using System.Text.RegularExpressions;
using Laptime.Core.Runs;
using Laptime.Core.Trials;

namespace Laptime.Formats.Tests;

/// <summary>docs/results-format.md says what is true.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string Text = File.ReadAllText(Find("docs/results-format.md"));

    [Fact]
    public void Example_Read_SaysWhatTheTextSays()
    {
        string example = Text.Split("```json")[1].Split("```")[0];

        ReadResult<RunRecord> read = RunDocument.Read(Encoding.UTF8.GetBytes(example));

        read.Error.ShouldBeNull();
        Trial trial = read.Value!.Trials.ShouldHaveSingleItem();
        trial.Case.Id.ShouldBe("resnet50/train/b8/fp32/stock/cpu/t2/classes1000/image224");
        Block[] blocks = [.. trial.Outcome.ShouldBeOfType<TrialOutcome.Measured>().Samples.Blocks];
        blocks
            .Select(block => (block.Phase, block.Wall.Value, block.Dropped))
            .ShouldBe([(Phase.Warmup, 0.21, null), (Phase.Measurement, 0.2, "STEAL")]);
    }

    [Fact]
    public void Fields_AllThatAreWritten_AreDescribed()
    {
        // Some seeds are needed to meet every outcome.
        string written = string.Concat(
            Enumerable
                .Range(0, 20)
                .Select(seed => Encoding.UTF8.GetString(RunDocument.Write(Filled.Make<RunRecord>(new Random(seed)))))
        );

        string[] names = [.. FieldName().Matches(written).Select(match => match.Groups["name"].Value).Distinct()];

        names.Length.ShouldBeGreaterThan(100);
        // What Filled makes up for keys of dictionaries has digits at its end.
        names
            .Where(name => !char.IsDigit(name[^1]) && !Text.Contains($"`{name}`", StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    internal static string Find(string path)
    {
        string? directory = AppContext.BaseDirectory;
        while (directory is not null && !File.Exists(Path.Combine(directory, path)))
        {
            directory = Path.GetDirectoryName(directory);
        }
        return Path.Combine(directory.ShouldNotBeNull($"{path} not found"), path);
    }

    [GeneratedRegex("\"(?<name>[a-z0-9_]+)\":", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FieldName();
}
