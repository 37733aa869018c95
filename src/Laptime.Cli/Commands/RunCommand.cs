using System.Collections.Immutable;
using System.CommandLine;
using Laptime.Cli.Running;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;
using Laptime.Core.Cases;
using Laptime.Workloads;
using Laptime.Workloads.Suites;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime run</c>.</summary>
internal static class RunCommand
{
    public static Command Create(Screen screen)
    {
        DocumentedCommand command = new(
            "run",
            "Measures how fast this machine trains and runs networks, and keeps every raw sample.",
            new Example("laptime run", "three networks, stock and tuned, in three minutes"),
            new Example("laptime run --tier standard", "intervals of 2 %, to compare with"),
            new Example(
                "laptime run throughput --model resnet50 --batch 32 --precision bf16 --mode tuned --repeat 3",
                "one figure, three launches"
            ),
            new Example(
                "laptime run --model resnet50 --batch 1,8,32 --precision all --threads 1,2 --out sweep.svg",
                "a sweep: table and picture"
            ),
            new Example("laptime run --model resnet50 --batch auto", "the largest batch that fits, and the fastest"),
            new Example(
                "laptime run --model mobilenetv2 --scenario server --latency 100ms",
                "queries a second that are answered in time"
            ),
            new Example("laptime run model.pt --input 32x3x224x224", "your own network, saved as TorchScript"),
            new Example("laptime run --resume", "go on after Ctrl-C or a crash")
        );
        Options options = new();
        options.AddTo(command);
        command.Subcommands.Add(RunAiBenchmarkCommand.Create(screen));
        command.Subcommands.Add(RunAnyCommand.Create(screen));
        command.Subcommands.Add(RunTransferCommand.Create(screen));
        command.Subcommands.Add(RunScriptCommand.Create(screen));
        command.SetAction(
            (parse, cancellationToken) =>
            {
                bool json = parse.GetValue(ReadingOptions.Json);
                return parse.GetResult(options.Resume) is not null
                    ? new Resumption(screen, TimeProvider.System).RunAsync(
                        parse.GetValue(options.Resume),
                        isTransfer: false,
                        json,
                        cancellationToken
                    )
                    : new RunSession(screen, TimeProvider.System).StartAsync(
                        options.Read(parse, json),
                        cancellationToken
                    );
            }
        );
        return command;
    }

    /// <summary>The options, and what they mean together.</summary>
    private sealed class Options
    {
        private readonly CommonRunOptions common = new();
        private readonly Argument<string> suite = new("suite")
        {
            Description = string.Join(" ", SuiteDefinition.All.Select(s => $"{s.Name}: {s.Description}")),
            DefaultValueFactory = _ => "quick",
        };

        private readonly Option<ImmutableArray<string>?> models = OptionValues.Axis(
            "--model",
            "Networks: " + string.Join(", ", WorkloadDefinition.Own.Select(w => w.Name)),
            ReadModel
        );
        private readonly Option<ImmutableArray<Scenario>?> scenarios = OptionValues.Axis(
            "--scenario",
            "train, infer (or offline), single-stream, multi-stream, server, closed-loop",
            ServingOptions.ReadScenario
        );
        private readonly SweepOptions sweep = new();
        private readonly Option<ImmutableArray<Mode>?> modes = OptionValues.Axis(
            "--mode",
            "stock (plain eager PyTorch), tuned (the best this machine can do)",
            OptionValues.ReadWord<Mode>
        );
        private readonly ServingOptions serving = new();
        private readonly Option<int?> image = OptionValues.Count("--image", "Pixels a side of a picture");
        private readonly Option<int?> sequence = OptionValues.Count("--sequence", "Tokens of a sequence");
        private readonly Option<int?> classes = OptionValues.Count("--classes", "Classes of the network's head");
        private readonly Option<string?> weights = new("--weights")
        {
            Description = "Weights to load: safetensors or a PyTorch state dict",
        };

        private readonly Option<bool> energy = new("--energy")
        {
            Description = "Count energy too, where there are counters: 11 s more for each trial",
        };

        /// <summary>Present without a value for the latest run.</summary>
        public Option<string?> Resume { get; } =
            new("--resume")
            {
                Description = "Go on with an interrupted run: the latest, or the one named",
                Arity = ArgumentArity.ZeroOrOne,
            };

        public void AddTo(Command command)
        {
            command.Arguments.Add(suite);
            Option[] all =
            [
                models,
                scenarios,
                .. sweep.Axes,
                modes,
                .. serving.All,
                image,
                sequence,
                classes,
                weights,
                energy,
                .. common.AllButThreads,
                .. sweep.Picture,
                Resume,
                ReadingOptions.Json,
            ];
            foreach (Option option in all)
            {
                command.Options.Add(option);
            }
            suite.Validators.Add(result =>
            {
                string name = result.GetValueOrDefault<string>();
                if (SuiteDefinition.All.All(s => s.Name != name))
                {
                    var names = SuiteDefinition.All.Select(s => s.Name).Concat(command.Subcommands.Select(c => c.Name));
                    result.AddError($"There is no suite called {name}; there are {string.Join(", ", names)}.");
                }
            });
        }

        public RunOptions Read(ParseResult parse, bool json)
        {
            string name = parse.GetRequiredValue(suite);
            BatchAxis? batches = parse.GetValue(sweep.Batches);
            return new RunOptions
            {
                FindsBatch = batches is { IsAuto: true },
                BudgetGiven = parse.GetValue(common.Budget),
                Out = parse.GetValue(sweep.Out),
                Force = parse.GetValue(sweep.Force),
                Plan = defaults =>
                {
                    SuiteDefinition definition = SuiteDefinition.All.Single(s => s.Name == name);
                    SuiteSelection selection = new()
                    {
                        Device = parse.GetValue(common.Device) ?? defaults.Device,
                        Threads = parse.GetValue(sweep.Threads) ?? [defaults.Threads],
                        Workloads = parse.GetValue(models),
                        Scenarios = parse.GetValue(scenarios),
                        Batches = batches?.Planned,
                        Precisions = parse.GetValue(sweep.Precisions),
                        Modes = parse.GetValue(modes),
                        Serving = serving.Read(parse),
                        Shape = Shape(parse),
                    };
                    string? objection =
                        serving.WhyNot(parse, selection.Scenarios, selection.Batches) ?? definition.WhyNot(selection);
                    if (objection is not null)
                    {
                        return PlannedSuite.Nothing(objection);
                    }
                    Suite planned = definition.Plan(selection, common.ReadBudget(parse));
                    return parse.GetValue(common.Budget) is null
                        ? ServingTime.SetAside(planned, parse.GetValue(common.Tier), parse.GetValue(common.Repeat))
                        : planned;
                },
                Tier = parse.GetValue(common.Tier),
                Repeat = parse.GetValue(common.Repeat),
                Seed = parse.GetValue(common.Seed),
                Weights = parse.GetValue(weights),
                MeasuresEnergy = parse.GetValue(energy),
                Note = parse.GetValue(common.Note),
                DryRun = parse.GetValue(common.DryRun),
                Json = json,
            };
        }

        private ImmutableSortedDictionary<string, int> Shape(ParseResult parse)
        {
            var shape = ImmutableSortedDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
            foreach (Option<int?> option in new[] { image, sequence, classes })
            {
                if (parse.GetValue(option) is { } value)
                {
                    shape[option.Name.TrimStart('-')] = value;
                }
            }
            return shape.ToImmutable();
        }

        private static string? ReadModel(string text) => WorkloadDefinition.Own.Any(w => w.Name == text) ? text : null;
    }
}
