using System.CommandLine;
using System.CommandLine.Parsing;
using Laptime.Cli.Usage;
using Laptime.Core.Cases;
using Laptime.Core.Quantities;
using Laptime.Core.Trials;

namespace Laptime.Cli.Commands;

/// <summary>Options of every command that measures: where, how often, how long, from which seed.</summary>
internal sealed class CommonRunOptions
{
    public Option<DeviceName?> Device { get; } =
        new("--device") { Description = "cpu, cuda or cuda:N; a GPU where there is one", CustomParser = ReadDevice };

    public Option<int?> Threads { get; } =
        OptionValues.Count("--threads", "Threads within an operator; one for each core");

    public Option<Tier> Tier { get; } =
        new("--tier")
        {
            Description = "quick, standard (2 %, to compare), certified (1 %, to publish)",
            DefaultValueFactory = _ => Core.Trials.Tier.Quick,
            CustomParser = ReadTier,
        };

    public Option<int?> Repeat { get; } =
        OptionValues.Count("--repeat", "Launches of each case, instead of as many as the tier needs");

    public Option<Seconds?> Budget { get; } =
        new("--budget")
        {
            Description = "Time for everything: 90s, 10m, 2h; 10m at tier standard, 1h at certified",
            CustomParser = OptionValues.ParseSpan,
        };

    public Option<long?> Seed { get; } = new("--seed") { Description = "Seed of weights, inputs and order" };

    public Option<string?> Note { get; } = new("--note") { Description = "A note to keep with the run" };

    public Option<bool> DryRun { get; } =
        new("--dry-run") { Description = "Show what would be measured, and measure nothing." };

    /// <summary>All of them, in the order of the help.</summary>
    public IEnumerable<Option> All => [Device, Threads, Tier, Repeat, Budget, Seed, Note, DryRun];

    /// <summary>The same without <see cref="Threads"/>, for commands that take several numbers of them: <see cref="SweepOptions"/>.</summary>
    public IEnumerable<Option> AllButThreads => All.Where(option => option != Threads);

    /// <summary>Time allowed; null: the suite's own, which is meant for a quick look.</summary>
    public Seconds? ReadBudget(ParseResult parse) =>
        parse.GetValue(Budget)
        ?? parse.GetValue(Tier) switch
        {
            Core.Trials.Tier.Quick => null,
            Core.Trials.Tier.Standard => new Seconds(600),
            _ => new Seconds(3600),
        };

    private static Tier ReadTier(ArgumentResult result)
    {
        if (OptionValues.ReadWord<Tier>(result.Tokens[0].Value) is { } value and not Core.Trials.Tier.Fixed)
        {
            return value;
        }
        result.AddError($"--tier cannot be '{result.Tokens[0].Value}': quick, standard or certified.");
        return default;
    }

    private static DeviceName? ReadDevice(ArgumentResult result)
    {
        if (DeviceName.TryParse(result.Tokens[0].Value, out DeviceName value))
        {
            return value;
        }
        result.AddError($"--device cannot be '{result.Tokens[0].Value}': cpu, cuda or cuda:N.");
        return null;
    }
}
