using System.Collections.Immutable;
using Laptime.Core.AiBenchmark;

namespace Laptime.Answers.Results;

/// <summary>Machines held against the first of them.</summary>
public sealed record ManyCompared
{
    /// <summary>What the others are compared with.</summary>
    public required Comparand First { get; init; }

    /// <summary>The others that can be, each with its ratios to the first.</summary>
    public required ImmutableArray<(Comparand Machine, RatioTable Ratios)> Others { get; init; }

    /// <summary>What all of them are called, the first first: the machine, and the id where that is not enough.</summary>
    public required ImmutableArray<string> Names { get; init; }

    /// <summary>Why some were left out, a sentence each.</summary>
    public required ImmutableArray<string> Problems { get; init; }

    /// <summary>Compares them.</summary>
    /// <param name="all">One at least.</param>
    public static ManyCompared Of(ImmutableArray<Comparand> all)
    {
        Comparand first = all[0];
        var others = ImmutableArray.CreateBuilder<(Comparand, RatioTable)>();
        var problems = ImmutableArray.CreateBuilder<string>();
        foreach (Comparand other in all.Skip(1))
        {
            if (Comparand.WhyNot(first, other) is { } objection)
            {
                problems.Add($"{other.Machine} ({IdOf(other)}): {objection}");
            }
            else
            {
                others.Add((other, Comparand.Ratios(first, other)));
            }
        }
        ImmutableArray<Comparand> shown = [first, .. others.Select(other => other.Item1)];
        return new ManyCompared
        {
            First = first,
            Others = others.ToImmutable(),
            Names =
            [
                .. shown.Select(one =>
                    shown.Count(other => other.Machine == one.Machine) > 1
                        ? $"{one.Machine} ({IdOf(one)})"
                        : one.Machine
                ),
            ],
            Problems = problems.ToImmutable(),
        };
    }

    /// <summary>What is typed to mean one of them.</summary>
    public static string KeyOf(Comparand one) => one.Record?.Run.Id.ToString() ?? one.Sheet!.Id;

    private static string IdOf(Comparand one) => Guid.TryParse(KeyOf(one), out Guid id) ? ShortId.Of(id) : KeyOf(one);
}
