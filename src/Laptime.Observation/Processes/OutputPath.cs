using System.Runtime.InteropServices;

namespace Laptime.Observation.Processes;

/// <summary>
/// The way of a command's output to ours: a pseudo-terminal where ours is a terminal, so that the command draws as it
/// does alone, else a pipe. The terminal is raw: no byte is changed on the way; the real one does what a terminal does.
/// </summary>
internal sealed unsafe class OutputPath : IDisposable
{
    private const int LargestPipe = 1 << 20;

    private readonly bool isTerminal;
    private int writing;

    private OutputPath(int reading, int writing, int target, bool isTerminal)
    {
        (Reading, this.writing, Target, this.isTerminal) = (reading, writing, target, isTerminal);
        Resize();
    }

    /// <summary>Where we read.</summary>
    public int Reading { get; }

    /// <summary>The command's end; until <see cref="CloseWriting"/>.</summary>
    public int Writing => writing;

    /// <summary>Our own descriptor that the bytes go to: 1 or 2.</summary>
    public int Target { get; }

    /// <summary>Makes the ways of standard output and standard error; one for both where both of ours are the same, so that their order stays.</summary>
    /// <exception cref="IOException">The system has no more descriptors or terminals.</exception>
    public static (OutputPath Out, OutputPath Error) Open()
    {
        OutputPath first = Open(1);
        return File(1) is { } one && one == File(2) ? (first, first) : (first, Open(2));
    }

    /// <summary>Gives the command's terminal the size of ours.</summary>
    public void Resize()
    {
        ulong size = 0; // struct winsize: four unsigned short
        if (isTerminal && Libc.Ioctl(Target, Libc.GetWindowSize, &size) == 0)
        {
            _ = Libc.Ioctl(Reading, Libc.SetWindowSize, &size);
        }
    }

    /// <summary>Lets go of the command's end: from now on its death ends the stream.</summary>
    public void CloseWriting()
    {
        if (writing >= 0)
        {
            _ = Libc.Close(writing);
            writing = -1;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        CloseWriting();
        _ = Libc.Close(Reading);
    }

    private static string? File(int fd) => new FileInfo($"/proc/self/fd/{fd}").LinkTarget;

    private static OutputPath Open(int target)
    {
        if (Libc.IsTerminal(target) == 1 && OpenTerminal(target) is { } terminal)
        {
            return terminal;
        }
        int* ends = stackalloc int[2];
        if (Libc.Pipe(ends, Libc.CloseOnExec) != 0)
        {
            throw new IOException($"No pipe can be made (error {Marshal.GetLastPInvokeError()}).");
        }
        // Fewer waits for us where much is written; smaller where the system allows no more.
        _ = Libc.Control(ends[1], Libc.SetPipeSize, LargestPipe);
        return new OutputPath(ends[0], ends[1], target, isTerminal: false);
    }

    private static OutputPath? OpenTerminal(int target)
    {
        const int flags = Libc.ReadWrite | Libc.NoControllingTerminal | Libc.CloseOnExec;
        int master = Libc.OpenTerminal(flags);
        byte* text = stackalloc byte[Libc.Opaque];
        if (master < 0)
        {
            return null;
        }
        int slave =
            Libc.Grant(master) == 0 && Libc.Unlock(master) == 0 && Libc.Name(master, text, 128) == 0
                ? Libc.Open(text, flags)
                : -1;
        if (slave < 0)
        {
            _ = Libc.Close(master);
            return null;
        }
        if (Libc.GetAttributes(slave, text) == 0)
        {
            Libc.MakeRaw(text);
            _ = Libc.SetAttributes(slave, 0, text);
        }
        return new OutputPath(master, slave, target, isTerminal: true);
    }
}
