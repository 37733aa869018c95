using Laptime.Core.Quantities;

namespace Laptime.Observation.Signs;

/// <summary>What a line of output is about.</summary>
public enum Activity
{
    /// <summary>The training loop.</summary>
    Training,

    /// <summary>Validation, evaluation or test.</summary>
    Validation,

    /// <summary>A checkpoint being written.</summary>
    Saving,
}

/// <summary>What a program counts.</summary>
public enum CountUnit
{
    /// <summary>Iterations.</summary>
    Step,

    /// <summary>Items: pictures, sequences.</summary>
    Item,

    /// <summary>Passes over the data, with a fraction.</summary>
    Epoch,
}

/// <summary>What one line says of a program's progress, in the program's own count.</summary>
public sealed record StepSign
{
    /// <summary>Which of the program's counters this is, among those of one recogniser: a bar's label, its total.</summary>
    public required string Series { get; init; }

    /// <summary>How far the counter is; it may begin anew with each epoch. At least 0.</summary>
    public required double Count { get; init; }

    /// <summary>What is counted.</summary>
    public CountUnit Unit { get; init; } = CountUnit.Step;

    /// <summary>What the counter belongs to.</summary>
    public Activity Activity { get; init; } = Activity.Training;

    /// <summary>What else the line speaks of, for whoever follows another counter; null: nothing.</summary>
    public Activity? Beside { get; init; }

    /// <summary>Time of one step by the program's own account; null if it gives none. A cross-check, never the result.</summary>
    public Seconds? Stated { get; init; }

    /// <summary>Steps of the whole training, as a closing line gives them; null in any other line.</summary>
    public double? WholeSteps { get; init; }
}

/// <summary>Knows the output of one kind of training script. Pure: a line says the same wherever it stands.</summary>
public interface IRecogniser
{
    /// <summary>Stable name: <c>tqdm</c>.</summary>
    string Name { get; }

    /// <summary>Reads a line.</summary>
    /// <param name="line">One redrawn state of a line, without escape sequences.</param>
    /// <returns>Null if the line is none of this kind.</returns>
    StepSign? Read(string line);
}
