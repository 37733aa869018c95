using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Laptime.Measurement.Telemetry;

/// <summary>A small file of /proc or /sys that is read again and again: opened once, read from its start each time.</summary>
internal sealed class KernelFile : IDisposable
{
    private readonly SafeFileHandle handle;
    private readonly byte[] buffer;

    private KernelFile(SafeFileHandle handle, int capacity)
    {
        this.handle = handle;
        buffer = new byte[capacity];
    }

    /// <summary>Opens the file; null if it is not there or may not be read.</summary>
    /// <param name="path">Path.</param>
    /// <param name="capacity">Bytes that are enough; more is not read.</param>
    public static KernelFile? TryOpen(string path, int capacity)
    {
        try
        {
            return new KernelFile(File.OpenHandle(path), capacity);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>What the file says now; null if the kernel refuses.</summary>
    public string? Read()
    {
        try
        {
            int length = RandomAccess.Read(handle, buffer, fileOffset: 0);
            return Encoding.ASCII.GetString(buffer, 0, length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Dispose() => handle.Dispose();
}
