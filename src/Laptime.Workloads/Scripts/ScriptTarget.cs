using Laptime.Core.Cases;
using Laptime.Core.Scripts;
using Laptime.Torch;
using Laptime.Torch.Autograd;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Workloads.Scripts;

/// <summary>
/// What a program's outputs should come to, and how far they are from it. The target is drawn once, when the first
/// output tells its shape, and stays on the device.
/// </summary>
internal sealed class ScriptTarget(ScriptLoss kind, DeviceName device) : IDisposable
{
    private Tensor? target;

    /// <summary>The loss of outputs, in single precision.</summary>
    /// <exception cref="ScriptException">They have no such loss.</exception>
    public Tensor Loss(IReadOnlyList<Tensor> outputs)
    {
        Tensor[] floats =
        [
            .. outputs
                .Where(o => o.DType is DType.Float32 or DType.Float64 or DType.Float16 or DType.BFloat16)
                .Where(o => o.RequiresGrad),
        ];
        if (floats.Length == 0)
        {
            throw new ScriptException(
                "The program returns nothing that its weights could learn from.",
                "Was it exported within torch.no_grad()? Save it anew, in training mode."
            );
        }
        return kind switch
        {
            ScriptLoss.CrossEntropy => CrossEntropy(Single(floats[0])),
            ScriptLoss.Mse => MeanSquaredError(Single(floats[0])),
            ScriptLoss.Mean => Sum(floats.Select(output => Ops.Mean(Single(output)))),
            ScriptLoss.Own => Own(floats),
            _ => throw new InvalidOperationException($"No loss is called {kind}."),
        };
    }

    /// <inheritdoc />
    public void Dispose() => target?.Dispose();

    private Tensor Single(Tensor output) => Ops.To(output, device, DType.Float32);

    /// <summary>
    /// Of [batch, classes, …]; of three dimensions, [batch, tokens, classes], as networks for text return them.
    /// </summary>
    private Tensor CrossEntropy(Tensor scores)
    {
        long[] shape = scores.Shape;
        if (shape.Length < 2)
        {
            throw new ScriptException(
                $"Cross-entropy needs scores of several classes, and the program returns [{string.Join(", ", shape)}].",
                "Choose --loss mse, mean, or own for a program that returns its loss."
            );
        }
        if (shape.Length == 3)
        {
            shape = [shape[0] * shape[1], shape[2]];
            scores = Ops.Reshape(scores, shape);
        }
        Prepare([shape[0], .. shape[2..]], DType.Int64, labels => Ops.RandomInPlace(labels, 0, shape[1]));
        return Ops.CrossEntropy(scores, target);
    }

    private Tensor MeanSquaredError(Tensor output)
    {
        Prepare(output.Shape, DType.Float32, numbers => Ops.NormalInPlace(numbers, 0, 1));
        return Ops.MeanSquaredError(output, target);
    }

    private Tensor Own(Tensor[] floats)
    {
        Tensor[] losses = [.. floats.Where(output => output.ElementCount == 1)];
        return losses.Length > 0
            ? Sum(losses.Select(one => Ops.Reshape(Single(one), [])))
            : throw new ScriptException(
                "The program returns no loss: none of its outputs is a single number.",
                "Choose --loss cross-entropy, mse or mean."
            );
    }

    private static Tensor Sum(IEnumerable<Tensor> numbers) => numbers.Aggregate((a, b) => Ops.Add(a, b));

    private void Prepare(long[] shape, DType type, Action<Tensor> fill)
    {
        if (target is not null && target.Shape.AsSpan().SequenceEqual(shape))
        {
            return;
        }
        target?.Dispose();
        using GradMode grad = GradMode.Off();
        Tensor drawn = Ops.Empty(shape, type);
        fill(drawn);
        target = (device.IsCpu ? drawn : Ops.To(drawn, device, type)).Keep();
    }
}
