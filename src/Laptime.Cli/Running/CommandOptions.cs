using System.Collections.Immutable;
using Laptime.Core.Quantities;

namespace Laptime.Cli.Running;

/// <summary>What the user asks of the observation of a command.</summary>
internal sealed record CommandOptions
{
    /// <summary>Program and arguments.</summary>
    public required ImmutableArray<string> Line { get; init; }

    /// <summary>Items of a step; 1 if the user says nothing.</summary>
    public required int ItemsPerStep { get; init; }

    /// <summary>Expression that finds the count in a line; null: the program's own recognisers only.</summary>
    public string? Pattern { get; init; }

    /// <summary>Time after which the command is stopped; null: none.</summary>
    public Seconds? TimeLimit { get; init; }

    /// <summary>Memory above which the command is stopped; null: none.</summary>
    public Bytes? MemoryLimit { get; init; }

    /// <summary>Relative half-width at which the command is stopped; null: it runs to its end.</summary>
    public double? SteadyTarget { get; init; }

    /// <summary>File for the result; null: none.</summary>
    public string? JsonPath { get; init; }

    /// <summary>Whether nothing is said on standard error.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>The user's note.</summary>
    public string? Note { get; init; }
}
