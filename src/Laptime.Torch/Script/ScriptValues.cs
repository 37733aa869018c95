using System.Globalization;
using Laptime.Torch.Weights.Pickling;

namespace Laptime.Torch.Script;

/// <summary>
/// Checks the values of a program's pickles: every tensor lies within its storage, nothing contains itself. libtorch
/// checks neither: it would read foreign memory, or walk in circles.
/// </summary>
internal sealed class ScriptValues
{
    /// <summary>More than modules and their attributes nest.</summary>
    private const int MaximumDepth = 300;

    private readonly Func<string, long?> lengthOf;
    private readonly HashSet<object> checkedOnes = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<object> above = new(ReferenceEqualityComparer.Instance);

    private ScriptValues(Func<string, long?> lengthOf) => this.lengthOf = lengthOf;

    /// <summary>Checks a value and all within it.</summary>
    /// <param name="root">The value.</param>
    /// <param name="lengthOf">Bytes of a storage by its key; null: the archive has none.</param>
    /// <exception cref="InvalidDataException">Something is wrong.</exception>
    public static void Check(object? root, Func<string, long?> lengthOf) => new ScriptValues(lengthOf).Visit(root);

    private void Visit(object? value)
    {
        if (value is PickleTensor tensor)
        {
            CheckTensor(tensor);
            return;
        }
        IEnumerable<object?>? parts = value switch
        {
            PickleObject one => [one.State],
            PickleDict dict => dict.Items.Values,
            PickleList list => list.Items,
            object?[] tuple => tuple,
            _ => null,
        };
        if (parts is null || !checkedOnes.Add(value!))
        {
            if (value is not null && above.Contains(value))
            {
                throw new InvalidDataException("it has an object that contains itself, as no program's does.");
            }
            return;
        }
        above.Add(value!);
        if (above.Count > MaximumDepth)
        {
            throw new InvalidDataException($"its objects are nested more than {MaximumDepth} deep.");
        }
        foreach (object? part in parts)
        {
            Visit(part);
        }
        above.Remove(value!);
    }

    private void CheckTensor(PickleTensor tensor)
    {
        string key = tensor.Storage.Key;
        int size = tensor.DType.Size;
        if (lengthOf(key) is not { } length)
        {
            throw new InvalidDataException($"the bytes of its tensor {key} are missing. Download or save it again.");
        }
        if ((Int128)tensor.Storage.Count * size > length)
        {
            throw new InvalidDataException($"the bytes of its tensor {key} are cut short. Download or save it again.");
        }
        bool isEmpty = tensor.Shape.Contains(0);
        if (isEmpty ? tensor.Offset > tensor.Storage.Count : tensor.Last >= tensor.Storage.Count)
        {
            throw new InvalidDataException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"its tensor {key} [{string.Join(", ", tensor.Shape)}] reaches beyond the {tensor.Storage.Count} elements stored."
                )
            );
        }
    }
}
