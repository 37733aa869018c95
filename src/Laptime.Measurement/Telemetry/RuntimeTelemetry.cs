using System.Runtime;
using Laptime.Core.Quantities;
using Laptime.Core.Trials;

namespace Laptime.Measurement.Telemetry;

/// <summary>What the .NET runtime does behind the measured loop. Costs well under a microsecond, so it is read at every block edge.</summary>
public sealed class RuntimeTelemetry : ITelemetrySource
{
    /// <inheritdoc />
    public TelemetrySample Read(TelemetrySample sample) =>
        sample with
        {
            Gen2Collections = GC.CollectionCount(2),
            GcPause = Seconds.From(GC.GetTotalPauseDuration()),
            JitMethods = JitInfo.GetCompiledMethodCount(),
        };
}
