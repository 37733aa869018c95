using System.Collections.Immutable;
using System.Text.Json;
using Laptime.Core.Transfer;
using Laptime.Core.Trials;

namespace Laptime.Transfer.Checkpoints;

/// <summary>A block of training steps and where it belongs.</summary>
/// <param name="Phase">Phase.</param>
/// <param name="Epoch">Epoch of the phase, from 0.</param>
/// <param name="Step">First step in the epoch, from 0.</param>
/// <param name="Block">Its time.</param>
internal sealed record JournalEntry(TransferPhase Phase, int Epoch, int Step, Block Block);

/// <summary>
/// Blocks as they end, one line each, so that a process that is killed leaves behind what it measured since its last
/// checkpoint. What it holds is done again; the times are kept, marked.
/// </summary>
internal sealed class StepJournal : IDisposable
{
    private FileStream? file;

    private StepJournal(FileStream? file) => this.file = file;

    /// <summary>Opens the journal for more lines. Where it cannot be written, what it is told is forgotten: the checkpoint's own failure says so.</summary>
    public static StepJournal Open(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            // One write for each line, straight to the kernel: it outlives the process.
            return new StepJournal(
                new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0)
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new StepJournal(file: null);
        }
    }

    /// <summary>The blocks of a journal; the last line may be torn.</summary>
    public static ImmutableArray<JournalEntry> Read(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }
        var entries = ImmutableArray.CreateBuilder<JournalEntry>();
        try
        {
            foreach (string line in File.ReadLines(path))
            {
                if (JsonSerializer.Deserialize(line, CheckpointContext.Default.JournalEntry) is { } entry)
                {
                    entries.Add(entry);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            // The process ended within a line: what stands before it counts.
        }
        return entries.ToImmutable();
    }

    /// <summary>Adds a line.</summary>
    public void Add(JournalEntry entry)
    {
        if (file is null)
        {
            return;
        }
        try
        {
            byte[] json = JsonSerializer.SerializeToUtf8Bytes(entry, CheckpointContext.Default.JournalEntry);
            file.Write([.. json, (byte)'\n']);
        }
        catch (IOException)
        {
            Close();
        }
    }

    /// <summary>Forgets everything: a checkpoint holds it now.</summary>
    public void Empty()
    {
        try
        {
            file?.SetLength(0);
        }
        catch (IOException)
        {
            Close();
        }
    }

    /// <inheritdoc />
    public void Dispose() => Close();

    private void Close()
    {
        file?.Dispose();
        file = null;
    }
}
