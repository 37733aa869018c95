using Laptime.Core.Results;
using Laptime.Core.Trials;

namespace Laptime.Formats.Wire;

/// <summary>Energy of a trial within one boundary.</summary>
internal sealed record EnergyJson
{
    public string? Boundary { get; init; }
    public double? Joules { get; init; }
    public double? ElapsedSeconds { get; init; }
    public long? Steps { get; init; }
    public int? Updates { get; init; }
    public double? IdleWatts { get; init; }
    public string? Reason { get; init; }

    public static EnergyJson From(EnergyReading reading) =>
        new()
        {
            Boundary = reading.Boundary,
            Joules = reading.Joules,
            ElapsedSeconds = reading.Elapsed.Value,
            Steps = reading.Steps,
            Updates = reading.Updates,
            IdleWatts = reading.IdleWatts,
            Reason = reading.Reason,
        };

    public EnergyReading ToReading(Place at) =>
        new()
        {
            Boundary = at["boundary"].Name(Boundary),
            Joules = at["joules"].FiniteOrNull(Joules),
            Elapsed = at["elapsed_seconds"].Duration(ElapsedSeconds),
            Steps = at["steps"].AtLeast(Joules is null ? 0L : 1L, Steps),
            Updates = at["updates"].AtLeast(0, Updates),
            IdleWatts = at["idle_watts"].FiniteOrNull(IdleWatts),
            Reason = at["reason"].TextOrNull(Reason),
        };
}

/// <summary>Energy of a case within one boundary.</summary>
internal sealed record EnergyResultJson
{
    public string? Boundary { get; init; }
    public double? JoulesPerItem { get; init; }
    public double? RelativeHalfWidth { get; init; }
    public double? Watts { get; init; }
    public double? IdleWatts { get; init; }
    public string? Unavailable { get; init; }

    public static EnergyResultJson From(EnergyResult result) =>
        new()
        {
            Boundary = result.Boundary,
            JoulesPerItem = result.JoulesPerItem,
            RelativeHalfWidth = result.HalfWidth,
            Watts = result.Watts,
            IdleWatts = result.IdleWatts,
            Unavailable = result.Reason,
        };
}
