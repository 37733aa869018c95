using System.Collections.Immutable;
using System.CommandLine;
using Laptime.Cli.Running;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;
using Laptime.Core.AiBenchmark;
using Laptime.Core.Cases;
using Laptime.Core.Quantities;
using Laptime.Core.Trials;

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
            new Example("laptime run ai-benchmark --micro", "16 sub-tests of one picture each, in five minutes"),
            new Example("laptime run ai-benchmark --select 1,5.2,unet", "some of it: a partial score"),
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
                .. common.All,
                ReadingOptions.Json,
            ];
            foreach (Option option in all)
            {
                command.Options.Add(option);
            }
            command.Validators.Add(result =>
            {
                bool wantsMicro = result.GetValue(micro);
                bool wantsTraining = result.GetValue(training);
                if (wantsMicro && (wantsTraining || result.GetValue(inference)))
                {
                    result.AddError("--micro is a set of its own; leave out --inference and --training.");
                }
                else if (
                    result.GetValue(protocol) == Rules.Classic
                    && new Option[] { common.Tier, common.Budget }.FirstOrDefault(option =>
                        result.GetResult(option) is { Implicit: false }
                    )
                        is { } ours
                )
                {
                    result.AddError($"{ours.Name} belongs to --protocol laptime; the classic one has its own limits.");
                }
                else if (
                    new SubTestSelection
                    {
                        IsMicro = wantsMicro,
                        Kind = KindOf(result.GetValue(inference), wantsTraining),
                        Include = result.GetValue(select) ?? [],
                        Exclude = result.GetValue(exclude) ?? [],
                    }.WhyNot() is
                    { } objection
                )
                {
                    result.AddError(objection);
                }
            });
        }

        public RunOptions Read(ParseResult parse)
        {
            bool classic = parse.GetValue(protocol) == Rules.Classic;
            SubTestSelection selection = new()
            {
                IsMicro = parse.GetValue(micro),
                Kind = KindOf(parse.GetValue(inference), parse.GetValue(training)),
                Include = parse.GetValue(select) ?? [],
                Exclude = parse.GetValue(exclude) ?? [],
            };
            return new RunOptions
            {
                Plan = defaults => Plan(parse, defaults, selection, classic),
                Tier = classic ? Tier.Fixed : parse.GetValue(common.Tier),
                Repeat = parse.GetValue(common.Repeat),
                Seed = parse.GetValue(common.Seed) ?? AiBenchmarkSuite.Seed,
                Note = parse.GetValue(common.Note),
                DryRun = parse.GetValue(common.DryRun),
                Json = parse.GetValue(ReadingOptions.Json),
            };
        }

        private Suite Plan(ParseResult parse, PlatformDefaults defaults, SubTestSelection selection, bool classic)
        {
            DeviceName device = parse.GetValue(common.Device) ?? defaults.Device;
            int threads = parse.GetValue(common.Threads) ?? defaults.Threads;
            ImmutableArray<Case> cases =
            [
                .. from test in selection.Choose()
                from precision in parse.GetValue(precisions) ?? [Precision.Fp32]
                from mode in parse.GetValue(modes) ?? [Mode.Stock]
                select test.On(device, threads) with
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

        private static SubTestKind? KindOf(bool inference, bool training) =>
            inference == training ? null
            : training ? SubTestKind.Training
            : SubTestKind.Inference;
    }
}
