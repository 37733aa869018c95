using System.Runtime.InteropServices;

namespace Laptime.Observation.Processes;

/// <summary>Takes bytes that have passed.</summary>
/// <param name="stream">Descriptor they went to.</param>
/// <param name="ticks">When they arrived.</param>
/// <param name="bytes">The bytes; valid during the call only.</param>
internal delegate void Passed(int stream, long ticks, ReadOnlySpan<byte> bytes);

/// <summary>Copies a command's output to ours, byte for byte, on a thread of its own.</summary>
internal sealed unsafe class OutputCopy
{
    private const int Length = 1 << 16;

    // How long a background process that keeps the output open is listened to after the command has ended.
    private const int Patience = 500;

    private readonly OutputPath path;
    private readonly Func<long> clock;
    private readonly Passed passed;
    private readonly Thread thread;
    private volatile bool isLast;

    /// <summary>Begins to copy.</summary>
    public OutputCopy(OutputPath path, Func<long> clock, Passed passed)
    {
        (this.path, this.clock, this.passed) = (path, clock, passed);
        thread = new Thread(Copy) { IsBackground = true, Name = $"output {path.Target}" };
        thread.Start();
    }

    /// <summary>Copies what is left after the command's end and returns.</summary>
    public void Finish()
    {
        isLast = true;
        thread.Join();
    }

    private void Copy()
    {
        byte[] buffer = GC.AllocateUninitializedArray<byte>(Length, pinned: true);
        fixed (byte* start = buffer)
        {
            while (Wait(path.Reading, Libc.PollIn) is var ready && (ready || !isLast))
            {
                if (!ready)
                {
                    continue;
                }
                nint count = Libc.Read(path.Reading, start, Length);
                if (count < 0 && Marshal.GetLastPInvokeError() is Libc.Interrupted or Libc.WouldBlock)
                {
                    continue;
                }
                long ticks = clock();
                // A terminal whose other end is closed answers with an error, a pipe with nothing.
                if (count <= 0 || !Write(start, count))
                {
                    break;
                }
                passed(path.Target, ticks, buffer.AsSpan(0, (int)count));
            }
        }
        // The reader of our output has gone: the command learns it as it would alone.
        path.Dispose();
    }

    private bool Write(byte* bytes, nint count)
    {
        while (count > 0)
        {
            nint written = Libc.Write(path.Target, bytes, count);
            if (written >= 0)
            {
                bytes += written;
                count -= written;
            }
            else if (Marshal.GetLastPInvokeError() is Libc.WouldBlock)
            {
                _ = Wait(path.Target, Libc.PollOut);
            }
            else if (Marshal.GetLastPInvokeError() is not Libc.Interrupted)
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Whether the descriptor is ready within the time that is waited.</summary>
    private static bool Wait(int fd, short events)
    {
        Libc.PollFd one = new() { Fd = fd, Events = events };
        return Libc.Poll(&one, 1, Patience) > 0;
    }
}
