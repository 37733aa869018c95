using System.Text.Json;
using Laptime.Core.Quantities;
using Laptime.Core.Runs;
using Laptime.Core.Trials;
using Laptime.Observation.Analysis;

namespace Laptime.Cli.Reports;

/// <summary>What an observed command came to, for programs; docs/json-output.md describes it.</summary>
internal static class CommandJson
{
    private const string Schema = "laptime.command/1";

    /// <summary>One document on one line, UTF-8.</summary>
    public static byte[] Write(RunRecord record)
    {
        Trial trial = record.Trials[0];
        TrialSamples samples = ((TrialOutcome.Measured)trial.Outcome).Samples;
        CommandSummary summary = CommandSummary.Of(trial, samples);
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            json.WriteString("schema", Schema);
            json.WriteString("run", record.Run.Id);
            json.WriteKnown("command", summary.Line);
            WriteNumber(json, "exit_code", summary.ExitCode);
            json.WriteKnown("stopped", summary.Stopped);
            WriteNumber(json, "elapsed_seconds", summary.Elapsed.Value);
            WriteUse(json, samples);
            if (summary.Recogniser is not null)
            {
                WriteSteps(json, summary);
            }
            json.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static void WriteSteps(Utf8JsonWriter json, CommandSummary summary)
    {
        json.WriteString("recogniser", summary.Recogniser);
        json.WriteString("counts", summary.Counts);
        json.WriteNumber("steps", summary.Steps);
        WriteNumber(json, "steps_per_second", summary.StepsPerSecond);
        if (summary.ItemsPerStep > 1)
        {
            json.WriteNumber("items_per_step", summary.ItemsPerStep);
            WriteNumber(json, "items_per_second", summary.ItemsPerSecond);
        }
        WriteNumber(json, "half_width", summary.Step?.HalfWidth);
        WriteNumber(json, "batches", summary.Step?.Batches);
        WriteNumber(json, "typical_step_seconds", summary.Typical?.Value);
        WriteNumber(json, "stated_step_seconds", summary.Stated?.Value);
        json.WriteNumber("warmup_steps", summary.WarmupSteps);
        (string, Seconds)[] times =
        [
            ("warmup_seconds", summary.Warmup),
            ("training_seconds", summary.Training),
            ("set_up_seconds", summary.SetUp),
            ("validation_seconds", summary.Validation),
            ("saving_seconds", summary.Saving),
            ("between_rounds_seconds", summary.BetweenRounds),
            ("end_seconds", summary.End),
        ];
        foreach ((string name, Seconds time) in times)
        {
            json.WriteNumber(name, time.Value);
        }
        WriteNumber(json, "training_share", summary.TrainingShare);
    }

    private static void WriteUse(Utf8JsonWriter json, TrialSamples samples)
    {
        TelemetrySample? last = samples.Telemetry is [.., var sample] ? sample : null;
        WriteNumber(json, "processor_seconds", last?.ProcessBusy?.Value);
        WriteNumber(json, "peak_resident_bytes", samples.PeakResident?.Value);
        WriteNumber(json, "read_bytes", last?.ProcessRead?.Value);
        WriteNumber(json, "written_bytes", last?.ProcessWritten?.Value);
        double[] gpu = [.. samples.Telemetry.Select(one => one.GpuBusy).OfType<double>()];
        WriteNumber(json, "gpu_busy_share", gpu.Length > 0 ? gpu.Average() : null);
        WriteNumber(json, "peak_device_bytes", samples.PeakDevice?.Value);
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            json.WriteNumber(name, number);
        }
    }
}
