using System.Runtime.InteropServices;
using Laptime.Core.Quantities;
using Laptime.Core.Roofs;
using Microsoft.Win32.SafeHandles;

namespace Laptime.Measurement.Roofs;

/// <summary>
/// Reads a file of random bytes from the disk of a directory: around the page cache (O_DIRECT) or, where the file system
/// cannot do that, after the kernel was told to forget it. Several readers, each a contiguous part in pieces of 1 MiB,
/// because a disk answers one request at a time slowly. The file has no name: nothing is left however the process ends.
/// </summary>
public sealed unsafe class DiskRead : IRoofLoad
{
    /// <summary>Size of the file.</summary>
    public static readonly Bytes Size = Bytes.FromMebibytes(128);

    private const int Readers = 4;
    private const int Piece = 1 << 20;
    private const int Alignment = 4096;

    private readonly SafeFileHandle written;
    private readonly SafeFileHandle? direct;
    private readonly nint[] buffers;
    private readonly ThreadTeam team;

    private DiskRead(SafeFileHandle written, SafeFileHandle? direct)
    {
        (this.written, this.direct) = (written, direct);
        buffers = [.. Enumerable.Range(0, Readers).Select(_ => (nint)NativeMemory.AlignedAlloc(Piece, Alignment))];
        team = new ThreadTeam(Readers, Read);
    }

    /// <inheritdoc />
    public double Amount => Size.Value;

    /// <inheritdoc />
    public string Method =>
        $"{Readers} readers, 1 MiB at a time, {(direct is null ? "page cache dropped (the file system has no O_DIRECT)" : "O_DIRECT")}";

    /// <summary>Writes the file; null with a reason if that cannot be done there.</summary>
    /// <param name="directory">Directory on the disk.</param>
    /// <param name="fileSystem">Type of its file system, if known: memory is no disk.</param>
    /// <param name="reason">Why it cannot be done; null if it can.</param>
    public static DiskRead? TryCreate(string directory, string? fileSystem, out string? reason)
    {
        if (fileSystem is "tmpfs" or "ramfs")
        {
            reason = $"{directory} lies in memory ({fileSystem})";
            return null;
        }
        string path = Path.Combine(directory, $".laptime-disk-{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(directory);
            if (new DriveInfo(directory).AvailableFreeSpace < 4 * Size.Value)
            {
                reason = $"less than {new Bytes(4 * Size.Value)} are free in {directory}";
                return null;
            }
            SafeFileHandle file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite);
            try
            {
                SafeFileHandle? around = DirectFile.TryOpen(path);
                File.Delete(path);
                Fill(file);
                reason = null;
                return new DiskRead(file, around);
            }
            catch
            {
                file.Dispose();
                File.Delete(path);
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            reason = $"a file cannot be written to {directory}: {e.Message}";
            return null;
        }
    }

    /// <inheritdoc />
    public void Run(int times)
    {
        for (int i = 0; i < times; i++)
        {
            if (direct is null)
            {
                DirectFile.Forget(written);
            }
            team.Run();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        team.Dispose();
        direct?.Dispose();
        written.Dispose();
        foreach (nint buffer in buffers)
        {
            NativeMemory.AlignedFree((void*)buffer);
        }
    }

    /// <summary>Random bytes, which no disk can compress or find among what it has already.</summary>
    private static void Fill(SafeFileHandle file)
    {
        byte[] piece = new byte[Piece];
        for (long offset = 0; offset < Size.Value; offset += Piece)
        {
            Random.Shared.NextBytes(piece);
            RandomAccess.Write(file, piece, offset);
        }
        RandomAccess.FlushToDisk(file);
    }

    private void Read(int reader)
    {
        long part = Size.Value / Readers;
        Span<byte> buffer = new((void*)buffers[reader], Piece);
        for (long offset = part * reader; offset < part * (reader + 1); offset += Piece)
        {
            if (RandomAccess.Read(direct ?? written, buffer, offset) != Piece)
            {
                throw new IOException("the file is shorter than it was written");
            }
        }
    }
}
