using System.Collections.Immutable;

namespace Laptime.Core.Scripts;

/// <summary>What a training step of a program minimizes.</summary>
public enum ScriptLoss
{
    /// <summary>Cross-entropy of the first output against random classes.</summary>
    CrossEntropy,

    /// <summary>Mean squared error of the first output against random numbers.</summary>
    Mse,

    /// <summary>Mean of all outputs: no target, the gradients of everything.</summary>
    Mean,

    /// <summary>The program returns its own loss: one number, or several that are added.</summary>
    Own,
}

/// <summary>What changes the weights of a program in a training step.</summary>
public enum ScriptOptimizer
{
    /// <summary>Stochastic gradient descent with momentum 0.9.</summary>
    Sgd,

    /// <summary>Adam.</summary>
    Adam,
}

/// <summary>A TorchScript program of the user's own, and what it is run with, besides what its case says (batch, precision, device).</summary>
public sealed record ScriptSettings
{
    /// <summary>Where the file is.</summary>
    public required string Path { get; init; }

    /// <summary>SHA-256 of its content, 64 hexadecimal digits.</summary>
    public required string Digest { get; init; }

    /// <summary>What its <c>forward</c> is called with, the batch marked.</summary>
    public required ImmutableArray<ScriptInput> Inputs { get; init; }

    /// <summary>Loss of training steps; null where nothing is trained.</summary>
    public ScriptLoss? Loss { get; init; }

    /// <summary>Optimizer of training steps; null where nothing is trained.</summary>
    public ScriptOptimizer? Optimizer { get; init; }

    /// <summary>Learning rate; null where nothing is trained.</summary>
    public double? Rate { get; init; }

    /// <summary>Libraries with operators that the program needs, besides libtorch: paths.</summary>
    public ImmutableArray<string> Operators { get; init; } = [];
}
