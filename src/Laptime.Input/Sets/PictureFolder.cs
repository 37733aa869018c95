using System.Collections.Immutable;
using Laptime.Input.Libraries;
using Laptime.Input.Transforms;

namespace Laptime.Input.Sets;

/// <summary>
/// A folder of class folders with JPEG or PNG files: either <c>train/</c> and <c>valid/</c> with a folder for each class,
/// and anything else beside them, or class folders alone, which are divided by a seed. Files are in the order of their
/// names, byte by byte, whatever the file system says. Names that begin with a dot do not count.
/// </summary>
public sealed class PictureFolder
{
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png"];

    private PictureFolder(PictureSet training, PictureSet validation)
    {
        Training = training;
        Validation = validation;
    }

    /// <summary>Pictures to learn from.</summary>
    public PictureSet Training { get; }

    /// <summary>Pictures to test on; the same classes.</summary>
    public PictureSet Validation { get; }

    /// <summary>Lists the files. None is opened yet: one that cannot be read is found out when it is wanted.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="split">How to divide, where there is no <c>train/</c> and <c>valid/</c>.</param>
    /// <param name="options">How its pictures are worked on.</param>
    /// <exception cref="PictureException">There are no such pictures, or a library to read them with is missing.</exception>
    public static PictureFolder Open(string directory, PictureSplit split, InputOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(split.Share, nameof(split));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(split.Share, 1, nameof(split));
        try
        {
            if (!Directory.Exists(directory))
            {
                throw new PictureException(
                    $"There is no folder {directory}: name one with a folder of pictures for each class."
                );
            }
            return Read(directory, split, options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PictureException(
                $"The pictures in {directory} cannot be listed ({e.Message.TrimEnd('.')}): allow this user to read the folder.",
                e
            );
        }
    }

    private static PictureFolder Read(string directory, PictureSplit split, InputOptions options)
    {
        string train = Path.Combine(directory, "train");
        string valid = Path.Combine(directory, "valid");
        bool hasTrain = Directory.Exists(train);
        if (hasTrain != Directory.Exists(valid))
        {
            (string there, string missing) = hasTrain ? ("train", "valid") : ("valid", "train");
            throw new PictureException(
                $"{directory} has {there}/ but no {missing}/: add it, or name {Path.Combine(directory, there)} to have that divided."
            );
        }
        return hasTrain ? ReadBoth(train, valid, options) : Divide(directory, split, options);
    }

    private static PictureFolder ReadBoth(string train, string valid, InputOptions options)
    {
        ImmutableArray<string> classes = ClassesOf(train);
        if (ClassesOf(valid).FirstOrDefault(name => !classes.Contains(name)) is { } unknown)
        {
            throw new PictureException(
                $"{valid} has the class {unknown}, which {train} does not have: add or remove it."
            );
        }
        return new PictureFolder(Set(train), Set(valid));

        PictureSet Set(string part) =>
            Make(
                [.. classes.SelectMany((name, label) => FilesOf(part, name).Select(f => new PictureFile(f, label)))],
                classes,
                options
            );
    }

    private static PictureFolder Divide(string directory, PictureSplit split, InputOptions options)
    {
        ImmutableArray<string> classes = ClassesOf(directory);
        var training = ImmutableArray.CreateBuilder<PictureFile>();
        var validation = ImmutableArray.CreateBuilder<PictureFile>();
        for (int label = 0; label < classes.Length; label++)
        {
            string[] files = FilesOf(directory, classes[label]);
            if (files.Length < 2)
            {
                throw new PictureException(
                    $"{Path.Combine(directory, classes[label])} holds one picture, which cannot be divided into training and validation: add more."
                );
            }
            int[] order = [.. Enumerable.Range(0, files.Length)];
            new RandomStream(split.Seed, label).Shuffle<int>(order);
            int share = Math.Clamp((int)Math.Round(files.Length * split.Share), 1, files.Length - 1);
            foreach (int i in order.Take(share).Order())
            {
                validation.Add(new PictureFile(files[i], label));
            }
            foreach (int i in order.Skip(share).Order())
            {
                training.Add(new PictureFile(files[i], label));
            }
        }
        return new PictureFolder(
            Make(training.ToImmutable(), classes, options),
            Make(validation.ToImmutable(), classes, options)
        );
    }

    private static PictureSet Make(
        ImmutableArray<PictureFile> files,
        ImmutableArray<string> classes,
        InputOptions options
    )
    {
        if (files.Any(file => Path.GetExtension(file.Path.AsSpan()).Equals(".png", StringComparison.OrdinalIgnoreCase)))
        {
            SystemLibrary.Png.Require();
        }
        if (
            files.Any(file => !Path.GetExtension(file.Path.AsSpan()).Equals(".png", StringComparison.OrdinalIgnoreCase))
        )
        {
            SystemLibrary.TurboJpeg.Require();
        }
        return new PictureSet(files, classes, options);
    }

    private static ImmutableArray<string> ClassesOf(string directory)
    {
        ImmutableArray<string> classes =
        [
            .. Directory
                .EnumerateDirectories(directory)
                .Select(path => Path.GetFileName(path))
                .Where(name => !name.StartsWith('.'))
                .Order(StringComparer.Ordinal),
        ];
        return classes.Length switch
        {
            0 => throw new PictureException(
                $"{directory} holds no folders: put the pictures of each class into a folder of its own there."
            ),
            1 => throw new PictureException(
                $"{directory} has one class only ({classes[0]}): add a folder of pictures for another to tell it from."
            ),
            _ => classes,
        };
    }

    private static string[] FilesOf(string part, string name)
    {
        string directory = Path.Combine(part, name);
        if (!Directory.Exists(directory))
        {
            throw new PictureException($"{part} has no folder {name}, which the other part has: add it.");
        }
        string[] files =
        [
            .. Directory
                .EnumerateFiles(directory)
                .Where(path => !Path.GetFileName(path.AsSpan()).StartsWith('.') && IsPicture(path))
                .Order(StringComparer.Ordinal),
        ];
        return files.Length > 0
            ? files
            : throw new PictureException($"{directory} holds no JPEG or PNG files: add some, or remove the folder.");
    }

    private static bool IsPicture(string path) =>
        Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);
}
