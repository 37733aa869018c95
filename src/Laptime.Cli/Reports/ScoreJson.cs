using System.Globalization;
using System.Text.Json;
using Laptime.Cli.Terminal;
using Laptime.Core.AiBenchmark;

namespace Laptime.Cli.Reports;

/// <summary>Score sheets as JSON.</summary>
internal static class ScoreJson
{
    /// <summary>Name and version of the JSON schema; docs/json-output.md describes it.</summary>
    private const string Schema = "laptime.scores/1";

    /// <summary>Writes one sheet with its scores and stand-outs.</summary>
    public static void Write(ScoreSheet sheet, ScoreSheet? reference, Screen screen) =>
        JsonReport.Write(
            json =>
            {
                json.WriteString("schema", Schema);
                WriteHead(json, sheet.Id, sheet.Machine, sheet.Provenance, sheet.Origin, sheet.AsOf);
                foreach (ScoreName name in Enum.GetValues<ScoreName>())
                {
                    WriteScore(json, name, sheet.Of(name));
                }
                json.WriteStartArray("sub_tests");
                foreach (SubTestFigure figure in sheet.Figures)
                {
                    WriteFigure(json, figure);
                }
                json.WriteEndArray();
                json.WriteStartArray("missing");
                foreach (MissingSubTest missing in sheet.Missing)
                {
                    json.WriteStartObject();
                    WriteSubTest(json, missing.SubTest);
                    json.WriteString("reason", missing.Reason);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
                json.WriteString("stands_out_against", reference?.Id ?? "reference-times");
                json.WriteStartArray("stand_outs");
                foreach (StandOut standOut in StandOuts.Of(sheet, reference))
                {
                    json.WriteStartObject();
                    WriteSubTest(json, standOut.SubTest);
                    json.WriteNumber("speed_by_own_average", standOut.Factor);
                    json.WriteNumber("speed_by_reference", standOut.Ratio);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
            },
            screen
        );

    /// <summary>What all documents say of a machine.</summary>
    public static void WriteHead(
        Utf8JsonWriter json,
        string id,
        string machine,
        Provenance provenance,
        string origin,
        DateOnly? asOf
    )
    {
        json.WriteString("id", id);
        json.WriteString("machine", machine);
        json.WriteString("provenance", RunText.Word(provenance));
        json.WriteString("origin", origin);
        json.WriteKnown("as_of", asOf?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    /// <summary>A score as a member of its own, unless it is not known.</summary>
    public static void WriteScore(Utf8JsonWriter json, ScoreName name, Score? score)
    {
        if (score is null)
        {
            return;
        }
        json.WriteStartObject(RunText.Word(name) + "_score");
        json.WriteNumber("value", score.Value);
        if (score.Interval is { } interval)
        {
            json.WriteNumber("low", interval.Low);
            json.WriteNumber("high", interval.High);
        }
        json.WriteNumber("sub_tests", score.Present);
        json.WriteNumber("sub_tests_expected", score.Expected);
        json.WriteBoolean("partial", score.IsPartial);
        json.WriteEndObject();
    }

    private static void WriteFigure(Utf8JsonWriter json, SubTestFigure figure)
    {
        json.WriteStartObject();
        WriteSubTest(json, figure.SubTest);
        json.WriteNumber("batch", figure.SubTest.Batch);
        json.WriteNumber("height", figure.SubTest.Height);
        json.WriteNumber("width", figure.SubTest.Width);
        json.WriteNumber("mean_seconds", figure.Mean.Value);
        if (figure.Deviation is { } deviation)
        {
            json.WriteNumber("deviation_seconds", deviation.Value);
        }
        json.WriteNumber("iterations", figure.Iterations);
        json.WriteNumber("launches", Math.Max(1, figure.Launches.Length));
        if (figure.PeakMemory is { } peak)
        {
            json.WriteNumber("peak_memory_bytes", peak.Value);
        }
        json.WriteNumber("reference_seconds", figure.SubTest.Reference.Value);
        json.WriteNumber("norm", figure.Norm);
        json.WriteEndObject();
    }

    private static void WriteSubTest(Utf8JsonWriter json, SubTest test)
    {
        json.WriteString("sub_test", test.Id);
        json.WriteString("network", test.Network);
        json.WriteString("kind", RunText.Word(test.Kind));
    }
}
