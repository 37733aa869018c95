using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using Laptime.Cli.Running;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;
using Laptime.Core.AiBenchmark;
using Laptime.Core.Cases;
using Laptime.Core.Quantities;
using Laptime.Core.Trials;
using Laptime.Workloads;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime run ai-benchmark</c>.</summary>
internal static class RunAiBenchmarkCommand
{
    // What a sub-test usually takes: 30 s of iterations, and making the network.
    private static readonly Seconds UsualTime = new(40);

    private enum Rules
    {
        Classic,
        Laptime,
    }

    public static Command Create(Screen screen)
    {
        DocumentedCommand command = new(
            "ai-benchmark",
            "Runs the 42 sub-tests of AI-Benchmark by its own rules and scores them; nothing is sent anywhere.",
            new Example("laptime run ai-benchmark", "the whole suite, up to half an hour, three scores"),
            new Example("laptime run ai-benchmark --micro", "16 sub-tests of one picture each, in three minutes"),
            new Example("laptime run ai-benchmark --select 1,5.2,unet", "some of it: a partial score"),
            new Example(
                "laptime run ai-benchmark --select lstm --fused",
                "what a recurrent kernel gains over single steps"
            ),
            new Example(
                "laptime run ai-benchmark --inference --protocol laptime --tier standard",
                "the same cases on a resident batch, as exactly as Laptime can"
            )
        );
        Options options = new();
        options.AddTo(command);
        command.SetAction(
            (parse, cancellationToken) =>
            {
                if (options.WhyNot(parse) is { } objection)
                {
                    return Task.FromResult(UsageError.Report(command, objection, screen));
                }
                RunSession session = new(screen, TimeProvider.System);
                return session.StartAsync(options.Read(parse), cancellationToken);
            }
        );
        return command;
    }

    private sealed class Options
    {
        private readonly CommonRunOptions common = new();
        private readonly Option<bool> inference = new("--inference") { Description = "Only the inference sub-tests" };
        private readonly Option<bool> training = new("--training") { Description = "Only the training sub-tests" };
        private readonly Option<bool> micro = new("--micro")
        {
            Description = "The micro set instead: inference of a single picture, a score of its own",
        };
        private readonly Option<ImmutableArray<string>?> select = OptionValues.Axis(
            "--select",
            "Only these: tests (5), sub-tests (5.2), networks (unet)",
            word => word
        );
        private readonly Option<ImmutableArray<string>?> exclude = OptionValues.Axis(
            "--exclude",
            "All but these",
            word => word
        );
        private readonly Option<Rules> protocol = new("--protocol")
        {
            Description =
                "classic (22 iterations, 30 s and 100 s limits, copies timed; this scores) or laptime (fresh processes, intervals, --tier)",
            DefaultValueFactory = _ => Rules.Classic,
            CustomParser = ReadRules,
        };
        private readonly Option<ImmutableArray<Precision>?> precisions = OptionValues.Axis(
            "--precision",
            "fp32 (this scores), tf32, bf16, fp16",
            OptionValues.ReadWord<Precision>
        );
        private readonly Option<ImmutableArray<Mode>?> modes = OptionValues.Axis(
            "--mode",
            "stock (this scores), tuned",
            OptionValues.ReadWord<Mode>
        );

        private readonly Option<bool> fused = new("--fused")
        {
            Description =
                "LSTM-Sentiment and the encoder of GNMT also with whole sequences in one recurrent kernel; never scores",
        };

        public void AddTo(Command command)
        {
            Option[] all =
            [
                inference,
                training,
                micro,
                select,
                exclude,
                protocol,
                precisions,
                modes,
                fused,
                .. common.All,
                ReadingOptions.Json,
            ];
            foreach (Option option in all)
            {
                command.Options.Add(option);
            }
        }

        /// <summary>Why the options do not go together; null if they do.</summary>
        public string? WhyNot(ParseResult parse)
        {
            if (parse.GetValue(micro) && (parse.GetValue(inference) || parse.GetValue(training)))
            {
                return "--micro is a set of its own; leave out --inference and --training.";
            }
            Option? ours = new Option[] { common.Tier, common.Budget }.FirstOrDefault(option =>
                parse.GetResult(option) is { Implicit: false }
            );
            return ours is not null && parse.GetValue(protocol) == Rules.Classic
                ? $"{ours.Name} belongs to --protocol laptime; the classic one has its own limits."
                : Selection(parse).WhyNot();
        }

        public RunOptions Read(ParseResult parse)
        {
            bool classic = parse.GetValue(protocol) == Rules.Classic;
            return new RunOptions
            {
                Plan = defaults => Plan(parse, defaults, classic),
                Tier = classic ? Tier.Fixed : parse.GetValue(common.Tier),
                Repeat = parse.GetValue(common.Repeat),
                Seed = parse.GetValue(common.Seed) ?? AiBenchmarkSuite.Seed,
                Note = parse.GetValue(common.Note),
                DryRun = parse.GetValue(common.DryRun),
                Json = parse.GetValue(ReadingOptions.Json),
            };
        }

        private SubTestSelection Selection(ParseResult parse)
        {
            bool wantsTraining = parse.GetValue(training);
            return new SubTestSelection
            {
                IsMicro = parse.GetValue(micro),
                Kind =
                    parse.GetValue(inference) == wantsTraining ? null
                    : wantsTraining ? SubTestKind.Training
                    : SubTestKind.Inference,
                Include = parse.GetValue(select) ?? [],
                Exclude = parse.GetValue(exclude) ?? [],
            };
        }

        private Suite Plan(ParseResult parse, PlatformDefaults defaults, bool classic)
        {
            SubTestSelection selection = Selection(parse);
            DeviceName device = parse.GetValue(common.Device) ?? defaults.Device;
            int threads = parse.GetValue(common.Threads) ?? defaults.Threads;
            ImmutableArray<Case> cases =
            [
                .. from test in selection.Choose()
                from precision in parse.GetValue(precisions) ?? [Precision.Fp32]
                from mode in parse.GetValue(modes) ?? [Mode.Stock]
                from @case in StepByStepAndFused(test.On(device, threads), parse.GetValue(fused))
                select @case with
                {
                    Precision = precision,
                    Mode = mode,
                },
            ];
            return new Suite
            {
                Name = selection.IsMicro ? AiBenchmarkSuite.MicroName : AiBenchmarkSuite.Name,
                Version = AiBenchmarkSuite.Version,
                Budget = classic ? UsualTime * cases.Length : common.ReadBudget(parse) ?? UsualTime * cases.Length,
                Cases = cases,
            };
        }

        private static ImmutableArray<Case> StepByStepAndFused(Case plain, bool wantsFused) =>
            wantsFused && WorkloadDefinition.All[plain.Workload].CanFuse
                ? [plain, plain with { Shape = plain.Shape.Add(WorkloadDefinition.FusedAxis, 1) }]
                : [plain];

        private static Rules ReadRules(ArgumentResult result)
        {
            if (OptionValues.ReadWord<Rules>(result.Tokens[0].Value) is { } value)
            {
                return value;
            }
            result.AddError($"--protocol cannot be '{result.Tokens[0].Value}': classic or laptime.");
            return default;
        }
    }
}
