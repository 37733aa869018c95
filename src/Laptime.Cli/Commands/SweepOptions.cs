using System.Collections.Immutable;
using System.CommandLine;
using Laptime.Cli.Usage;
using Laptime.Core.Cases;

namespace Laptime.Cli.Commands;

/// <summary>Axes over which any workload can be swept, and the picture of the sweep.</summary>
internal sealed class SweepOptions
{
    public Option<BatchAxis?> Batches { get; } =
        new("--batch")
        {
            Description = "Items per step, 1 or more; auto: looks for the largest that fits and for the fastest",
            CustomParser = result =>
            {
                string text = string.Join(',', result.Tokens.Select(token => token.Value));
                if (BatchAxis.Read(text) is { } axis)
                {
                    return axis;
                }
                result.AddError(
                    $"--batch cannot be '{text}': items per step, 1 or more, with commas between; or auto alone."
                );
                return null;
            },
        };

    public Option<ImmutableArray<Precision>?> Precisions { get; } = OptionValues.AxisOrAll<Precision>("--precision");

    public Option<ImmutableArray<int>?> Threads { get; } =
        OptionValues.Axis(
            "--threads",
            "Threads within an operator, 1 or more; one for each core unless given",
            OptionValues.ReadCount
        );

    public Option<string?> Out { get; } =
        new("--out", "-o") { Description = "Write a picture of the sweep into a file: .svg", HelpName = "FILE" };

    public Option<bool> Force { get; } = new("--force") { Description = "Replace a picture that is there." };

    /// <summary>What is swept, in the order of the help.</summary>
    public IEnumerable<Option> Axes => [Batches, Precisions, Threads];

    /// <summary>What is made of it.</summary>
    public IEnumerable<Option> Picture => [Out, Force];
}

/// <summary>Batches to measure: some sizes, or whatever a search finds.</summary>
/// <param name="Sizes">Each at least 1; empty for a search.</param>
internal readonly record struct BatchAxis(ImmutableArray<int> Sizes)
{
    /// <summary>Whether the batch is searched for.</summary>
    public bool IsAuto => Sizes.IsEmpty;

    /// <summary>Sizes for a plan: those given, or 1 where the search has yet to begin.</summary>
    public ImmutableArray<int> Planned => IsAuto ? [1] : Sizes;

    /// <summary>Reads <c>8</c>, <c>1,8,32</c> or <c>auto</c>; null if it is neither.</summary>
    public static BatchAxis? Read(string text)
    {
        if (text == "auto")
        {
            return new BatchAxis([]);
        }
        int?[] sizes = [.. text.Split(',', StringSplitOptions.TrimEntries).Select(OptionValues.ReadCount)];
        return sizes.Contains(null) ? null : new BatchAxis([.. sizes.OfType<int>()]);
    }
}
