using Laptime.Core.Quantities;

namespace Laptime.Measurement.Validity;

/// <summary>What is needed to judge a window besides its telemetry.</summary>
/// <param name="Processors">Processors whose time the machine's counters add up.</param>
/// <param name="CounterTick">Step in which those counters advance.</param>
/// <param name="DrivesDisplay">Whether the measured GPU drives a display; null: not known.</param>
public sealed record MachineTraits(int Processors, Seconds CounterTick, bool? DrivesDisplay = null);
