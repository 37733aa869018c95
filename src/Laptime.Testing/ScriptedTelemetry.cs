using Laptime.Core.Trials;

namespace Laptime.Testing;

/// <summary>A telemetry source that says what a script says.</summary>
/// <param name="fill">Fills in the figures of a sample.</param>
public sealed class ScriptedTelemetry(Func<TelemetrySample, TelemetrySample> fill) : ITelemetrySource
{
    /// <summary>Times it was read.</summary>
    public int Readings { get; private set; }

    /// <inheritdoc />
    public TelemetrySample Read(TelemetrySample sample)
    {
        Readings++;
        return fill(sample);
    }
}
