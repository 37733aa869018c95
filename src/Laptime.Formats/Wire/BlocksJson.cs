using System.Collections.Immutable;
using Laptime.Core.Quantities;
using Laptime.Core.Trials;

namespace Laptime.Formats.Wire;

/// <summary>
/// Blocks as columns of equal length: a third of the size of one object per block, and what a data frame is made from.
/// A column in which every block would say "nothing" is left out.
/// </summary>
internal sealed record BlocksJson
{
    public string[]? Phase { get; init; }
    public long[]? StartTicks { get; init; }
    public int[]? Steps { get; init; }
    public double[]? WallSeconds { get; init; }
    public double?[]? DeviceSeconds { get; init; }
    public string[][]? Flags { get; init; }
    public string?[]? Dropped { get; init; }

    public static BlocksJson From(ImmutableArray<Block> blocks) =>
        new()
        {
            Phase = [.. blocks.Select(block => Words.Of(block.Phase))],
            StartTicks = [.. blocks.Select(block => block.StartTicks)],
            Steps = [.. blocks.Select(block => block.Steps)],
            WallSeconds = [.. blocks.Select(block => block.Wall.Value)],
            DeviceSeconds = blocks.Any(block => block.Device is not null)
                ? [.. blocks.Select(block => block.Device?.Value)]
                : null,
            Flags = blocks.Any(block => !block.Flags.IsEmpty)
                ? [.. blocks.Select(block => block.Flags.ToArray())]
                : null,
            Dropped = blocks.Any(block => block.Dropped is not null)
                ? [.. blocks.Select(block => block.Dropped)]
                : null,
        };

    public ImmutableArray<Block> ToBlocks(Place at)
    {
        double[] wall = at["wall_seconds"].Required(WallSeconds);
        string[] phase = at["phase"].Column(Phase, wall.Length);
        long[] start = at["start_ticks"].Column(StartTicks, wall.Length);
        int[] steps = at["steps"].Column(Steps, wall.Length);
        double?[]? device = at["device_seconds"].ColumnOrNull(DeviceSeconds, wall.Length);
        string[][]? flags = at["flags"].ColumnOrNull(Flags, wall.Length);
        string?[]? dropped = at["dropped"].ColumnOrNull(Dropped, wall.Length);
        var blocks = ImmutableArray.CreateBuilder<Block>(wall.Length);
        for (int i = 0; i < wall.Length; i++)
        {
            blocks.Add(
                new Block
                {
                    Phase = ToPhase(phase[i]) ?? at["phase"][i].Word<Phase>(phase[i]),
                    StartTicks = start[i],
                    Steps = steps[i] >= 1 ? steps[i] : at["steps"][i].AtLeast(1, steps[i]),
                    Wall = ToSeconds(wall[i]) ?? at["wall_seconds"][i].Duration(wall[i]),
                    Device = ToSeconds(device?[i]) ?? at["device_seconds"][i].DurationOrNull(device?[i]),
                    Flags = flags is null ? [] : Texts.Required(flags[i], at["flags"][i]),
                    Dropped = dropped?[i] is null ? null : at["dropped"][i].Text(dropped[i]),
                }
            );
        }
        return blocks.MoveToImmutable();
    }

    // The paths of error messages are built only for the values that fail: there may be a hundred thousand blocks.
    private static Phase? ToPhase(string? word) =>
        word switch
        {
            "warmup" => Core.Trials.Phase.Warmup,
            "pilot" => Core.Trials.Phase.Pilot,
            "measurement" => Core.Trials.Phase.Measurement,
            _ => null,
        };

    private static Seconds? ToSeconds(double? value) => value is >= 0 and <= 1e9 ? new Seconds(value.Value) : null;
}

/// <summary>Columns of equal length.</summary>
internal static class Columns
{
    public static T[] Column<T>(this Place at, T[]? column, int length) =>
        at.ColumnOrNull(at.Required(column), length)!;

    public static T[]? ColumnOrNull<T>(this Place at, T[]? column, int length) =>
        column is null || column.Length == length
            ? column
            : throw at.Error($"has {column.Length} values where the other columns have {length}");
}
