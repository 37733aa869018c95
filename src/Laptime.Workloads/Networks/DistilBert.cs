using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Workloads.Networks;

/// <summary>
/// DistilBERT (Sanh et al. 2019) with a head that classifies sequences, named as Hugging Face's
/// <c>DistilBertForSequenceClassification</c>: 6 layers of width 768, 66,362,880 parameters besides the head.
/// </summary>
public sealed class DistilBert : Network
{
    private const int Vocabulary = 30522;
    private const int Positions = 512;
    private const int Layers = 6;
    private const int Width = 768;
    private const int Heads = 12;
    private const double InitialDeviation = 0.02;
    private const double DropoutProbability = 0.1;

    private static readonly TransformerLayerNames LayerNames = new(
        "attention.q_lin",
        "attention.k_lin",
        "attention.v_lin",
        "attention.out_lin",
        "sa_layer_norm",
        "ffn.lin1",
        "ffn.lin2",
        "output_layer_norm"
    );

    private readonly Embedding words;
    private readonly Embedding positions;
    private readonly LayerNorm norm;
    private readonly Dropout embeddingDropout;
    private readonly List<TransformerLayer> layers = [];
    private readonly Linear preClassifier;
    private readonly Dropout dropout;
    private readonly Linear classifier;

    /// <summary>With a head for <paramref name="classes"/>.</summary>
    public DistilBert(int classes)
    {
        words = Add("distilbert.embeddings.word_embeddings", new Embedding(Vocabulary, Width, InitialDeviation));
        positions = Add("distilbert.embeddings.position_embeddings", new Embedding(Positions, Width, InitialDeviation));
        norm = Add("distilbert.embeddings.LayerNorm", new LayerNorm(Width, TransformerLayer.Epsilon));
        embeddingDropout = Add("distilbert.embeddings.dropout", new Dropout(DropoutProbability));
        for (int i = 0; i < Layers; i++)
        {
            var layer = new TransformerLayer(
                Width,
                Heads,
                4 * Width,
                DropoutProbability,
                LayerNames,
                dropsAttention: false
            );
            layers.Add(Add($"distilbert.transformer.layer.{i}", layer));
        }
        preClassifier = Add("pre_classifier", new Linear(Width, Width));
        dropout = Add("dropout", new Dropout(0.2));
        classifier = Add("classifier", new Linear(Width, classes));
    }

    /// <summary>Takes token numbers [batch, sequence] over.</summary>
    public override Tensor Forward(Tensor x)
    {
        long length = x.Shape[1];
        var position = positions.Forward(Ops.Arange(length, x.Device));
        x = Ops.Add(words.Forward(x).Move(), position.Move());
        x = embeddingDropout.Forward(norm.Forward(x));
        foreach (var layer in layers)
        {
            x = layer.Forward(x);
        }
        x = preClassifier.Forward(Ops.Select(x.Move(), 1, 0));
        return classifier.Forward(dropout.Forward(Ops.Relu(x.Move())));
    }
}
