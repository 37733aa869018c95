using System.Collections.Immutable;

namespace Laptime.Prices.Naming;

/// <summary>Which model a name means.</summary>
public abstract record DeviceMatch
{
    private DeviceMatch() { }

    /// <summary>This one.</summary>
    /// <param name="Id">Id of the model.</param>
    public sealed record Known(string Id) : DeviceMatch;

    /// <summary>None of the catalog.</summary>
    /// <param name="Name">The name, with what contradicts: <c>RTX3060 with 8 GB</c>.</param>
    public sealed record Unknown(string Name) : DeviceMatch;

    /// <summary>Any of several, and the evidence does not say which.</summary>
    /// <param name="Name">The name.</param>
    /// <param name="Candidates">Ids of the models that it may mean.</param>
    public sealed record Ambiguous(string Name, ImmutableArray<string> Candidates) : DeviceMatch;
}
