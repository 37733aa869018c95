using Laptime.Torch.Autograd;
using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;
using Laptime.Torch.Weights;

namespace Laptime.Workloads;

/// <summary>Puts the tensors of a weight file into a network.</summary>
public static class StateLoader
{
    /// <summary>
    /// Copies every tensor that the network names. Tensors that only the file has are left alone; older files lack
    /// <c>num_batches_tracked</c>, which keeps its value.
    /// </summary>
    /// <exception cref="WeightFileException">A tensor is missing or has another shape; nothing was changed.</exception>
    public static void Load(Module network, WeightFile weights)
    {
        var entries = weights.Entries.ToDictionary(e => e.Name, StringComparer.Ordinal);
        var state = network
            .State()
            .Where(s =>
                entries.ContainsKey(s.Name) || !s.Name.EndsWith("num_batches_tracked", StringComparison.Ordinal)
            )
            .ToList();
        foreach (var (name, tensor, _) in state)
        {
            if (!entries.TryGetValue(name, out var entry))
            {
                throw new WeightFileException(
                    $"{weights.Path} has no tensor {name}; it holds the weights of another network."
                );
            }
            if (!entry.Shape.AsSpan().SequenceEqual(tensor.Shape))
            {
                throw new WeightFileException(
                    $"{name} is [{string.Join(", ", entry.Shape)}] in {weights.Path} and [{string.Join(", ", tensor.Shape)}] here; "
                        + "check the number of classes (--classes)."
                );
            }
        }
        using var grad = GradMode.Off();
        foreach (var (name, tensor, _) in state)
        {
            using var scope = TensorScope.Enter();
            var entry = entries[name];
            var loaded = Ops.Empty(entry.Shape.AsSpan(), entry.DType);
            weights.ReadInto(entry, loaded.Data<byte>());
            Ops.CopyInto(tensor, loaded);
        }
    }
}
