using System.Collections.Immutable;
using System.Text;
using Laptime.Torch.Weights;
using Laptime.Torch.Weights.Pickling;
using Microsoft.Win32.SafeHandles;

namespace Laptime.Torch.Script;

/// <summary>The archive of a TorchScript program: <c>data.pkl</c> with its attributes, <c>code/</c>, tensors beside.</summary>
internal sealed class ScriptArchive
{
    private const string DataPickle = "/data.pkl";

    /// <summary>Of one pickle or source. Those of a network of 10,000 modules have some megabytes.</summary>
    private const long MaximumText = 64 << 20;

    /// <summary>Of all packed entries together, unpacked.</summary>
    private const long MaximumUnpacked = 512 << 20;

    /// <summary>Deflate packs no denser than this (RFC 1951: 258 bytes in two bits), with something for short entries.</summary>
    private const long DensestPacking = 1032;
    private const long ShortEntry = 1 << 10;

    private readonly SafeFileHandle file;
    private readonly StoredZip zip;
    private readonly string root;
    private readonly Dictionary<string, long> lengths;

    private ScriptArchive(SafeFileHandle file, StoredZip zip, string root)
    {
        this.file = file;
        this.zip = zip;
        this.root = root;
        lengths = zip.Entries.ToDictionary(entry => entry.Name, entry => entry.Length, StringComparer.Ordinal);
    }

    /// <summary>Opens an archive that is a TorchScript program.</summary>
    /// <exception cref="InvalidDataException">It is another kind of archive, or none; the message says what to do.</exception>
    public static ScriptArchive Open(SafeFileHandle file)
    {
        StoredZip opened = StoredZip.Open(file);
        string first = opened.Names.FirstOrDefault() ?? "";
        // libtorch, too, takes the first entry's directory for that of all.
        ScriptArchive archive = new(file, opened, first.Split('/')[0]);
        return archive.Has("/constants.pkl") && archive.Has(DataPickle)
            ? archive
            : throw new InvalidDataException(archive.WhatElse());
    }

    /// <summary>Looks at everything that libtorch would trust.</summary>
    /// <returns>Name spaces of operators that libtorch does not have itself, sorted.</returns>
    /// <exception cref="InvalidDataException">Something does not fit together, or asks for what a program must not do.</exception>
    public ImmutableArray<string> Check()
    {
        CheckEntries();
        CheckPickle(DataPickle, "data");
        CheckPickle("/constants.pkl", "constants");
        SortedSet<string> namespaces = new(StringComparer.Ordinal);
        foreach (string name in zip.Names)
        {
            if (name.EndsWith(".debug_pkl", StringComparison.Ordinal))
            {
                // Read only to explain an error, but then trusted like the others.
                ScriptValues.Check(Load(name), _ => null);
            }
            else if (name.EndsWith(".py", StringComparison.Ordinal))
            {
                namespaces.UnionWith(ScriptSource.Check(Text(name)));
            }
        }
        return [.. namespaces];
    }

    private bool Has(string name) => zip.Names.Contains(root + name);

    private void CheckEntries()
    {
        long unpacked = 0;
        long stored = 0;
        foreach (ZipEntry entry in zip.Entries)
        {
            if (
                !entry.Name.StartsWith(root + "/", StringComparison.Ordinal)
                || entry.Name.Split('/').Any(part => part is "" or "." or "..")
                || entry.Name.AsSpan().ContainsAny('\\', '\0')
            )
            {
                throw new InvalidDataException(
                    $"its entry '{entry.Name}' lies outside of its directory, as no program's does."
                );
            }
            zip.Locate(entry.Name); // within the file, so that nothing below overflows
            if (entry.Length > (entry.StoredLength * DensestPacking) + ShortEntry)
            {
                throw new InvalidDataException(
                    $"its entry {entry.Name} claims {entry.Length} bytes in {entry.StoredLength}, which cannot be."
                );
            }
            stored += entry.StoredLength;
            unpacked += entry.IsCompressed ? entry.Length : 0;
        }
        if (unpacked > MaximumUnpacked)
        {
            throw new InvalidDataException($"it would unpack to {unpacked >> 20} MiB of code; a program has less.");
        }
        if (stored > RandomAccess.GetLength(file))
        {
            throw new InvalidDataException("its entries lie over each other, as no program's do.");
        }
    }

    private void CheckPickle(string name, string tensors) =>
        ScriptValues.Check(
            Load(root + name),
            key => lengths.TryGetValue($"{root}/{tensors}/{key}", out long length) ? length : null
        );

    private object? Load(string name) => PickleMachine.Load(zip.Read(name, MaximumText), ScriptVocabulary.Instance);

    private string Text(string name) => Encoding.UTF8.GetString(zip.Read(name, MaximumText));

    private string WhatElse()
    {
        bool Ends(string name) => zip.Names.Any(n => n.EndsWith(name, StringComparison.Ordinal));
        return true switch
        {
            _ when Ends("serialized_exported_program.json") || Ends("archive_format") || Ends("/models/model.json") =>
                "it is a program of torch.export (.pt2), which only Python runs. "
                    + "Save the network itself as TorchScript: torch.jit.script(model.eval()).save(\"model.pt\").",
            _ when Ends("model.weights.h5") =>
                "it is a Keras model; libtorch cannot run it. Measure its training as it is: laptime run -- python train.py.",
            _ when Ends(DataPickle) => WhatPickle(
                zip.Names.First(n => n.EndsWith(DataPickle, StringComparison.Ordinal))
            ),
            _ when Ends("/model.json") =>
                "it is TorchScript of before PyTorch 1.4. Load and save it with a newer one: torch.jit.load(…).save(…).",
            _ => $"it is a zip archive without a program. {ScriptFormat.Export}",
        };
    }

    /// <summary>A pickle of torch.save: weights, or a whole network by reference to Python's code.</summary>
    private string WhatPickle(string name)
    {
        try
        {
            PickleMachine.Load(zip.Read(name, MaximumText), TorchVocabulary.Instance);
            return $"it is a state dict or checkpoint, weights without a network. {ScriptFormat.ExportWithWeights}";
        }
        catch (InvalidDataException e)
        {
            int advice = e.Message.IndexOf(TorchVocabulary.WayOut, StringComparison.Ordinal);
            string reason = advice < 0 ? e.Message : e.Message[..advice].TrimEnd();
            return reason.Contains("needs Python's", StringComparison.Ordinal)
                ? $"it is a Python object pickled by torch.save: {reason} "
                    + "If you trust it, in Python with the network's code: "
                    + "torch.jit.script(torch.load(…).eval()).save(\"model.pt\")."
                : $"it is a file of torch.save that cannot be read: {reason}";
        }
    }
}
