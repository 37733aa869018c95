using System.Collections.Concurrent;
using System.Collections.Immutable;
using Laptime.Core.Pictures;
using Laptime.Input.Passes;

namespace Laptime.Input.Sets;

/// <summary>Pictures in files, by class.</summary>
public sealed class PictureSet : IPictureSource
{
    private readonly InputOptions options;
    private readonly ConcurrentDictionary<int, string> unreadable = new();

    internal PictureSet(ImmutableArray<PictureFile> files, ImmutableArray<string> classes, InputOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Workers, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Batches, 1, nameof(options));
        Files = files;
        Classes = classes;
        this.options = options;
    }

    /// <summary>All files; those of a class are neighbours.</summary>
    public ImmutableArray<PictureFile> Files { get; }

    /// <inheritdoc />
    public ImmutableArray<string> Classes { get; }

    /// <inheritdoc />
    public int Count => Files.Length;

    /// <summary>Files that passes so far have found no picture in, in the order of the set.</summary>
    public ImmutableArray<UnreadablePicture> Unreadable =>
        [
            .. unreadable
                .OrderBy(pair => pair.Key)
                .Select(pair => new UnreadablePicture(Files[pair.Key].Path, pair.Value)),
        ];

    /// <inheritdoc cref="IPictureSource.Begin" />
    public PicturePass Begin(PicturePassPlan plan) => new(this, plan, options);

    /// <inheritdoc />
    IPicturePass IPictureSource.Begin(PicturePassPlan plan) => Begin(plan);

    /// <summary>The same pictures, worked on in another way.</summary>
    public PictureSet With(InputOptions changed) => new(Files, Classes, changed);

    /// <summary>Remembers a file that is no picture.</summary>
    internal void Report(int index, string reason) => unreadable[index] = reason;

    /// <summary>The picture that stands in for another that cannot be read: the next one of its class, the first after the last.</summary>
    internal int After(int index)
    {
        int label = Files[index].Label;
        if (index + 1 < Files.Length && Files[index + 1].Label == label)
        {
            return index + 1;
        }
        int first = index;
        while (first > 0 && Files[first - 1].Label == label)
        {
            first--;
        }
        return first;
    }
}
