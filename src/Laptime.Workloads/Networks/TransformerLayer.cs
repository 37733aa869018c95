using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Workloads.Networks;

/// <summary>Names of the pieces of an encoder layer, which differ between BERT's and DistilBERT's weight files.</summary>
/// <param name="Query">Projection of queries.</param>
/// <param name="Key">Projection of keys.</param>
/// <param name="Value">Projection of values.</param>
/// <param name="AttentionOut">Projection behind attention.</param>
/// <param name="AttentionNorm">Layer norm behind attention.</param>
/// <param name="Widen">First layer of the feed-forward part.</param>
/// <param name="Narrow">Second layer of the feed-forward part.</param>
/// <param name="OutputNorm">Layer norm behind the feed-forward part.</param>
public sealed record TransformerLayerNames(
    string Query,
    string Key,
    string Value,
    string AttentionOut,
    string AttentionNorm,
    string Widen,
    string Narrow,
    string OutputNorm
);

/// <summary>An encoder layer with post-norm (Vaswani et al. 2017) as BERT uses it: self-attention, then GELU feed-forward.</summary>
public sealed class TransformerLayer : Layer
{
    /// <summary>Epsilon of BERT's layer norms.</summary>
    public const double Epsilon = 1e-12;

    private readonly int heads;
    private readonly int headWidth;
    private readonly Linear query;
    private readonly Linear key;
    private readonly Linear value;
    private readonly Linear attentionOut;
    private readonly LayerNorm attentionNorm;
    private readonly Linear widen;
    private readonly Linear narrow;
    private readonly LayerNorm outputNorm;
    private readonly Dropout attentionDropout;
    private readonly Dropout hiddenDropout;
    private readonly bool dropsAttention;

    /// <summary>Of the given width, number of heads and feed-forward width.</summary>
    /// <param name="width">Features of a token.</param>
    /// <param name="heads">Attention heads; divides the width.</param>
    /// <param name="feedForward">Features between the two layers of the feed-forward part.</param>
    /// <param name="dropout">Probability of dropout.</param>
    /// <param name="names">Names of the pieces.</param>
    /// <param name="dropsAttention">Whether dropout follows the projection behind attention, as in BERT; DistilBERT has none there.</param>
    public TransformerLayer(
        int width,
        int heads,
        int feedForward,
        double dropout,
        TransformerLayerNames names,
        bool dropsAttention = true
    )
    {
        this.dropsAttention = dropsAttention;
        this.heads = heads;
        headWidth = width / heads;
        query = Add(names.Query, new Linear(width, width));
        key = Add(names.Key, new Linear(width, width));
        value = Add(names.Value, new Linear(width, width));
        attentionOut = Add(names.AttentionOut, new Linear(width, width));
        attentionNorm = Add(names.AttentionNorm, new LayerNorm(width, Epsilon));
        widen = Add(names.Widen, new Linear(width, feedForward));
        narrow = Add(names.Narrow, new Linear(feedForward, width));
        outputNorm = Add(names.OutputNorm, new LayerNorm(width, Epsilon));
        attentionDropout = Add("attention_dropout", new Dropout(dropout));
        hiddenDropout = Add("hidden_dropout", new Dropout(dropout));
    }

    /// <summary>Takes [batch, sequence, width] over and returns the same shape.</summary>
    public override Tensor Forward(Tensor x)
    {
        var attended = attentionOut.Forward(Attend(x));
        if (dropsAttention)
        {
            attended = hiddenDropout.Forward(attended);
        }
        x = attentionNorm.Forward(Ops.Add(attended.Move(), x.Move()));
        var hidden = Ops.Gelu(widen.Forward(x.Share()).Move());
        hidden = hiddenDropout.Forward(narrow.Forward(hidden));
        return outputNorm.Forward(Ops.Add(hidden.Move(), x.Move()));
    }

    /// <summary>Leaves <paramref name="x"/> to the caller.</summary>
    private Tensor Attend(Tensor x)
    {
        long[] shape = x.Shape;
        var q = Split(query.Forward(x.Share()), shape);
        var k = Split(key.Forward(x.Share()), shape);
        var v = Split(value.Forward(x.Share()), shape);
        double dropout = attentionDropout.IsTraining ? attentionDropout.Probability : 0;
        var context = Ops.HasAttention ? Ops.Attention(q.Move(), k.Move(), v.Move(), dropout) : AttendByParts(q, k, v);
        context = Ops.Transpose(context.Move(), 1, 2);
        return Ops.Reshape(context.Move(), shape);
    }

    private Tensor AttendByParts(Tensor q, Tensor k, Tensor v)
    {
        q = Ops.Divide(q.Move(), Math.Sqrt(headWidth));
        var scores = Ops.MatMul(q.Move(), Ops.Transpose(k.Move(), 2, 3).Move());
        var weights = attentionDropout.Forward(Ops.Softmax(scores.Move(), -1));
        return Ops.MatMul(weights.Move(), v.Move());
    }

    /// <summary>[batch, sequence, width] to [batch, heads, sequence, width of a head].</summary>
    private Tensor Split(Tensor x, long[] shape)
    {
        var parts = Ops.View(x.Move(), shape[0], shape[1], heads, headWidth);
        return Ops.Transpose(parts.Move(), 1, 2);
    }
}
