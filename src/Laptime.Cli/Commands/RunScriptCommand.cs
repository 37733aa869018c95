using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using Laptime.Cli.Running;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;
using Laptime.Core.Cases;
using Laptime.Core.Quantities;
using Laptime.Core.Scripts;
using Laptime.Torch.Engine;
using Laptime.Torch.Script;
using Laptime.Workloads.Suites;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime run model.pt</c>; in full <c>laptime run script model.pt</c>.</summary>
internal static class RunScriptCommand
{
    // What the launches of a case take at tier quick: loading, and some seconds of measurement each.
    private static readonly Seconds UsualTime = new(30);

    /// <summary>Words that stand behind <c>run</c> and are no files.</summary>
    private static readonly string[] OtherWords =
    [
        .. SuiteDefinition.All.Select(suite => suite.Name),
        "ai-benchmark",
        "command",
        "transfer",
        ScriptCases.Name,
    ];

    /// <summary>Puts in the name that people leave out: <c>run model.pt --input 1x3x224x224</c>.</summary>
    public static string[] Expand(string[] args) => ScriptLine.Expand(args, ScriptCases.Name, OtherWords);

    public static Command Create(Screen screen)
    {
        DocumentedCommand command = new(
            ScriptCases.Name,
            "Measures a network of your own, saved as TorchScript. Short: laptime run FILE --input SHAPE",
            new Example("laptime run model.pt --input 32x3x224x224", "inference, batch 32"),
            new Example(
                "laptime run model.pt --input Nx3x224x224 --batch 1,8,32 --precision fp32,bf16",
                "a sweep; N stands for the batch"
            ),
            new Example(
                "laptime run bert.pt --input 8x128:int64:0..30522 --input mask=8x128:bool",
                "tokens, and a mask by name"
            ),
            new Example("laptime run detector.pt --input list:3x320x320", "a list of pictures"),
            new Example("laptime run model.pt --input 8x3x224x224 --train --optimizer adam", "a training step as well"),
            new Example(
                "laptime run model.pt --input Nx3x224x224 --batch auto",
                "the largest batch that fits, and the fastest"
            ),
            new Example(
                "laptime run model.pt --input Nx3x224x224 --scenario server --latency 50ms",
                "queries a second that are answered in time"
            )
        );
        Options options = new();
        options.AddTo(command);
        command.SetAction(
            async (parse, cancellationToken) =>
            {
                if (options.WhyNot(parse) is { } objection)
                {
                    return UsageError.Report(command, objection, screen);
                }
                try
                {
                    ScriptFile file = ScriptFile.Open(options.ReadFile(parse)!);
                    ImmutableArray<string> operators = await FindOperatorsAsync(
                        file,
                        options.ReadOperators(parse),
                        cancellationToken
                    );
                    return await new RunSession(screen, TimeProvider.System).StartAsync(
                        options.Read(parse, file, operators),
                        cancellationToken
                    );
                }
                catch (ScriptFileException e)
                {
                    screen.Complain(Suggest(options.ReadFile(parse)!, e));
                    return ExitCode.Failed;
                }
            }
        );
        return command;
    }

    /// <summary>The refusal, and for a name that no file has the one that is nearest.</summary>
    private static string Suggest(string path, ScriptFileException refusal)
    {
        if (refusal.InnerException is not (FileNotFoundException or DirectoryNotFoundException))
        {
            return refusal.Message;
        }
        string directory = Path.GetDirectoryName(path) is { Length: > 0 } given ? given : ".";
        IEnumerable<string> names = Directory.Exists(directory)
            ? Directory.EnumerateFiles(directory).Select(file => Path.GetFileName(file))
            : [];
        return Suggestion.For(Path.GetFileName(path), names) is { } meant
            ? $"{refusal.Message} Did you mean {meant}?"
            : refusal.Message;
    }

    private static async Task<ImmutableArray<string>> FindOperatorsAsync(
        ScriptFile file,
        ImmutableArray<string> given,
        CancellationToken cancellationToken
    )
    {
        if (!given.IsEmpty || !file.OperatorNamespaces.Contains(OperatorLibrary.Torchvision))
        {
            return given;
        }
        LibtorchBuild libtorch = (await Engine.FindAsync(cancellationToken)).Require();
        // If there is none, libtorch says which operator is missing.
        return OperatorLibrary.FindTorchvision(libtorch) is { } found ? [found] : [];
    }

    private sealed class Options
    {
        private const double SgdRate = 1e-6;
        private const double AdamRate = 1e-7;

