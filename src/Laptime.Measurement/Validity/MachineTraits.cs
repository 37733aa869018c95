using Laptime.Core.Quantities;

namespace Laptime.Measurement.Validity;

/// <summary>What is needed to judge counters of processor time.</summary>
/// <param name="Processors">Processors whose time the machine's counters add up.</param>
/// <param name="CounterTick">Step in which those counters advance.</param>
public sealed record MachineTraits(int Processors, Seconds CounterTick);
