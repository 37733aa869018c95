using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Laptime.Cli.Terminal;
using Laptime.Core.Platforms;
using Laptime.Core.Roofs;

namespace Laptime.Cli.Reports;

/// <summary>What a machine can do at best.</summary>
internal static class RoofReport
{
    private static readonly Column[] NoColumns = [];

    // Below this, something else was at work in most of the processes.
    private const double Steady = 0.9;

    // Plain mm this much below the best way means that its BLAS does not know the processor.
    private const double PoorBlas = 0.8;

    /// <summary>Writes a table, what could not be measured, and what stands out.</summary>
    public static void Write(ImmutableArray<Roof> roofs, PlatformFacts facts, Screen screen)
    {
        bool hasVendor = roofs.Any(roof => roof.Share is not null);
        Column[] columns =
        [
            new("At best"),
            new("Reached", IsNumber: true),
            new("Median", IsNumber: true),
            .. hasVendor ? [new Column("Vendor", IsNumber: true), new Column("Share", IsNumber: true)] : NoColumns,
            new("How", Wraps: true),
        ];
        Table table = new(columns);
        foreach (Roof roof in roofs)
        {
            string? vendor = roof.Vendor is { } figure ? RoofText.Figure(roof.Subject, figure.Rate) : null;
            Cell[] claimed = hasVendor ? [vendor, Percent(roof.Share)] : [];
            table.Add([
                RoofText.Name(roof.Subject),
                roof.Rate is { } rate ? RoofText.Figure(roof.Subject, rate) : new Cell("n/a", Style.Dim),
                Percent(roof.Steadiness),
                .. claimed,
                new Cell(roof.Reason ?? roof.Method ?? "", Style.Dim),
            ]);
        }
        table.Write(screen);
        foreach (string remark in new[] { Unrest(roofs), Advice(roofs, facts) }.OfType<string>())
        {
            screen.Results.WriteLine();
            Prose.Wrap(remark, screen.Width).ForEach(screen.Results.WriteLine);
        }
    }

    /// <summary>Writes the array of the JSON document.</summary>
    public static void WriteJson(ImmutableArray<Roof> roofs, Utf8JsonWriter json)
    {
        json.WriteStartArray("roofs");
        foreach (Roof roof in roofs)
        {
            json.WriteStartObject();
            json.WriteString("id", roof.Subject.Id);
            json.WriteString("kind", roof.Subject.Kind.ToString().ToLowerInvariant());
            json.WriteKnown("variant", roof.Subject.Variant.Length > 0 ? roof.Subject.Variant : null);
            json.WriteString("device", roof.Subject.Device.ToString());
            json.WriteNumber("threads", roof.Subject.Threads);
            json.WriteString("unit", RoofText.Unit(roof.Subject));
            WriteKnown(json, "per_second", roof.Rate);
            WriteKnown(json, "mean_per_second", roof.Mean);
            WriteKnown(json, "relative_half_width", roof.HalfWidth);
            WriteKnown(json, "typical_per_second", roof.Typical);
            json.WriteStartArray("launches_per_second");
            foreach (double launch in roof.Launches)
            {
                json.WriteNumberValue(launch);
            }
            json.WriteEndArray();
            json.WriteKnown("method", roof.Method);
            json.WriteKnown("unavailable", roof.Reason);
            WriteKnown(json, "vendor_per_second", roof.Vendor?.Rate);
            json.WriteKnown("vendor_device", roof.Vendor?.Device);
            WriteKnown(json, "share_of_vendor", roof.Share);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static string? Percent(double? share) =>
        share is { } part ? string.Create(CultureInfo.InvariantCulture, $"{part * 100:0} %") : null;

    /// <summary>A word of warning where most processes stayed far below the fastest; null if none did.</summary>
    private static string? Unrest(ImmutableArray<Roof> roofs) =>
        roofs.Any(roof => roof.Steadiness < Steady)
            ? "Where the median of the processes is far below the fastest, other work disturbed them, and even the fastest may be too low: measure again when the machine is quiet."
            : null;

    /// <summary>What a plain matrix product loses; null if it loses little.</summary>
    private static string? Advice(ImmutableArray<Roof> roofs, PlatformFacts facts)
    {
        Roof? best = roofs.FirstOrDefault(roof => roof.Subject is { Variant: "fp32", Device.IsCpu: true });
        Roof? plain = roofs.FirstOrDefault(roof => roof.Subject.Variant == RoofSubject.Eager);
        if (best?.Rate is not { } most || plain?.Rate is not { } some || some >= PoorBlas * most)
        {
            return null;
        }
        string remedy = facts.Cpu.Simd.Contains("avx512f")
            ? " If that BLAS is OpenBLAS, OPENBLAS_CORETYPE=SkylakeX in the environment makes it use AVX-512."
            : "";
        return $"Plain matrix products reach {some / most * 100:0} % of what this libtorch reaches through oneDNN: "
            + $"the BLAS behind them does not know this processor.{remedy}";
    }

    private static void WriteKnown(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }
}
