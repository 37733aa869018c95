namespace Laptime.Torch.Weights.Pickling;

/// <summary>The Python names that a kind of file uses in its pickles, and what they build here.</summary>
internal interface IPickleVocabulary
{
    /// <summary>What the file should be: <c>state dict</c>.</summary>
    string Subject { get; }

    /// <summary>What to do about a file that holds something else.</summary>
    string WayOut { get; }

    /// <summary>A class, function or element type by its name.</summary>
    /// <exception cref="InvalidDataException">The name is none of the vocabulary's.</exception>
    object Global(string module, string name);

    /// <summary>The key of a dict entry.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    string Key(object? key);

    /// <summary>A storage by its persistent id.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    PickleStorage Storage(object?[] id);

    /// <summary>The outcome of a call in the pickle.</summary>
    /// <exception cref="InvalidDataException">No such call is known.</exception>
    object? Call(PickleGlobal function, object?[] arguments);

    /// <summary>An object made without calling its constructor.</summary>
    /// <exception cref="InvalidDataException">Its class is none of the vocabulary's.</exception>
    object New(PickleGlobal type, object?[] arguments);
}
