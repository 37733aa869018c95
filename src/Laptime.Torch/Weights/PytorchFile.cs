using Laptime.Torch.Weights.Pickling;
using Microsoft.Win32.SafeHandles;

namespace Laptime.Torch.Weights;

/// <summary>A state dict or checkpoint that torch.save wrote (.pth, .pt), since PyTorch 1.6 a zip with a pickle.</summary>
public sealed class PytorchFile : WeightFile
{
    private const string PickleName = "/data.pkl";

    /// <summary>Some hundred bytes a tensor; the tensors' elements are elsewhere.</summary>
    private const long MaximumPickleLength = 16 << 20;

    private readonly Dictionary<string, TensorView> views;

    private PytorchFile(
        string path,
        SafeFileHandle handle,
        List<WeightEntry> entries,
        Dictionary<string, TensorView> views
    )
        : base(path, handle)
    {
        Entries = entries;
        this.views = views;
    }

    /// <inheritdoc />
    public override IReadOnlyList<WeightEntry> Entries { get; }

    /// <summary>Reads the directory and the pickle; the tensors stay where they are.</summary>
    /// <exception cref="InvalidDataException">It is no sound file of torch.save, or holds more than weights.</exception>
    internal static PytorchFile Read(string path, SafeFileHandle handle)
    {
        var zip = StoredZip.Open(handle);
        var root = FindRoot(zip);
        CheckByteOrder(zip, handle, root);
        var pickle = ReadPart(handle, zip, root + PickleName, MaximumPickleLength);
        var entries = new List<WeightEntry>();
        var found = new Dictionary<string, TensorView>();
        foreach (var (name, tensor) in StateDict.Flatten(PickleMachine.Load(pickle, TorchVocabulary.Instance)))
        {
            var data =
                zip.Find($"{root}/data/{tensor.Storage.Key}")
                ?? throw new InvalidDataException(
                    $"the bytes of tensor {name} are missing. Download or save it again."
                );
            if (!found.TryAdd(name, TensorView.Create(name, tensor, data)))
            {
                throw new InvalidDataException($"it has two tensors named {name}. {TorchVocabulary.WayOut}");
            }

            entries.Add(new WeightEntry(name, tensor.DType, tensor.Shape));
        }

        return new PytorchFile(path, handle, entries, found);
    }

    private protected override void ReadEntry(WeightEntry entry, SafeFileHandle file, Span<byte> destination)
    {
        if (!views.TryGetValue(entry.Name, out var view))
        {
            throw NotOfThisFile(entry);
        }

        view.ReadInto(file, destination);
    }

    /// <summary>The one directory of the archive, which torch.save names after the file.</summary>
    private static string FindRoot(StoredZip zip)
    {
        var pickle = zip.Names.FirstOrDefault(name => name.EndsWith(PickleName, StringComparison.Ordinal));
        if (pickle is null)
        {
            throw new InvalidDataException(
                "it is a zip archive without a PyTorch state dict. Unpack it and look inside."
            );
        }

        var root = pickle[..^PickleName.Length];
        // TorchScript archives keep their code beside data.pkl, and constants.pkl.
        return zip.Names.Contains($"{root}/constants.pkl")
            ? throw new InvalidDataException(
                "it is a TorchScript program. Save its weights in Python: "
                    + "torch.save(torch.jit.load(\"model.pt\").state_dict(), \"weights.pth\")."
            )
            : root;
    }

    private static void CheckByteOrder(StoredZip zip, SafeFileHandle handle, string root)
    {
        if (
            zip.Find($"{root}/byteorder") is not null
            && !ReadPart(handle, zip, $"{root}/byteorder", 16).AsSpan().SequenceEqual("little"u8)
        )
        {
            throw new InvalidDataException(
                "it was written on a big-endian machine. Load and save it in Python on this one."
            );
        }
    }

    private static byte[] ReadPart(SafeFileHandle handle, StoredZip zip, string name, long maximumLength)
    {
        var part = zip.Find(name) ?? throw new InvalidDataException($"its entry {name} is missing.");
        if (part.Length > maximumLength)
        {
            throw new InvalidDataException(
                $"its entry {name} has {part.Length} bytes, more than the {maximumLength} expected."
            );
        }

        var bytes = new byte[part.Length];
        ReadFully(handle, bytes, part.Offset);
        return bytes;
    }
}
