using System.Collections.Immutable;
using Laptime.Core.Transfer;
using Laptime.Torch.Nn;
using Laptime.Torch.Tensors;
using Laptime.Workloads.Networks;

namespace Laptime.Transfer.Networks;

/// <summary>A body that was, or might have been, trained on other pictures, with a new head.</summary>
public sealed class TransferNetwork : Network
{
    /// <summary>Layer groups, as fastai v1 cuts residual networks: up to stage 2; stages 3 and 4; the head.</summary>
    public const int GroupCount = 3;

    /// <summary>With random weights from libtorch's generator.</summary>
    public TransferNetwork(ResNetKind kind, int classes)
    {
        Body = Add("body", new ResNetBody(kind));
        Head = Add("head", new TransferHead(kind.Channels, classes));
    }

    /// <summary>The convolutions.</summary>
    public ResNetBody Body { get; }

    /// <summary>Behind them.</summary>
    public TransferHead Head { get; }

    /// <inheritdoc />
    public override IEnumerable<ConvNorm> ConvNorms => Body.ConvNorms;

    /// <inheritdoc />
    public override Tensor Forward(Tensor x) => Head.Forward(Body.Forward(x));

    /// <summary>
    /// Lets learn what learns in a phase, and nothing else. Batch norms always learn, and keep their running statistics
    /// up to date: frozen convolutions are frozen alone.
    /// </summary>
    /// <returns>What learns, by layer group.</returns>
    public ImmutableArray<ImmutableArray<Tensor>> Teach(TransferPhase phase)
    {
        var norms = Modules
            .OfType<BatchNorm2d>()
            .SelectMany(norm => norm.Parameters)
            .ToHashSet(ReferenceEqualityComparer.Instance);
        var groups = Enumerable.Range(0, GroupCount).Select(_ => ImmutableArray.CreateBuilder<Tensor>()).ToArray();
        foreach (var (name, tensor, learns) in State())
        {
            if (!learns)
            {
                continue;
            }
            int group = GroupOf(name);
            bool learnsNow = phase == TransferPhase.Unfrozen || group == GroupCount - 1 || norms.Contains(tensor);
            tensor.RequiresGrad = learnsNow;
            if (learnsNow)
            {
                groups[group].Add(tensor);
            }
        }
        return [.. groups.Select(group => group.ToImmutable())];
    }

    private static int GroupOf(string name) =>
        name.StartsWith("head.", StringComparison.Ordinal) ? 2
        : name.StartsWith("body.layer3.", StringComparison.Ordinal)
        || name.StartsWith("body.layer4.", StringComparison.Ordinal)
            ? 1
        : 0;
}