        private readonly CommonRunOptions common = new();
        private readonly Argument<string?> file = new("file")
        {
            Description = "A TorchScript program: torch.jit.script(model.eval()).save(\"model.pt\")",
            Arity = ArgumentArity.ZeroOrOne,
        };
        private readonly Option<ImmutableArray<ScriptInput>> inputs = new("--input")
        {
            Description =
                "What forward is called with, once for each argument: 32x3x224x224, 8x128:int64:0..30522, "
                + "mask=8x128:bool, list:3x320x320, value:0.5. N stands for the batch",
            HelpName = "[NAME=]SHAPE[:TYPE[:LOW..HIGH]]",
            CustomParser = ReadInputs,
            DefaultValueFactory = _ => [],
            Arity = ArgumentArity.OneOrMore,
        };
        private readonly Option<ImmutableArray<Scenario>?> scenarios = OptionValues.Axis(
            "--scenario",
            "infer (or offline), unless given; train, single-stream, multi-stream, server, closed-loop",
            ServingOptions.ReadScenario
        );
        private readonly SweepOptions sweep = new();
        private readonly ServingOptions serving = new();
        private readonly Option<ImmutableArray<Mode>?> modes = OptionValues.Axis(
            "--mode",
            "stock (what Python does with the file), tuned (frozen and optimized where the outputs stay the same)",
            OptionValues.ReadWord<Mode>
        );
        private readonly Option<bool> train = new("--train")
        {
            Description = "Training steps as well: forward, loss, backward, optimizer. The file stays as it is",
        };
        private readonly Option<ScriptLoss?> loss = new("--loss")
        {
            Description =
                "cross-entropy (of the first output, unless given), mse, mean (of all outputs), own (the program returns its loss)",
            CustomParser = ReadLoss,
        };
        private readonly Option<ScriptOptimizer?> optimizer = new("--optimizer")
        {
            Description = "sgd (with momentum 0.9, unless given), adam",
            CustomParser = ReadOptimizer,
        };
        private readonly Option<double?> rate = new("--learning-rate")
        {
            Description = "Learning rate; tiny unless given, so that the one batch is not learnt by heart",
        };
        private readonly Option<ImmutableArray<string>?> operators = OptionValues.Axis(
            "--operators",
            "Libraries with operators that the program needs; torchvision's is found by itself",
            path => path
        );

        public void AddTo(Command command)
        {
            command.Arguments.Add(file);
            Option[] all =
            [
                inputs,
                scenarios,
                .. sweep.Axes,
                modes,
                train,
                loss,
                optimizer,
                rate,
                operators,
                .. serving.All,
                .. common.AllButThreads,
                .. sweep.Picture,
                ReadingOptions.Json,
            ];
            foreach (Option option in all)
            {
                command.Options.Add(option);
            }
        }

        public string? ReadFile(ParseResult parse) => parse.GetValue(file);

        public ImmutableArray<string> ReadOperators(ParseResult parse) =>
            [.. (parse.GetValue(operators) ?? []).Select(Path.GetFullPath)];

        /// <summary>Why the options do not go together; null if they do.</summary>
        public string? WhyNot(ParseResult parse)
        {
            if (ReadFile(parse) is null)
            {
                return "Say which file to run: laptime run model.pt --input 32x3x224x224.";
            }
            Option? lost = new Option[] { loss, optimizer, rate }.FirstOrDefault(option =>
                parse.GetResult(option) is not null
            );
            if (lost is not null && !Scenarios(parse).Contains(Scenario.Train))
            {
                return $"{lost.Name} belongs to --train.";
            }
            if (parse.GetValue(rate) is { } given && !(given > 0 && double.IsFinite(given)))
            {
                return "--learning-rate takes a number above 0.";
            }
            (ImmutableArray<ScriptInput> marked, int? typed) = ScriptBatch.Mark(Inputs(parse));
            BatchAxis? batches = parse.GetValue(sweep.Batches);
            return batches is not null && !marked.Any(input => input.FollowsBatch)
                    ? "--batch has nothing to change: none of the inputs has a size. Give them with --input Nx3x224x224."
                : ReadOperators(parse).FirstOrDefault(path => !File.Exists(path)) is { } missing
                    ? $"There is no library {missing}."
                : serving.WhyNot(parse, Scenarios(parse), batches?.Planned ?? (typed is { } size ? [size] : null));
        }

