using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Laptime.Core.Quantities;

namespace Laptime.Observation.Processes;

/// <summary>How a command ended.</summary>
/// <param name="ExitCode">Its exit code; 128 and the signal's number if a signal ended it, as shells say.</param>
/// <param name="ProcessorTime">Of it and all that it waited for.</param>
/// <param name="PeakResident">Largest resident memory of one of them; zero if it is not known.</param>
internal sealed record ChildEnding(int ExitCode, Seconds ProcessorTime, Bytes PeakResident);

/// <summary>A command that cannot be started.</summary>
/// <param name="message">One sentence.</param>
/// <param name="exitCode">What a shell would say: 127 not found, 126 not executable.</param>
public sealed class CommandNotStartedException(string message, int exitCode) : Exception(message)
{
    /// <summary>What a shell would say: 127 not found, 126 not executable.</summary>
    public int ExitCode => exitCode;
}

/// <summary>
/// A process in our own process group, with our standard input, environment and directory, and other descriptors for
/// its output. Of the group a Ctrl-C at the terminal reaches every member once.
/// </summary>
internal sealed unsafe class ChildProcess(int pid, long ownMemory)
{
    private const int NotFound = 2;
    private const int BrokenPipe = 13; // SIGPIPE

    /// <summary>Its number.</summary>
    public int Pid => pid;

    /// <summary>Starts it.</summary>
    /// <exception cref="CommandNotStartedException">It cannot be started.</exception>
    public static ChildProcess Start(ImmutableArray<string> line, int output, int error)
    {
        long ownMemory = Environment.WorkingSet;
        byte* actions = stackalloc byte[Libc.Opaque];
        byte* attributes = stackalloc byte[Libc.Opaque];
        byte* defaults = stackalloc byte[Libc.Opaque];
        // The last stays null and ends the list.
        byte*[] words = new byte*[line.Length + 1];
        int pid;
        int failure;
        _ = Libc.InitActions(actions);
        _ = Libc.InitAttributes(attributes);
        try
        {
            for (int i = 0; i < line.Length; i++)
            {
                words[i] = (byte*)Marshal.StringToCoTaskMemUTF8(line[i]);
            }
            _ = Libc.AddDuplicate(actions, output, 1);
            _ = Libc.AddDuplicate(actions, error, 2);
            // .NET ignores this signal, and what is ignored would be ignored by the command too.
            _ = Libc.EmptySet(defaults);
            _ = Libc.AddToSet(defaults, BrokenPipe);
            _ = Libc.SetDefaults(attributes, defaults);
            _ = Libc.SetFlags(attributes, Libc.SetSignalDefaults);
            // The environment as it is, also what is no UTF-8.
            byte** environment = *(byte***)NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), "environ");
            fixed (byte** arguments = words)
            {
                failure = Libc.Spawn(&pid, arguments[0], actions, attributes, arguments, environment);
            }
        }
        finally
        {
            foreach (byte* word in words)
            {
                Marshal.FreeCoTaskMem((nint)word);
            }
            _ = Libc.DestroyActions(actions);
            _ = Libc.DestroyAttributes(attributes);
        }
        return failure switch
        {
            0 => new ChildProcess(pid, ownMemory),
            NotFound => throw new CommandNotStartedException($"There is no program {line[0]}.", 127),
            _ => throw new CommandNotStartedException(
                $"{line[0]} cannot be started: {Marshal.GetPInvokeErrorMessage(failure)}.",
                126
            ),
        };
    }

    /// <summary>Sends a signal to it alone.</summary>
    public void Signal(int signal) => _ = Libc.Kill(pid, signal);

    /// <summary>Returns once it has ended; its last figures can still be read in /proc until <see cref="Reap"/>.</summary>
    public void WaitForEnd()
    {
        byte* info = stackalloc byte[Libc.Opaque];
        while (
            Libc.WaitId(Libc.ByPid, (uint)pid, info, Libc.Exited | Libc.LeaveWaitable) != 0
            && Marshal.GetLastPInvokeError() == Libc.Interrupted
        )
        {
            // A signal of ours, not its end.
        }
    }

    /// <summary>Takes its exit code and what it used; after <see cref="WaitForEnd"/>.</summary>
    public ChildEnding Reap()
    {
        int status = 0;
        long* usage = stackalloc long[64];
        _ = Libc.Wait(pid, &status, 0, usage);
        int signal = status & 0x7f;
        // Until it became another program it had our memory, and the kernel counts that too.
        Bytes peak = Bytes.FromKibibytes(usage[4]);
        return new ChildEnding(
            signal == 0 ? (status >> 8) & 0xff : 128 + signal,
            // struct rusage: two timeval, then ru_maxrss in KiB
            new Seconds(usage[0] + usage[2] + ((usage[1] + usage[3]) / 1e6)),
            peak.Value > 1.1 * ownMemory ? peak : default
        );
    }
}
