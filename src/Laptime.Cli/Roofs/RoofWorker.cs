using Laptime.Core.Platforms;
using Laptime.Core.Quantities;
using Laptime.Core.Roofs;
using Laptime.Input;
using Laptime.Measurement.Clocks;
using Laptime.Measurement.Roofs;
using Laptime.Probe;
using Laptime.Torch;
using Laptime.Torch.Devices;
using Laptime.Workloads.Roofs;

namespace Laptime.Cli.Roofs;

/// <summary>What happens in the fresh process that measures a roof once.</summary>
internal sealed class RoofWorker
{
    private readonly StopwatchClock clock = new();
    private readonly RoofTimer timer;
    private readonly string adapter;
    private readonly string directory;

    /// <summary>Ready to measure.</summary>
    /// <param name="adapter">The adapter's shared library; empty where there is none.</param>
    /// <param name="directory">Directory on the disk to read from.</param>
    public RoofWorker(string adapter, string directory)
    {
        (this.adapter, this.directory) = (adapter, directory);
        timer = new RoofTimer(clock);
    }

    /// <summary>Measures.</summary>
    public RoofReading Measure(RoofSubject subject, Seconds seconds)
    {
        if (NeedsLibtorch(subject))
        {
            if (adapter.Length == 0)
            {
                return new RoofReading.Unavailable("there is no libtorch that Laptime can use: run `laptime doctor`");
            }
            Libtorch.Load(adapter);
            Libtorch.Threads = subject.Threads;
            if (!subject.Device.IsCpu && Device.Count(subject.Device.Kind) <= subject.Device.Index)
            {
                return new RoofReading.Unavailable($"libtorch {Libtorch.Version} cannot use {subject.Device}");
            }
        }
        try
        {
            return subject.Kind switch
            {
                RoofKind.Matmul => Multiply(subject, seconds),
                RoofKind.Triad => Add(subject, seconds),
                RoofKind.Copy => Measure(new DeviceCopy(subject), seconds),
                RoofKind.Launch => new OperatorLaunch(subject.Device, clock).Measure(seconds),
                RoofKind.Disk => Read(seconds),
                _ => Measure(new DecodeLoad(subject.Threads), seconds),
            };
        }
        catch (PictureException e)
        {
            return new RoofReading.Unavailable(e.Message.TrimEnd('.'));
        }
        catch (TorchException e)
        {
            return new RoofReading.Unavailable($"libtorch refused: {e.Words.Split('\n')[0].TrimEnd('.')}");
        }
    }

    private static bool NeedsLibtorch(RoofSubject subject) =>
        subject.Kind is RoofKind.Matmul or RoofKind.Copy or RoofKind.Launch || !subject.Device.IsCpu;

    private RoofReading Multiply(RoofSubject subject, Seconds seconds)
    {
        if (subject.Device.IsCpu)
        {
            CpuMemory.UseCaching(); // pages of the result are not fetched from the kernel anew each time
        }
        Libtorch.AllowTf32(subject.Variant == "tf32");
        RoofReading? reading = timer.MeasureFastest(
            MatrixProduct.Candidates(subject),
            candidate => MatrixProduct.TryCreate(subject, candidate),
            seconds
        );
        return reading
            ?? new RoofReading.Unavailable(
                $"libtorch {Libtorch.Version} has no {subject.Variant} product on {subject.Device}"
            );
    }

    private RoofReading Add(RoofSubject subject, Seconds seconds)
    {
        if (!subject.Device.IsCpu)
        {
            return Measure(new DeviceTriad(subject.Device), seconds);
        }
        PlatformFacts facts = PlatformProbe.Read(directory, TimeProvider.System, engine: null);
        Bytes array = MemoryTriad.ArraySize(facts.Cpu.L3);
        if ((facts.Memory.CgroupLimit ?? facts.Memory.Available)?.Value < 4 * array.Value)
        {
            return new RoofReading.Unavailable($"three arrays of {array} do not fit the free memory");
        }
        return timer.MeasureFastest(
            Enum.GetNames<TriadStores>(),
            stores => new MemoryTriad(subject.Threads, array, Enum.Parse<TriadStores>(stores)),
            seconds
        )!;
    }

    private RoofReading Read(Seconds seconds)
    {
        string? fileSystem = PlatformProbe.Read(directory, TimeProvider.System, engine: null).Disk.FileSystem;
        return DiskRead.TryCreate(directory, fileSystem, out string? reason) is { } load
            ? Measure(load, seconds)
            : new RoofReading.Unavailable(reason!);
    }

    private RoofReading.Measured Measure(IRoofLoad load, Seconds seconds)
    {
        using (load)
        {
            return timer.Measure(load, seconds);
        }
    }
}
