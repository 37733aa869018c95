using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Laptime.Torch.Tensors;
using Laptime.Torch.Weights;

namespace Laptime.Transfer.Checkpoints;

/// <summary>
/// The checkpoints of one job: safetensors files with the tensors by name and the rest in the header. A file appears
/// whole or not at all, and only the latest two are kept.
/// </summary>
/// <param name="directory">Theirs alone.</param>
/// <param name="create">Opens a file to write; another than the file system's for tests.</param>
internal sealed class CheckpointFolder(string directory, Func<string, Stream>? create = null)
{
    private const int Kept = 2;
    private const string Ending = ".safetensors";
    private const string StateName = "laptime.transfer";

    /// <summary>Where they are.</summary>
    public string Directory => directory;

    /// <summary>Writes a checkpoint beside its place, makes sure that it is on the disk, moves it there and removes older ones.</summary>
    /// <param name="number">Above those of earlier checkpoints.</param>
    /// <param name="state">Where the job stands.</param>
    /// <param name="tensors">Network and optimizer.</param>
    /// <exception cref="IOException">It could not be written; the earlier ones are there.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not write there.</exception>
    public void Save(long number, JobState state, IReadOnlyList<(string Name, Tensor Tensor)> tensors)
    {
        System.IO.Directory.CreateDirectory(directory);
        string path = PathOf(number);
        string partial = $"{path}.partial";
        try
        {
            using (var stream = (create ?? OpenToWrite)(partial))
            {
                string json = JsonSerializer.Serialize(state, CheckpointContext.Default.JobState);
                SafetensorsWriter.Write(
                    stream,
                    tensors,
                    ImmutableDictionary<string, string>.Empty.Add(StateName, json)
                );
                stream.Flush();
                (stream as FileStream)?.Flush(flushToDisk: true);
            }
            File.Move(partial, path, overwrite: true);
        }
        catch
        {
            TryDelete(partial);
            throw;
        }
        foreach (var (_, old) in Find().Skip(Kept))
        {
            TryDelete(old);
        }
    }

    /// <summary>The latest checkpoint that can be read, open; null if there is none.</summary>
    /// <param name="report">Told of one that cannot be read.</param>
    public (long Number, JobState State, SafetensorsFile File)? OpenLatest(Action<string> report)
    {
        foreach (var (number, path) in Find())
        {
            SafetensorsFile? file = null;
            try
            {
                file = WeightFile.Open(path) as SafetensorsFile;
                if (
                    file?.Metadata.TryGetValue(StateName, out string? json) == true
                    && JsonSerializer.Deserialize(json, CheckpointContext.Default.JobState)
                        is { Version: JobState.CurrentVersion } state
                )
                {
                    var found = (number, state, file);
                    file = null;
                    return found;
                }
                report($"The checkpoint {path} is of another version of this program; an earlier one is used.");
            }
            catch (Exception e) when (e is WeightFileException or JsonException)
            {
                report($"The checkpoint {path} cannot be read and an earlier one is used: {e.Message}");
            }
            finally
            {
                file?.Dispose();
            }
        }
        return null;
    }

    /// <summary>Removes all checkpoints and the directory, if nothing else is in it.</summary>
    public void Clear()
    {
        foreach (var (_, path) in Find())
        {
            TryDelete(path);
        }
        TryDelete(JournalPath);
        try
        {
            System.IO.Directory.Delete(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Something else is in it, or it was never made: it may stay.
        }
    }

    /// <summary>The steps since the latest checkpoint.</summary>
    public string JournalPath => Path.Combine(directory, "steps.jsonl");

    private static FileStream OpenToWrite(string path) =>
        new(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 20);

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It costs room, nothing else.
        }
    }

    private string PathOf(long number) =>
        Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"checkpoint-{number:D8}{Ending}"));

    /// <summary>The checkpoints, the latest first.</summary>
    private List<(long Number, string Path)> Find()
    {
        const string Beginning = "checkpoint-";
        if (!System.IO.Directory.Exists(directory))
        {
            return [];
        }
        var found = new List<(long Number, string Path)>();
        foreach (string path in System.IO.Directory.EnumerateFiles(directory, $"{Beginning}*{Ending}"))
        {
            string digits = Path.GetFileNameWithoutExtension(path)[Beginning.Length..];
            if (long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            {
                found.Add((number, path));
            }
        }
        return [.. found.OrderByDescending(file => file.Number)];
    }
}
