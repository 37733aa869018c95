using System.Globalization;
using Laptime.Input.Transforms;

namespace Laptime.Input.Synthetic;

/// <summary>
/// A set of two classes, drawn by the program itself, for machines without network: JPEG files of the size and entropy of
/// photographs. What is in them, <c>docs/input.md</c> says.
/// </summary>
public static class SyntheticPictures
{
    private const int Quality = 86;
    private const string Partial = ".partial";
    private const string LockName = ".lock";

    /// <summary>
    /// Draws the set unless it is there. It appears all at once, by a rename; what an interrupted call left behind is
    /// removed by the next one.
    /// </summary>
    /// <param name="directory">Where sets are kept, each in a folder of its own; created if need be.</param>
    /// <param name="plan">Which pictures.</param>
    /// <param name="progress">Told of every picture; null if nobody cares.</param>
    /// <param name="cancellationToken">Stops the drawing; nothing is left behind.</param>
    /// <returns>The folder of the set, with <c>train/</c> and <c>valid/</c>, for <see cref="Sets.PictureFolder.Open"/>.</returns>
    /// <exception cref="PictureException">It cannot be written, or libturbojpeg is missing.</exception>
    public static async Task<string> EnsureAsync(
        string directory,
        SyntheticPlan plan,
        IProgress<SyntheticProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.Training, 2, nameof(plan));
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.Validation, 2, nameof(plan));
        string target = Path.Combine(directory, plan.Name);
        if (Directory.Exists(target))
        {
            return target;
        }
        try
        {
            Directory.CreateDirectory(directory);
            RemoveLeftovers(directory);
            await Task.Run(() => Create(target, plan, progress, cancellationToken), cancellationToken);
            return target;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PictureException(
                $"The synthetic pictures cannot be written to {directory} ({e.Message.TrimEnd('.')}): make room there, or allow this user to write.",
                e
            );
        }
    }

    private static void Create(
        string target,
        SyntheticPlan plan,
        IProgress<SyntheticProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        string temporary = Path.Combine(
            Path.GetDirectoryName(target)!,
            $".{Path.GetFileName(target)}.{Guid.NewGuid():N}{Partial}"
        );
        try
        {
            Directory.CreateDirectory(temporary);
            // As long as it is open, nobody else takes this folder for a leftover.
            using FileStream held = new(
                Path.Combine(temporary, LockName),
                FileMode.CreateNew,
                FileAccess.Write,
                FileShare.None
            );
            Draw(temporary, plan, progress, cancellationToken);
            Directory.Move(temporary, target);
        }
        catch (Exception e)
        {
            Remove(temporary);
            if (e is AggregateException { InnerException: { } first })
            {
                // One failure out of many threads says it all.
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
            }
            // Another process drew the same set in the meantime.
            if (e is IOException && Directory.Exists(target))
            {
                return;
            }
            throw;
        }
        File.Delete(Path.Combine(target, LockName));
    }

    private static void Draw(
        string directory,
        SyntheticPlan plan,
        IProgress<SyntheticProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        foreach (string part in (string[])["train", "valid"])
        {
            foreach (string name in StripedPicture.Classes)
            {
                Directory.CreateDirectory(Path.Combine(directory, part, name));
            }
        }
        int total = plan.Training + plan.Validation;
        int done = 0;
        ParallelOptions options = new()
        {
            MaxDegreeOfParallelism = Environment.ProcessorCount,
            CancellationToken = cancellationToken,
        };
        Parallel.For(
            0,
            total,
            options,
            () => new JpegWriter(),
            (i, _, writer) =>
            {
                bool isTraining = i < plan.Training;
                int label = i % StripedPicture.Classes.Length;
                int width = StripedPicture.Draw(label, new RandomStream(plan.Seed, i), out byte[] pixels);
                string name = (isTraining ? i : i - plan.Training).ToString("D5", CultureInfo.InvariantCulture);
                File.WriteAllBytes(
                    Path.Combine(
                        directory,
                        isTraining ? "train" : "valid",
                        StripedPicture.Classes[label],
                        $"{name}.jpg"
                    ),
                    writer.Encode(pixels, width, Quality)
                );
                progress?.Report(new SyntheticProgress(Interlocked.Increment(ref done), total));
                return writer;
            },
            writer => writer.Dispose()
        );
    }

    /// <summary>Removes folders that nobody writes to any more.</summary>
    private static void RemoveLeftovers(string directory)
    {
        foreach (string leftover in Directory.EnumerateDirectories(directory, $".*{Partial}"))
        {
            try
            {
                using FileStream held = new(
                    Path.Combine(leftover, LockName),
                    FileMode.Open,
                    FileAccess.Write,
                    FileShare.None
                );
                Remove(leftover);
            }
            catch (IOException)
            {
                // Somebody is at work in it.
            }
        }
    }

    private static void Remove(string directory)
    {
        try
        {
            Directory.Delete(directory, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What cannot be removed now is a leftover for the next call.
        }
    }
}
