using Laptime.Core.Cases;
using Laptime.Core.Protocols;
using Laptime.Core.Quantities;
using Laptime.Core.Trials;

namespace Laptime.Cli.Running;

/// <summary>
/// A trial of nothing, before the real one: every method of the measurement is compiled by then, so that none is
/// compiled within the window, where it would cost a block.
/// </summary>
internal sealed class Rehearsal : IFedWorkload
{
    private Rehearsal() { }

    /// <summary>A protocol whose passes take next to no time.</summary>
    public static Protocol OfServing { get; } =
        Protocol.Current with
        {
            Serving = new ServingRules
            {
                ShortestTrial = Moment,
                TrialBounds = 0,
                FullConfirmation = Moment,
                Pass = Moment,
                MostQueries = 2000,
                TelemetryInterval = Seconds.Zero,
                Stretch = Seconds.Zero,
            },
        };

    private static Seconds Moment => Seconds.FromMilliseconds(1);

    public string ItemName => "nothing";

    public int ItemsPerStep => 1;

    public long Parameters => 0;

    /// <summary>Takes some milliseconds.</summary>
    public static void Run(TrialMeasuring measure, TrialRequest request, CancellationToken cancellationToken)
    {
        using Rehearsal nothing = new();
        measure(
            nothing,
            request with
            {
                StepsPerBlock = 1,
                MeasuresEnergy = false,
            },
            new NoProgress(),
            cancellationToken
        );
    }

    public void FillHost(long seed) { }

    public void StepFromHost() { }

    public void Step() { }

    public void Synchronize() { }

    public WorkloadMemory ReadMemory() => default;

    public WorkloadCheck ReadCheck() => new(0, IsFinite: true, Fingerprint: null);

    public void Dispose() { }

    private sealed class NoProgress : IProgress<TrialProgress>
    {
        public void Report(TrialProgress value) { }
    }
}
