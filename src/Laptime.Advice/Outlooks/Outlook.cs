using System.Collections.Immutable;
using Laptime.Advice.Speeds;
using Laptime.Core.Catalogs;

namespace Laptime.Advice.Outlooks;

/// <summary>What a job would take and cost on an offer.</summary>
public sealed record Outlook
{
    /// <summary>The offer.</summary>
    public required Offer Offer { get; init; }

    /// <summary>The device model; null: the processor alone.</summary>
    public DeviceModel? Device { get; init; }

    /// <summary>The provider; null: not in the catalog.</summary>
    public Provider? Provider { get; init; }

    /// <summary>The work itself and what its time rests on.</summary>
    public required WorkTime Work { get; init; }

    /// <summary>The typical schedule: its parts add up to the typical time.</summary>
    public required RunSchedule Schedule { get; init; }

    /// <summary>From the start to the result.</summary>
    public required TimeRange Time { get; init; }

    /// <summary>What it costs.</summary>
    public required CostRange Cost { get; init; }

    /// <summary>The parts of the typical cost; they add up to it exactly.</summary>
    public required ImmutableArray<CostItem> Items { get; init; }

    /// <summary>Whether the job fits into its memory.</summary>
    public required Fit Fit { get; init; }

    /// <summary>What was assumed for this offer, in words.</summary>
    public required ImmutableArray<string> Remarks { get; init; }

    /// <summary>True where time and cost are known from below only.</summary>
    public bool IsAtLeast => Work.IsAtLeast;
}

/// <summary>Why there is no outlook for an offer.</summary>
public enum Unknown
{
    /// <summary>There is one.</summary>
    None,

    /// <summary>Nobody knows the speed of this job there.</summary>
    Speed,

    /// <summary>The price is not known.</summary>
    Price,

    /// <summary>The device is in no catalog.</summary>
    Device,

    /// <summary>Only a part of a device is on offer.</summary>
    Share,

    /// <summary>The sessions are too short for anything, or interruptions leave no time to finish.</summary>
    NeverDone,
}
