using Laptime.Observation.Output;

namespace Laptime.Observation.Analysis;

/// <summary>
/// Decides while a command runs whether its rate is known well enough. Looks only when there is a quarter more than at
/// the last look, and asks for two looks in a row: a quiet stretch must not end the measurement.
/// </summary>
/// <param name="target">Relative half-width asked for.</param>
/// <param name="frequency">Ticks per second.</param>
public sealed class SteadyRule(double target, long frequency)
{
    private const double Growth = 1.25;
    private const int FewestBatches = 10;

    // As the protocol pays for its repeated looks (docs/measurement.md).
    private const double Probability = 0.9825;

    private double next = 40;
    private int agreements;

    /// <summary>Whether the command may be stopped now.</summary>
    public bool IsMet(SignLog log)
    {
        var signs = log.Signs;
        if (signs.Length < next)
        {
            return agreements >= 2;
        }
        next = signs.Length * Growth;
        StepTimeEstimate? estimate = TimelineReader.Read(signs, log.Marks, log.Recognisers) is { } timeline
            ? CommandBlocks.Of(timeline, timeline.FirstTicks, frequency).Estimate(Probability)
            : null;
        bool isClose = estimate is { HalfWidth: { } halfWidth, Batches: >= FewestBatches } && halfWidth <= target;
        agreements = isClose ? agreements + 1 : 0;
        return agreements >= 2;
    }
}
