using Laptime.Core.Quantities;
using Laptime.Core.Trials;
using Laptime.Measurement.Telemetry;

namespace Laptime.Measurement.Tests.Telemetry;

public sealed class ProcTelemetryTests : IDisposable
{
    private static readonly TelemetrySample Empty = new() { Ticks = 1 };
    private readonly string root = Directory.CreateTempSubdirectory("laptime-proc-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Read_LaptopTree_FindsEverything()
    {
        Write("proc/stat", "cpu  100 0 50 900 0 3 2 40 0 0\ncpu0 1\ncpu1 1\ncpu2 1\ncpu3 1\nintr 5\n");
        Write("proc/vmstat", "nr_free_pages 5\npswpin 7\n");
        Write("sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq", "2000000\n");
        Write("sys/devices/system/cpu/cpu1/cpufreq/scaling_cur_freq", "3000000\n");
        Write("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave\n");
        Write("sys/devices/system/cpu/cpu0/thermal_throttle/core_throttle_count", "4\n");
        Write("sys/class/hwmon/hwmon0/name", "nvme\n");
        Write("sys/class/hwmon/hwmon0/temp1_input", "90000\n");
        Write("sys/class/hwmon/hwmon1/name", "coretemp\n");
        Write("sys/class/hwmon/hwmon1/temp1_input", "61000\n");
        Write("sys/class/hwmon/hwmon1/temp2_input", "63500\n");
        Write("sys/class/power_supply/AC/online", "1\n");
        Write("sys/firmware/acpi/platform_profile", "balanced\n");
        using ProcTelemetry telemetry = new(root);

        TelemetrySample sample = telemetry.Read(Empty);

        telemetry.Processors.ShouldBe(4);
        sample.MachineBusy.ShouldBe(new Seconds(1.55));
        sample.MachineSteal.ShouldBe(new Seconds(0.4));
        sample.SwapIns.ShouldBe(7);
        sample.CpuClockHertz.ShouldBe(2.5e9);
        sample.CpuThrottleCount.ShouldBe(4);
        sample.CpuCelsius.ShouldBe(63.5);
        sample.PowerState.ShouldBe("AC=1 governor=powersave profile=balanced");
    }

    [Fact]
    public void Read_ChangedFile_SeesTheChange()
    {
        Write("proc/vmstat", "pswpin 7\n");
        using ProcTelemetry telemetry = new(root);
        telemetry.Read(Empty).SwapIns.ShouldBe(7);

        Write("proc/vmstat", "pswpin 9\n");

        telemetry.Read(Empty).SwapIns.ShouldBe(9);
    }

    [Fact]
    public void Read_NothingThere_LeavesNull()
    {
        using ProcTelemetry telemetry = new(root);

        TelemetrySample sample = telemetry.Read(Empty);

        sample.MachineBusy.ShouldBeNull();
        sample.SwapIns.ShouldBeNull();
        sample.CpuClockHertz.ShouldBeNull();
        sample.CpuCelsius.ShouldBeNull();
        sample.PowerState.ShouldBeNull();
    }

    [Fact]
    public void Read_ThisProcess_CountsItsOwnTime()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/proc and getrusage are Linux's.");
        using ProcTelemetry telemetry = new();
        TelemetrySample before = telemetry.Read(Empty);
        double used = Environment.CpuUsage.TotalTime.TotalSeconds;

        SpinWait spin = default;
        while (Environment.CpuUsage.TotalTime.TotalSeconds < used + 0.05)
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }

        TelemetrySample after = telemetry.Read(Empty);
        (after.ProcessBusy - before.ProcessBusy)!.Value.Value.ShouldBeInRange(0.045, 5);
        after.MachineBusy.ShouldNotBeNull();
        after.MajorFaults.ShouldNotBeNull();
        after.VoluntarySwitches.ShouldNotBeNull();
    }

    private void Write(string path, string text)
    {
        string full = Path.Combine(root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        using FileStream file = new(full, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        file.Write(System.Text.Encoding.ASCII.GetBytes(text));
    }
}
