using System.Globalization;

namespace Laptime.Torch.Weights.Pickling;

/// <summary>Finds the tensors in what a pickle held.</summary>
internal static class StateDict
{
    /// <summary>Under which checkpoints keep the network's weights, beside the optimizer's state and counters.</summary>
    private static readonly string[] WeightKeys = ["state_dict", "model_state_dict", "model", "module"];

    /// <summary>More than a checkpoint nests; also ends a pickle that contains itself.</summary>
    private const int MaximumDepth = 32;

    /// <summary>More values than a checkpoint holds; ends one that refers to the same dict again and again.</summary>
    private const int MaximumValues = 1_000_000;

    /// <summary>
    /// Tensors with their names. Dicts within dicts give names with dots. Of a checkpoint (no tensor at the top, one
    /// of the usual keys there) only the network's weights are taken, without the key.
    /// </summary>
    /// <exception cref="InvalidDataException">It holds no tensor, or nests too much.</exception>
    public static IReadOnlyList<(string Name, PickleTensor Tensor)> Flatten(object? root)
    {
        if (root is PickleDict checkpoint && !checkpoint.Items.Values.Any(value => value is PickleTensor))
        {
            var key = WeightKeys.FirstOrDefault(k => checkpoint.Items.GetValueOrDefault(k) is PickleDict);
            root = key is null ? root : checkpoint.Items[key];
        }

        var found = new List<(string, PickleTensor)>();
        var budget = MaximumValues;
        Collect(root, "", 0, found, ref budget);
        return found.Count > 0
            ? found
            : throw new InvalidDataException($"it holds no tensors. {TorchVocabulary.WayOut}");
    }

    private static void Collect(
        object? value,
        string name,
        int depth,
        List<(string, PickleTensor)> found,
        ref int budget
    )
    {
        if (depth > MaximumDepth || --budget < 0)
        {
            throw new InvalidDataException($"its dicts are nested too deeply or too often. {TorchVocabulary.WayOut}");
        }

        switch (value)
        {
            case PickleTensor tensor:
                found.Add((name.Length == 0 ? "tensor" : name, tensor));
                break;
            case PickleDict dict:
                foreach (var (key, item) in dict.Items)
                {
                    Collect(item, Join(name, key), depth + 1, found, ref budget);
                }

                break;
            case PickleList list:
                CollectAll(list.Items, name, depth, found, ref budget);
                break;
            case object?[] tuple:
                CollectAll(tuple, name, depth, found, ref budget);
                break;
            default:
                break;
        }
    }

    private static void CollectAll(
        IReadOnlyList<object?> items,
        string name,
        int depth,
        List<(string, PickleTensor)> found,
        ref int budget
    )
    {
        for (var i = 0; i < items.Count; i++)
        {
            Collect(items[i], Join(name, i.ToString(CultureInfo.InvariantCulture)), depth + 1, found, ref budget);
        }
    }

    private static string Join(string prefix, string name) => prefix.Length == 0 ? name : $"{prefix}.{name}";
}
