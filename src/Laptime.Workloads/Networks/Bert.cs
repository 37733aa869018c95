using Laptime.Core.Cases;
using Laptime.Torch;
using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Workloads.Networks;

/// <summary>
/// BERT (Devlin et al. 2019) with a head that classifies sequences, named as Hugging Face's
/// <c>BertForSequenceClassification</c>. Large: 24 layers of width 1024, 335,141,888 parameters besides the head.
/// </summary>
public sealed class Bert : Network
{
    private const int Vocabulary = 30522;
    private const int Positions = 512;
    private const double InitialDeviation = 0.02;
    private const double DropoutProbability = 0.1;

    private static readonly TransformerLayerNames LayerNames = new(
        "attention.self.query",
        "attention.self.key",
        "attention.self.value",
        "attention.output.dense",
        "attention.output.LayerNorm",
        "intermediate.dense",
        "output.dense",
        "output.LayerNorm"
    );

    private readonly Embedding words;
    private readonly Embedding positions;
    private readonly Embedding segments;
    private readonly LayerNorm norm;
    private readonly Dropout dropout;
    private readonly List<TransformerLayer> layers = [];
    private readonly Linear pooler;
    private readonly Linear classifier;

    /// <summary>Of any size.</summary>
    public Bert(int layerCount, int width, int heads, int classes)
    {
        words = Add("bert.embeddings.word_embeddings", new Embedding(Vocabulary, width, InitialDeviation));
        positions = Add("bert.embeddings.position_embeddings", new Embedding(Positions, width, InitialDeviation));
        segments = Add("bert.embeddings.token_type_embeddings", new Embedding(2, width, InitialDeviation));
        norm = Add("bert.embeddings.LayerNorm", new LayerNorm(width, TransformerLayer.Epsilon));
        dropout = Add("dropout", new Dropout(DropoutProbability));
        for (int i = 0; i < layerCount; i++)
        {
            layers.Add(
                Add(
                    $"bert.encoder.layer.{i}",
                    new TransformerLayer(width, heads, 4 * width, DropoutProbability, LayerNames)
                )
            );
        }
        pooler = Add("bert.pooler.dense", new Linear(width, width));
        classifier = Add("classifier", new Linear(width, classes));
    }

    /// <summary>BERT-large.</summary>
    public static Bert Large(int classes) => new(24, 1024, 16, classes);

    /// <summary>Takes token numbers [batch, sequence] over.</summary>
    public override Tensor Forward(Tensor x)
    {
        var (batch, length) = (x.Shape[0], x.Shape[1]);
        var device = x.Device;
        x = Embed(x, device, batch, length);
        foreach (var layer in layers)
        {
            x = layer.Forward(x);
        }
        var pooled = Ops.Tanh(pooler.Forward(Ops.Select(x.Move(), 1, 0)).Move());
        return classifier.Forward(dropout.Forward(pooled));
    }

    private Tensor Embed(Tensor tokens, DeviceName device, long batch, long length)
    {
        var segment = segments.Forward(Ops.Zeros([batch, length], DType.Int64, device));
        var sum = Ops.Add(words.Forward(tokens).Move(), segment.Move());
        Ops.AddInPlace(sum, positions.Forward(Ops.Arange(length, device)).Move());
        return dropout.Forward(norm.Forward(sum));
    }
}
