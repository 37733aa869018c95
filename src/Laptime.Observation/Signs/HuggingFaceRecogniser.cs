using System.Text.RegularExpressions;

namespace Laptime.Observation.Signs;

/// <summary>
/// The Trainer of Hugging Face where its bar is off: <c>{'loss': 0.52, 'learning_rate': 2e-05, 'epoch': 0.5}</c>,
/// <c>{'eval_loss': …}</c> and, last, <c>{'train_runtime': 12.3, …, 'train_steps_per_second': 4.1, 'epoch': 3.0}</c>.
/// </summary>
/// <remarks>The lines tell epochs, the last one how many steps they were.</remarks>
public sealed partial class HuggingFaceRecogniser : IRecogniser
{
    /// <inheritdoc />
    public string Name => "huggingface";

    /// <inheritdoc />
    public StepSign? Read(string line)
    {
        if (!line.StartsWith("{'", StringComparison.Ordinal) || Number(Epoch(), line) is not { } epoch)
        {
            return null;
        }
        bool isValidation = line.StartsWith("{'eval_", StringComparison.Ordinal);
        return new StepSign
        {
            Series = isValidation ? "eval" : "train",
            Unit = CountUnit.Epoch,
            Count = epoch,
            Activity = isValidation ? Activity.Validation : Activity.Training,
            WholeSteps =
                Number(Runtime(), line) is { } seconds && Number(StepsPerSecond(), line) is { } rate
                    ? Math.Round(seconds * rate)
                    : null,
        };
    }

    private static double? Number(Regex regex, string line) => Figure.Number(regex.Match(line), "number");

    // Newer versions put the figures into quotes.
    [GeneratedRegex(
        @"'epoch': '?(?<number>[\d.]+(e[-+]?\d+)?)",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        Figure.Patience
    )]
    private static partial Regex Epoch();

    [GeneratedRegex(
        @"'train_runtime': '?(?<number>[\d.]+)",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        Figure.Patience
    )]
    private static partial Regex Runtime();

    [GeneratedRegex(
        @"'train_steps_per_second': '?(?<number>[\d.]+)",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        Figure.Patience
    )]
    private static partial Regex StepsPerSecond();
}
