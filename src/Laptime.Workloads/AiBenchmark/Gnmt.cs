using Laptime.Torch;
using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;
using Laptime.Workloads.Networks;

namespace Laptime.Workloads.AiBenchmark;

/// <summary>
/// Google's translation network (Wu et al. 2016) as a sentence is translated by it: eight encoder layers, the first in
/// both directions, then a decoder of eight, whose lowest asks the attention. 281,798,657 parameters learn and one more
/// number, the original's count of training steps, does not. Inference only.
/// </summary>
/// <remarks>
/// The original stops at an end-of-sentence token or after twice the length of the sentence. Here it is always the
/// latter: with random weights the former would make the work depend on the seed. What is decoded after an
/// end-of-sentence is part of the output; no step waits for the host to have looked at a token.
/// </remarks>
internal sealed class Gnmt : Network
{
    /// <summary>Features of embeddings, states and attention.</summary>
    internal const int UsualWidth = 1024;

    /// <summary>Words of the vocabulary.</summary>
    internal const int Vocabulary = 32316;

    private const int Depth = 8;
    private const double Bound = 0.1;
    private const int Unknown = 0; // first lines of the vocabulary: unknown, start and end of sentence
    private const int StartOfSentence = 1;

    private readonly int width;
    private readonly Embedding source;
    private readonly Embedding target;
    private readonly List<LstmCell> encoder = [];
    private readonly List<LstmCell> decoder = [];
    private readonly LstmCell backwards;
    private readonly List<FusedLstm> fused = [];
    private readonly BahdanauAttention attention;
    private readonly Tensor projection;

    /// <summary>With random weights.</summary>
    /// <param name="isFused">Whether one operator runs an encoder layer over the whole sentence; the weights are the same.</param>
    /// <param name="width">Features of embeddings, states and attention.</param>
    /// <param name="words">Words of the vocabulary.</param>
    internal Gnmt(bool isFused, int width = UsualWidth, int words = Vocabulary)
    {
        this.width = width;
        source = Add("encoder.embedding", new Embedding(words, width));
        target = Add("decoder.embedding", new Embedding(words, width));
        backwards = Add("encoder.backwards", new LstmCell(width, width, Bound));
        for (int i = 0; i < Depth; i++)
        {
            encoder.Add(Add($"encoder.{i}", new LstmCell(i == 1 ? 2 * width : width, width, Bound)));
            decoder.Add(Add($"decoder.{i}", new LstmCell(2 * width, width, Bound, parts: 2)));
        }
        for (int i = 0; isFused && i < Depth; i++)
        {
            LstmCell[] cells = i == 0 ? [encoder[0], backwards] : [encoder[i]];
            fused.Add(Add($"encoder.fused{i}", new FusedLstm(cells)));
        }
        attention = Add("attention", new BahdanauAttention(width, Bound));
        projection = AddParameter("projection", width, words);
        AddBuffer("global_step", DType.Int64, 1);
        using var grad = Laptime.Torch.Autograd.GradMode.Off();
        Ops.UniformInPlace(source.Weight, -Bound, Bound);
        Ops.UniformInPlace(target.Weight, -Bound, Bound);
        Ops.UniformInPlace(projection, -Bound, Bound);
    }

    /// <summary>From token numbers [batch, length] to token numbers [batch, 2 · length].</summary>
    public override Tensor Forward(Tensor x)
    {
        using var scope = TensorScope.Enter();
        long[] shape = x.Shape;
        var states = new LstmState[Depth];
        var memory = fused.Count > 0 ? EncodeFused(x, states) : Encode(x, states);
        var keys = Keys(memory);
        var tokens = new Tensor[2 * shape[1]];
        var token = Ops.Zeros([shape[0]], DType.Int64, memory.Device);
        Ops.FillInPlace(token, StartOfSentence);
        var context = Ops.Zeros([shape[0], width], memory.DType, memory.Device);
        for (int i = 0; i < tokens.Length; i++)
        {
            using var scores = Decode(token, states, ref context, memory, keys);
            tokens[i] = token = Ops.ArgMax(scores, 1);
        }
        using var list = new TensorList(tokens);
        return Ops.Stack(list, 1).Escape();
    }

    /// <summary>Sentences of <paramref name="length"/> tokens, three of which are unknown words; always the same.</summary>
    internal static Tensor Sentences(int batch, int length)
    {
        var x = Ops.Empty([batch, length], DType.Int64);
        var tokens = x.Data<long>();
        for (int i = 0; i < tokens.Length; i++)
        {
            int place = i % length;
            // Any numbers of words serve: 1009 is a prime, which spreads them over the vocabulary.
            tokens[i] = place is 4 or 11 or 17 ? Unknown : 3 + (1009 * (place + 1) % (Vocabulary - 3));
        }
        return x;
    }

    /// <summary>Encodes to [batch, length, width]; leaves the last state of each layer, of the first that of its way back.</summary>
    internal Tensor Encode(Tensor x, LstmState[] states)
    {
        var steps = Ops.Unbind(source.Forward(x).Move(), 1);
        var there = Run(encoder[0], steps, out var unused);
        unused.Dispose();
        Array.Reverse(steps);
        var back = Run(backwards, steps, out states[0]);
        Array.Reverse(back);
        for (int i = 0; i < steps.Length; i++)
        {
            steps[i] = Ops.Join(1, there[i], back[i]);
        }
        for (int layer = 1; layer < Depth; layer++)
        {
            var outputs = Run(encoder[layer], steps, out states[layer]);
            for (int i = 0; layer > 1 && i < steps.Length; i++)
            {
                outputs[i] = Ops.Add(outputs[i].Move(), steps[i]);
            }
            steps = outputs;
        }
        using var list = new TensorList(steps);
        return Ops.Stack(list, 1);
    }

    /// <summary>The same, a layer at a time.</summary>
    internal Tensor EncodeFused(Tensor x, LstmState[] states)
    {
        var steps = source.Forward(x);
        for (int layer = 0; layer < Depth; layer++)
        {
            var outputs = fused[layer].Forward(steps, out states[layer]);
            if (layer > 1)
            {
                Ops.AddInPlace(outputs, steps);
            }
            steps.Dispose();
            steps = outputs;
        }
        return steps;
    }

    private static Tensor[] Run(LstmCell cell, Tensor[] steps, out LstmState state)
    {
        state = cell.Start(steps[0].Shape[0]);
        var outputs = new Tensor[steps.Length];
        for (int i = 0; i < steps.Length; i++)
        {
            cell.Step(state, steps[i]);
            outputs[i] = state.Output.Share();
        }
        return outputs;
    }

    /// <summary>The attention's keys of a memory.</summary>
    internal Tensor Keys(Tensor memory) => attention.Keys(memory);

    /// <summary>One step: a score for each word to come next, [batch, words].</summary>
    internal Tensor Decode(Tensor token, LstmState[] states, ref Tensor context, Tensor memory, Tensor keys)
    {
        using var word = target.Forward(token.Share());
        decoder[0].Step(states[0], word, context);
        context.Dispose();
        context = attention.Context(states[0].Output, memory, keys);
        var x = states[0].Output.Share();
        for (int layer = 1; layer < Depth; layer++)
        {
            decoder[layer].Step(states[layer], x, context);
            var lower = x;
            x = layer > 1 ? Ops.Add(states[layer].Output, lower) : states[layer].Output.Share();
            lower.Dispose();
        }
        return Ops.MatMul(x.Move(), projection);
    }
}