        public RunOptions Read(ParseResult parse, ScriptFile program, ImmutableArray<string> libraries)
        {
            (ImmutableArray<ScriptInput> marked, int? typed) = ScriptBatch.Mark(Inputs(parse));
            bool trains = Scenarios(parse).Contains(Scenario.Train);
            BatchAxis? batches = parse.GetValue(sweep.Batches);
            ScriptOptimizer chosen = parse.GetValue(optimizer) ?? ScriptOptimizer.Sgd;
            ScriptSettings settings = new()
            {
                Path = Path.GetFullPath(program.Path),
                Digest = program.Digest,
                Inputs = marked,
                Loss = trains ? parse.GetValue(loss) ?? ScriptLoss.CrossEntropy : null,
                Optimizer = trains ? chosen : null,
                Rate = trains ? parse.GetValue(rate) ?? (chosen == ScriptOptimizer.Adam ? AdamRate : SgdRate) : null,
                Operators = libraries,
            };
            return new RunOptions
            {
                FindsBatch = batches is { IsAuto: true },
                BudgetGiven = parse.GetValue(common.Budget),
                Out = parse.GetValue(sweep.Out),
                Force = parse.GetValue(sweep.Force),
                Plan = defaults =>
                    Plan(parse, settings, batches?.Planned ?? (typed is { } size ? [size] : null), defaults),
                Tier = parse.GetValue(common.Tier),
                Repeat = parse.GetValue(common.Repeat),
                Seed = parse.GetValue(common.Seed),
                Script = settings,
                Note = parse.GetValue(common.Note),
                DryRun = parse.GetValue(common.DryRun),
                Json = parse.GetValue(ReadingOptions.Json),
            };
        }

        private ImmutableArray<ScriptInput> Inputs(ParseResult parse) => parse.GetRequiredValue(inputs);

        /// <summary>Those asked for, inference unless others are, and training where it is asked for by its own option.</summary>
        private ImmutableArray<Scenario> Scenarios(ParseResult parse)
        {
            ImmutableArray<Scenario> asked = parse.GetValue(scenarios) ?? [Scenario.Infer];
            return parse.GetValue(train) && !asked.Contains(Scenario.Train) ? asked.Add(Scenario.Train) : asked;
        }

        private Suite Plan(
            ParseResult parse,
            ScriptSettings settings,
            ImmutableArray<int>? batches,
            PlatformDefaults defaults
        )
        {
            ImmutableArray<Case> cases =
            [
                .. (
                    from scenario in Scenarios(parse)
                    from size in batches ?? [ServingDefaults.Batch(scenario, suites: 1)]
                    from precision in parse.GetValue(sweep.Precisions) ?? [Precision.Fp32]
                    from threads in parse.GetValue(sweep.Threads) ?? [defaults.Threads]
                    from mode in parse.GetValue(modes) ?? [Mode.Stock]
                    select new Case
                    {
                        Workload = ScriptCases.Workload(settings, scenario),
                        Title = Prose.Printable(Path.GetFileName(settings.Path)),
                        Scenario = scenario,
                        Batch = size,
                        Precision = precision,
                        Mode = mode,
                        Device = parse.GetValue(common.Device) ?? defaults.Device,
                        Threads = threads,
                        Serving = ServingDefaults.Terms(scenario, ServingDefaults.LatencyBound, serving.Read(parse)),
                    }
                ).Distinct(),
            ];
            Suite planned = new()
            {
                Name = ScriptCases.Name,
                Version = 1,
                Budget = common.ReadBudget(parse) ?? UsualTime * cases.Count(@case => !@case.Scenario.IsServing()),
                Cases = cases,
            };
            return parse.GetValue(common.Budget) is null
                ? ServingTime.SetAside(planned, parse.GetValue(common.Tier), parse.GetValue(common.Repeat))
                : planned;
        }

        private static ImmutableArray<ScriptInput> ReadInputs(ArgumentResult result)
        {
            var read = ImmutableArray.CreateBuilder<ScriptInput>();
            foreach (string text in result.Tokens.Select(token => token.Value))
            {
                (ScriptInput? input, string? complaint) = ScriptInputText.Read(text);
                if (input is null)
                {
                    result.AddError($"--input cannot be '{text}': {complaint}.");
                    return [];
                }
                read.Add(input);
            }
            return read.ToImmutable();
        }

        private static ScriptLoss? ReadLoss(ArgumentResult result)
        {
            string text = result.Tokens[0].Value;
            if (OptionValues.ReadWord<ScriptLoss>(text.Replace("-", "", StringComparison.Ordinal)) is { } value)
            {
                return value;
            }
            result.AddError($"--loss cannot be '{text}': cross-entropy, mse, mean, own.");
            return null;
        }

        private static ScriptOptimizer? ReadOptimizer(ArgumentResult result)
        {
            string text = result.Tokens[0].Value;
            if (OptionValues.ReadWord<ScriptOptimizer>(text) is { } value)
            {
                return value;
            }
            result.AddError($"--optimizer cannot be '{text}': sgd, adam.");
            return null;
        }
    }
}
