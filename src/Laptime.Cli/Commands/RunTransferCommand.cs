using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Laptime.Cli.Running;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;
using Laptime.Core.Cases;
using Laptime.Core.Transfer;
using Laptime.Workloads.Networks;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime run transfer</c>.</summary>
internal static class RunTransferCommand
{
    public static Command Create(Screen screen)
    {
        DocumentedCommand command = new(
            "transfer",
            "Trains a picture classifier from start to end and says what it took, how good it became, and whether the device had to wait for its pictures.",
            new Example("laptime run transfer", "on pictures that Laptime draws"),
            new Example("laptime run transfer --data dogscats --weights r34.pth", "the published example"),
            new Example(
                "laptime run transfer --data dogscats --batch 16,64,256 --repeat 3",
                "three batches, three times each"
            ),
            new Example("laptime run transfer --data cats --until-accuracy 0.99", "time to accuracy"),
            new Example("laptime run transfer --resume", "go on from the last checkpoint")
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
                return parse.GetResult(options.Resume) is not null
                    ? new Resumption(screen, TimeProvider.System).RunAsync(
                        parse.GetValue(options.Resume),
                        isTransfer: true,
                        parse.GetValue(ReadingOptions.Json),
                        cancellationToken
                    )
                    : new TransferSession(screen, TimeProvider.System).StartAsync(
                        options.Read(parse),
                        cancellationToken
                    );
            }
        );
        return command;
    }

    private sealed class Options
    {
        private readonly CommonRunOptions common = new();
        private readonly Option<string> data = new("--data")
        {
            Description =
                "A folder of class folders with JPEG or PNG files, with or without train/ and valid/; or synthetic: pictures drawn by Laptime",
            HelpName = "DIR|synthetic",
            DefaultValueFactory = _ => TransferSettings.Synthetic,
        };
        private readonly Option<ResNetKind?> network = Parsed(
            "--network",
            "resnet18, resnet34 or resnet50; resnet34, and resnet18 for synthetic pictures",
            text => ResNetKind.All.FirstOrDefault(kind => kind.Name == text)
        );
        private readonly Option<string?> weights = new("--weights")
        {
            Description =
                "Weights of the body, safetensors or a PyTorch state dict; random without, and the accuracy is not comparable",
        };
        private readonly Option<int?> image = OptionValues.Count(
            "--image",
            "Pixels a side; 224, and 96 for synthetic pictures"
        );
        private readonly Option<ImmutableArray<int>?> batches = OptionValues.Axis(
            "--batch",
            "Pictures in a step; 64, and 32 for synthetic pictures",
            OptionValues.ReadCount
        );
        private readonly Option<int?> frozenEpochs = Whole(
            "--frozen-epochs",
            "Epochs that train head and batch norms only; 1"
        );
        private readonly Option<int?> epochs = Whole(
            "--epochs",
            "Epochs that train everything; 6, and 3 for synthetic pictures"
        );
        private readonly Option<double?> frozenRate = Number(
            "--frozen-rate",
            "Highest rate of the head in the frozen phase; 3e-3. A tenth for the rest",
            rate => rate is > 0 and < 1
        );
        private readonly Option<(double Low, double High)?> rates = ParsedValue(
            "--rate",
            "Highest rates of the first layers and the head in the unfrozen phase; 1e-5,3e-4, and 1e-3,3e-3 for synthetic pictures",
            ReadRates
        );
        private readonly Option<WarmupShape?> warmup = ParsedValue(
            "--warm-up",
            "linear (fastai 1.0.11) or cosine (1.0.48); cosine",
            OptionValues.ReadWord<WarmupShape>
        );
        private readonly Option<double?> untilAccuracy = Number(
            "--until-accuracy",
            "Share of the validation pictures, such as 0.99, that ends the training: time to accuracy",
            share => share is > 0 and <= 1
        );
        private readonly Option<bool> withoutTestTime = new("--no-tta")
        {
            Description = "Leave test-time augmentation out.",
        };
        private readonly Option<ImmutableArray<Precision>?> precisions = OptionValues.Axis<Precision>(
            "--precision",
            "fp32, tf32, bf16 or fp16 (GPU only, with loss scaling); fp32",
            text => OptionValues.ReadWord<Precision>(text) is { } precision and not Precision.Int8 ? precision : null
        );
        private readonly Option<ImmutableArray<Mode>?> modes = OptionValues.Axis(
            "--mode",
            "stock (plain eager PyTorch) or tuned (the best this machine can do); stock",
            OptionValues.ReadWord<Mode>
        );
        private readonly Option<int?> workers = OptionValues.Count(
            "--workers",
            "Threads that prepare pictures; one for each processor, 16 at most"
        );
        private readonly Option<int?> repeat = OptionValues.Count(
            "--repeat",
            "Times to do it, each in a fresh process; 1"
        );
        private readonly Option<long?> seed = new("--seed")
        {
            Description = "Seed of weights, order, augmentation and dropout: the same gives the same accuracy",
        };
        private readonly Option<string?> tensorBoard = new("--tensorboard")
        {
            Description = "Directory for TensorBoard's event files",
            HelpName = "DIR",
        };
        private readonly Option<string?> checkpoints = new("--checkpoints")
        {
            Description = "Directory for checkpoints; beside the results",
            HelpName = "DIR",
        };
        private readonly Option<bool> keepCheckpoints = new("--keep-checkpoints")
        {
            Description = "Keep the last checkpoints when the job is done.",
        };

        /// <summary>Present without a value for the latest job.</summary>
        public Option<string?> Resume { get; } =
            new("--resume")
            {
                Description = "Go on with an interrupted job: the latest, or the one named",
                Arity = ArgumentArity.ZeroOrOne,
            };

        public void AddTo(Command command)
        {
            Option[] all =
            [
                data,
                network,
                weights,
                image,
                batches,
                frozenEpochs,
                epochs,
                frozenRate,
                rates,
                warmup,
                untilAccuracy,
                withoutTestTime,
                precisions,
                modes,
                common.Device,
                common.Threads,
                workers,
                repeat,
                seed,
                tensorBoard,
                checkpoints,
                keepCheckpoints,
                common.Note,
                Resume,
                common.DryRun,
                ReadingOptions.Json,
            ];
            foreach (Option option in all)
            {
                command.Options.Add(option);
            }
        }

        /// <summary>Why the options do not go together; null if they do.</summary>
        public string? WhyNot(ParseResult parse) =>
            parse.GetValue(frozenEpochs) == 0 && parse.GetValue(epochs) == 0
                ? "--frozen-epochs 0 --epochs 0 leaves nothing to train; give one of them a number."
            : parse.GetValue(image) is < 32 or > 2048 ? $"--image takes 32 to 2048 pixels, not {parse.GetValue(image)}."
            : null;

        public TransferOptions Read(ParseResult parse) =>
            new()
            {
                Data = parse.GetRequiredValue(data),
                Network = parse.GetValue(network),
                Image = parse.GetValue(image),
                Batches = parse.GetValue(batches),
                Precisions = parse.GetValue(precisions),
                Modes = parse.GetValue(modes),
                Device = parse.GetValue(common.Device),
                Threads = parse.GetValue(common.Threads),
                Workers = parse.GetValue(workers),
                FrozenEpochs = parse.GetValue(frozenEpochs),
                Epochs = parse.GetValue(epochs),
                FrozenRate = parse.GetValue(frozenRate),
                Rates = parse.GetValue(rates),
                Warmup = parse.GetValue(warmup),
                TargetAccuracy = parse.GetValue(untilAccuracy),
                WithoutTestTime = parse.GetValue(withoutTestTime),
                Repeat = parse.GetValue(repeat),
                Seed = parse.GetValue(seed),
                Weights = parse.GetValue(weights),
                TensorBoard = parse.GetValue(tensorBoard),
                Checkpoints = parse.GetValue(checkpoints),
                KeepCheckpoints = parse.GetValue(keepCheckpoints),
                Note = parse.GetValue(common.Note),
                DryRun = parse.GetValue(common.DryRun),
                Json = parse.GetValue(ReadingOptions.Json),
            };

        private static (double Low, double High)? ReadRates(string text)
        {
            string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
            return
                parts.Length is 1 or 2
                && ReadNumber(parts[0]) is > 0 and < 1 and var low
                && ReadNumber(parts[^1]) is > 0 and < 1 and var high
                ? (low, high)
                : null;
        }

        private static double? ReadNumber(string text) =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && double.IsFinite(value)
                ? value
                : null;

        private static Option<double?> Number(string name, string description, Func<double, bool> fits) =>
            ParsedValue<double>(name, description, text => ReadNumber(text) is { } value && fits(value) ? value : null);

        private static Option<int?> Whole(string name, string description) =>
            ParsedValue<int>(
                name,
                description,
                text =>
                    int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : null
            );

        private static Option<T?> Parsed<T>(string name, string description, Func<string, T?> read)
            where T : class =>
            new(name) { Description = description, CustomParser = r => Read(r, name, description, read) };

        private static Option<T?> ParsedValue<T>(string name, string description, Func<string, T?> read)
            where T : struct =>
            new(name) { Description = description, CustomParser = r => Read(r, name, description, read) };

        private static T? Read<T>(ArgumentResult result, string name, string description, Func<string, T?> read)
        {
            string text = result.Tokens[0].Value;
            T? value = read(text);
            if (value is null)
            {
                result.AddError(
                    $"{name} cannot be '{text}': {char.ToLowerInvariant(description[0])}{description[1..]}."
                );
            }
            return value;
        }
    }
}
