namespace Laptime.Observation.Processes;

/// <summary>Width of the terminal, without a word to it: .NET's own way first writes a control sequence to it.</summary>
public static unsafe class TerminalWidth
{
    /// <summary>Columns of the terminal behind standard output, else behind standard error; null if neither is one.</summary>
    public static int? Columns() => Columns(1) ?? Columns(2);

    private static int? Columns(int fd)
    {
        ushort* size = stackalloc ushort[4]; // struct winsize: rows, columns, two more
        return Libc.Ioctl(fd, Libc.GetWindowSize, size) == 0 && size[1] > 0 ? size[1] : null;
    }
}
