using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Laptime.Web.Operations;

/// <summary>
/// Listens to the meters of this server and of the runtime, and writes them in Prometheus' text format
/// (https://prometheus.io/docs/instrumenting/exposition_formats/, version 0.0.4).
/// </summary>
internal sealed class MetricsText : IDisposable
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private static readonly string[] Meters =
    [
        ServerMetrics.MeterName,
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.RateLimiting",
        "Microsoft.AspNetCore.Server.Kestrel",
        "System.Runtime",
    ];

    // Every label has few values, so this is never reached; if it ever were, the rest would go uncounted rather than grow.
    private const int MostSeries = 2000;

    private readonly ConcurrentDictionary<(Instrument Instrument, string Labels), MetricSeries> series = new();
    private readonly MeterListener listener = new();

    public MetricsText(IMeterFactory factory)
    {
        listener.InstrumentPublished = (instrument, self) =>
        {
            // Another server in the same process has meters of the same names.
            if (
                Array.IndexOf(Meters, instrument.Meter.Name) >= 0
                && (instrument.Meter.Scope is null || ReferenceEquals(instrument.Meter.Scope, factory))
            )
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Take(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        listener.Start();
    }

    /// <summary>All series as they are now.</summary>
    public string Write()
    {
        listener.RecordObservableInstruments();
        StringBuilder text = new();
        foreach (
            var family in series
                .GroupBy(pair => pair.Key.Instrument)
                .OrderBy(family => NameOf(family.Key), StringComparer.Ordinal)
        )
        {
            string name = NameOf(family.Key);
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {Escape(family.Key.Description ?? "")}\n");
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} {TypeOf(family.Key)}\n");
            foreach ((var key, MetricSeries one) in family.OrderBy(pair => pair.Key.Labels, StringComparer.Ordinal))
            {
                Write(text, name, key.Labels, one, IsHistogram(family.Key));
            }
        }
        return text.ToString();
    }

    public void Dispose() => listener.Dispose();

    private static void Write(StringBuilder text, string name, string labels, MetricSeries one, bool isHistogram)
    {
        (double sum, long count, long[] upTo) = one.Read();
        if (!isHistogram)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}{Braced(labels)} {sum:R}\n");
            return;
        }
        string before = labels.Length == 0 ? "" : labels + ",";
        for (int i = 0; i < upTo.Length; i++)
        {
            string bound =
                i < MetricSeries.Bounds.Length ? MetricSeries.Bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
            text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{before}le=\"{bound}\"}} {upTo[i]}\n");
        }
        text.Append(CultureInfo.InvariantCulture, $"{name}_sum{Braced(labels)} {sum:R}\n");
        text.Append(CultureInfo.InvariantCulture, $"{name}_count{Braced(labels)} {count}\n");
    }

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = (instrument, Labels(tags));
        if (!series.TryGetValue(key, out MetricSeries? one))
        {
            if (series.Count >= MostSeries)
            {
                return;
            }
            one = series.GetOrAdd(key, _ => new MetricSeries());
        }
        if (instrument.IsObservable)
        {
            one.Set(value);
        }
        else
        {
            one.Add(value);
        }
    }

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        StringBuilder labels = new();
        foreach ((string name, object? value) in tags)
        {
            labels.Append(labels.Length == 0 ? "" : ",").Append(Underscored(name)).Append("=\"");
            labels
                .Append(
                    Escape(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")
                        .Replace("\"", "\\\"", StringComparison.Ordinal)
                )
                .Append('"');
        }
        return labels.ToString();
    }

    private static string Braced(string labels) => labels.Length == 0 ? "" : $"{{{labels}}}";

    private static bool IsHistogram(Instrument instrument) =>
        instrument.GetType().Name.StartsWith("Histogram", StringComparison.Ordinal);

    private static bool IsCounter(Instrument instrument) =>
        instrument.GetType().Name is { } type
        && (
            type.StartsWith("Counter", StringComparison.Ordinal)
            || type.StartsWith("ObservableCounter", StringComparison.Ordinal)
        );

    private static string TypeOf(Instrument instrument) =>
        IsHistogram(instrument) ? "histogram"
        : IsCounter(instrument) ? "counter"
        : "gauge";

    // Units as Prometheus names them; braces hold what is counted, which is no unit.
    private static string NameOf(Instrument instrument)
    {
        string unit = instrument.Unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            _ => "",
        };
        return Underscored(instrument.Name) + unit + (IsCounter(instrument) ? "_total" : "");
    }

    private static string Underscored(string name) => name.Replace('.', '_');

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
