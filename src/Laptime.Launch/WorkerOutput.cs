using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Laptime.Launch;

/// <summary>Keeps the worker's standard output for messages alone.</summary>
public static partial class WorkerOutput
{
    private const int StandardOutput = 1;
    private const int StandardError = 2;

    /// <summary>
    /// Takes standard output away from the rest of the process: what native libraries print there (oneDNN's verbose mode,
    /// say) goes to standard error from now on and cannot tear a long message apart. To be called once, first of all.
    /// </summary>
    /// <returns>The way to the launcher; the caller disposes of it.</returns>
    /// <exception cref="IOException">The file descriptors cannot be changed.</exception>
    public static Stream Claim()
    {
        int copy = dup(StandardOutput);
        if (copy < 0 || dup2(StandardError, StandardOutput) < 0)
        {
            throw new IOException(
                $"Could not redirect standard output: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}."
            );
        }
        return new FileStream(new SafeFileHandle(copy, ownsHandle: true), FileAccess.Write, bufferSize: 0);
    }

    // unistd.h, POSIX.1-2017
    [LibraryImport("libc", SetLastError = true)]
    private static partial int dup(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int dup2(int from, int to);
}
