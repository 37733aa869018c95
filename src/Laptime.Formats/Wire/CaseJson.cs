using System.Collections.Immutable;
using Laptime.Core.Cases;

namespace Laptime.Formats.Wire;

internal sealed record CaseJson
{
    /// <summary>Follows from the rest; written so that nobody else has to build it.</summary>
    public string? Id { get; init; }
    public string? Workload { get; init; }
    public string? Title { get; init; }
    public string? Scenario { get; init; }
    public int? Batch { get; init; }
    public string? Precision { get; init; }
    public string? Mode { get; init; }
    public string? Device { get; init; }
    public int? Threads { get; init; }
    public Dictionary<string, int>? Shape { get; init; }
    public ServingTermsJson? Serving { get; init; }

    public static CaseJson From(Case one) =>
        new()
        {
            Id = one.Id,
            Workload = one.Workload,
            Title = one.Title,
            Scenario = Words.Of(one.Scenario),
            Batch = one.Batch,
            Precision = Words.Of(one.Precision),
            Mode = Words.Of(one.Mode),
            Device = one.Device.ToString(),
            Threads = one.Threads,
            Shape = new Dictionary<string, int>(one.Shape),
            Serving = ServingTermsJson.From(one.Serving),
        };

    public Case ToCase(Place at)
    {
        Case one = new()
        {
            Workload = at["workload"].Name(Workload),
            Title = at["title"].TextOrNull(Title),
            Scenario = at["scenario"].Word<Scenario>(Scenario),
            Batch = at["batch"].AtLeast(1, Batch),
            Precision = at["precision"].Word<Precision>(Precision),
            Mode = at["mode"].Word<Mode>(Mode),
            Device = DeviceName.TryParse(at["device"].Required(Device), out DeviceName device)
                ? device
                : throw at["device"].Error("must be cpu or cuda:N"),
            Threads = at["threads"].AtLeast(1, Threads),
            Shape = ToShape(at["shape"]),
            Serving = Serving?.ToTerms(at["serving"]),
        };
        if (Id is not null && Id != one.Id)
        {
            throw at["id"].Error($"does not belong to this case, whose id is {one.Id}");
        }
        return one;
    }

    private ImmutableSortedDictionary<string, int> ToShape(Place at)
    {
        // Ordinal, so that the id comes out the same everywhere.
        var shape = ImmutableSortedDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
        foreach ((string name, int value) in Shape ?? [])
        {
            shape.Add(at.Name(name), at[name].AtLeast(0, value));
        }
        return shape.ToImmutable();
    }
}
