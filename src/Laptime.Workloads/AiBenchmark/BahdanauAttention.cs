using Laptime.Torch.Autograd;
using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Workloads.AiBenchmark;

/// <summary>
/// Additive attention (Bahdanau et al. 2014) with a normalised weight vector (Salimans and Kingma 2016): the score of a
/// place is g · v/‖v‖ · tanh(memory · K + query · Q + b).
/// </summary>
internal sealed class BahdanauAttention : Module
{
    private readonly Tensor keys;
    private readonly Tensor queries;
    private readonly Tensor direction;
    private readonly Tensor length;
    private readonly Tensor bias;

    /// <summary>Memory, query and scores of one width; weights start uniform within ±<paramref name="bound"/>.</summary>
    internal BahdanauAttention(int width, double bound)
    {
        keys = AddParameter("memory", width, width);
        queries = AddParameter("query", width, width);
        direction = AddParameter("v", width);
        length = AddParameter("g", 1);
        bias = AddParameter("b", width);
        using var grad = GradMode.Off();
        Ops.UniformInPlace(keys, -bound, bound);
        Ops.UniformInPlace(queries, -bound, bound);
        Ops.UniformInPlace(direction, -bound, bound);
        Ops.FillInPlace(length, Math.Sqrt(1.0 / width));
        Ops.FillInPlace(bias, 0);
    }

    /// <summary>What does not depend on the query: memory [batch, places, width] · K.</summary>
    internal Tensor Keys(Tensor memory) => Ops.MatMul(memory, keys);

    /// <summary>Mean of the memory, weighted by the softmax of the scores, [batch, width]; all arguments are borrowed.</summary>
    internal Tensor Context(Tensor query, Tensor memory, Tensor keysOfMemory)
    {
        long[] shape = memory.Shape;
        using var asked = Ops.Add(Ops.MatMul(query, queries).Move(), bias);
        var sum = Ops.Add(keysOfMemory, Ops.View(asked, shape[0], 1, shape[2]).Move());
        var scores = Ops.MatMul(Ops.Tanh(sum.Move()).Move(), Direction().Move());
        var weights = Ops.Softmax(scores.Move(), 1);
        var mean = Ops.MatMul(Ops.View(weights.Move(), shape[0], 1, shape[1]).Move(), memory);
        return Ops.View(mean.Move(), shape[0], shape[2]);
    }

    private Tensor Direction()
    {
        using var norm = Ops.Norm(direction);
        using var factor = Ops.Divide(length, norm);
        return Ops.Multiply(direction, factor);
    }
}
