using System.Collections.Immutable;
using System.Text.Json;
using Laptime.Cli.Pictures;
using Laptime.Cli.Terminal;
using Laptime.Core.Pictures;
using Laptime.Core.Quantities;
using Laptime.Input.Sets;

namespace Laptime.Cli.Reports;

/// <summary>How fast the input pipeline is, and where more workers stop to help.</summary>
internal static class InputReport
{
    private const string Schema = "laptime.bench-input/1";

    /// <summary>Writes a table.</summary>
    public static void Write(PictureSet set, PicturePassPlan plan, ImmutableArray<InputSpeed> speeds, Screen screen)
    {
        string kind = plan.Augmentation is Augmentation.None ? "centre crop" : "training transforms";
        screen.Results.WriteLine(
            $"{set.Count:N0} pictures of {set.Classes.Length} classes, {plan.Side} x {plan.Side}, {kind}, batch {plan.Batch}"
        );
        screen.Results.WriteLine();
        Table table = new(
            new Column("Workers", IsNumber: true),
            new Column("Pictures/s", IsNumber: true),
            new Column("Each", IsNumber: true),
            new Column("Files MB/s", IsNumber: true),
            new Column("Read", IsNumber: true),
            new Column("Decode", IsNumber: true),
            new Column("Transform", IsNumber: true)
        );
        foreach (InputSpeed speed in speeds)
        {
            double rate = speed.PicturesPerSecond;
            table.Add(
                $"{speed.Workers}",
                speed.Rate.HalfWidth is > 0 and { } width ? Figures.WithInterval(rate, rate * width) : $"{rate:G4}",
                $"{rate / speed.Workers:N0}",
                $"{speed.BytesPerSecond / 1e6:N1}",
                Part(speed, speed.Work.Reading),
                Part(speed, speed.Work.Decoding),
                Part(speed, speed.Work.Transforming)
            );
        }
        table.Write(screen);
        screen.Results.WriteLine();
        foreach (string line in Prose.Wrap(Verdict(speeds), screen.Width))
        {
            screen.Results.WriteLine(line);
        }
    }

    /// <summary>Writes JSON.</summary>
    public static void WriteJson(
        PictureSet set,
        PicturePassPlan plan,
        ImmutableArray<InputSpeed> speeds,
        Screen screen
    ) =>
        JsonReport.Write(
            json =>
            {
                json.WriteString("schema", Schema);
                json.WriteNumber("pictures", set.Count);
                json.WriteNumber("unreadable", set.Unreadable.Length);
                json.WriteNumber("side", plan.Side);
                json.WriteNumber("batch", plan.Batch);
                json.WriteString("transforms", plan.Augmentation is Augmentation.None ? "none" : "training");
                if (InputBench.LastWorthwhile(speeds) is { } workers)
                {
                    json.WriteNumber("stops_scaling_at_workers", workers);
                }
                json.WriteStartArray("speeds");
                foreach (InputSpeed speed in speeds)
                {
                    json.WriteStartObject();
                    json.WriteNumber("workers", speed.Workers);
                    json.WriteNumber("pictures_per_second", speed.PicturesPerSecond);
                    if (speed.Rate.HalfWidth is { } width)
                    {
                        json.WriteNumber("relative_half_width", width);
                    }
                    json.WriteNumber("read_bytes_per_second", speed.BytesPerSecond);
                    WriteSeconds(json, "reading_seconds_per_picture", speed.PerPicture(speed.Work.Reading));
                    WriteSeconds(json, "decoding_seconds_per_picture", speed.PerPicture(speed.Work.Decoding));
                    WriteSeconds(json, "transforming_seconds_per_picture", speed.PerPicture(speed.Work.Transforming));
                    json.WriteEndObject();
                }
                json.WriteEndArray();
            },
            screen
        );

    private static string Verdict(ImmutableArray<InputSpeed> speeds)
    {
        const string Parts = "Read, decode and transform: time of a worker for one picture.";
        if (speeds.Length < 2)
        {
            return Parts;
        }
        return InputBench.LastWorthwhile(speeds) is { } workers
            ? $"More than {workers} {(workers == 1 ? "worker" : "workers")} bring less than 10 %. {Parts}"
            : $"Still faster with {speeds[^1].Workers} workers, the most that were tried. {Parts}";
    }

    private static string Part(InputSpeed speed, Seconds part) => speed.PerPicture(part).ToString();

    private static void WriteSeconds(Utf8JsonWriter json, string name, Seconds seconds) =>
        json.WriteNumber(name, seconds.Value);
}
