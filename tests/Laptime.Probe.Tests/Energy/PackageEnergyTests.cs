using Laptime.Probe.Energy;

namespace Laptime.Probe.Tests.Energy;

public sealed class PackageEnergyTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("laptime-energy-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void ReadJoules_TwoPackages_AreAddedWithoutTheirParts()
    {
        Rapl("intel-rapl:0", "package-0", 1_000_000, 262_143_328_850);
        Rapl("intel-rapl:1", "package-1", 5_000_000, 262_143_328_850);
        Rapl("intel-rapl:0:0", "core", 400_000, 262_143_328_850);
        Rapl("intel-rapl:0:1", "dram", 300_000, 65_712_999_613);
        Rapl("intel-rapl:2", "psys", 9_000_000, 262_143_328_850);
        PackageEnergy energy = PackageEnergy.TryOpen(root, out string? reason).ShouldNotBeNull();

        reason.ShouldBeNull();
        energy.Boundary.ShouldBe("package");
        energy.ReadJoules().ShouldBe(0);
        Set("intel-rapl:0", 3_500_000);
        Set("intel-rapl:1", 5_250_000);
        Set("intel-rapl:2", 90_000_000);
        energy.ReadJoules()!.Value.ShouldBe(2.75, 1e-9);
    }

    [Fact]
    public void ReadJoules_CounterTurns_GoesOn()
    {
        Rapl("intel-rapl:0", "package-0", 262_143_000_000, 262_143_328_850);
        PackageEnergy energy = PackageEnergy.TryOpen(root, out _).ShouldNotBeNull();

        Set("intel-rapl:0", 171_150);
        energy.ReadJoules()!.Value.ShouldBe(0.5, 1e-9);
        Set("intel-rapl:0", 1_171_150);
        energy.ReadJoules()!.Value.ShouldBe(1.5, 1e-9);
        Set("intel-rapl:0", 171_150);
        energy.ReadJoules()!.Value.ShouldBe(1.5 + 262_142.32885, 1e-6);
    }

    [Fact]
    public void ReadJoules_AmdEnergy_AddsSockets()
    {
        Hwmon("energy1", "Ecore000", 7_000_000);
        Hwmon("energy2", "Esocket0", 1_000_000);
        Hwmon("energy3", "Esocket1", 2_000_000);
        PackageEnergy energy = PackageEnergy.TryOpen(root, out _).ShouldNotBeNull();

        Hwmon("energy1", "Ecore000", 9_000_000);
        Hwmon("energy2", "Esocket0", 4_000_000);

        energy.ReadJoules()!.Value.ShouldBe(3, 1e-9);
    }

    [Fact]
    public void TryOpen_NoCounter_SaysSo()
    {
        PackageEnergy.TryOpen(root, out string? reason).ShouldBeNull();

        reason.ShouldBe("the kernel shows no energy counter of the processor (powercap, amd_energy)");
    }

    [Fact]
    public void TryOpen_RootAlone_SaysSo()
    {
        if (OperatingSystem.IsWindows() || Environment.UserName == "root")
        {
            Assert.Skip("root may read everything");
            return;
        }
        Rapl("intel-rapl:0", "package-0", 1, 2);
        string file = Path.Combine(root, "sys/class/powercap/intel-rapl:0/energy_uj");
        File.SetUnixFileMode(file, UnixFileMode.None);

        PackageEnergy.TryOpen(root, out string? reason).ShouldBeNull();

        reason.ShouldBe($"{file} may be read by root alone");
    }

    [Fact]
    public void TryOpen_NotANumber_SaysSo()
    {
        Rapl("intel-rapl:0", "package-0", 1, 2);
        File.WriteAllText(Path.Combine(root, "sys/class/powercap/intel-rapl:0/energy_uj"), "none\n");

        PackageEnergy.TryOpen(root, out string? reason).ShouldBeNull();

        reason.ShouldNotBeNull().ShouldContain("energy_uj cannot be read: ");
    }

    [Fact]
    public void ReadJoules_CounterGone_IsUnknown()
    {
        Rapl("intel-rapl:0", "package-0", 1, 2);
        PackageEnergy energy = PackageEnergy.TryOpen(root, out _).ShouldNotBeNull();

        File.Delete(Path.Combine(root, "sys/class/powercap/intel-rapl:0/energy_uj"));

        energy.ReadJoules().ShouldBeNull();
    }

    [Fact]
    public void Find_NothingThere_BothBoundariesWithReasons()
    {
        EnergySources sources = EnergySources.Find(null, "no driver", root);

        sources.Counters.ShouldBeEmpty();
        sources.Missing.Select(missing => missing.Boundary).ShouldBe(["gpu", "package"]);
        sources.Missing[0].Reason.ShouldBe("no driver");
    }

    private void Rapl(string zone, string name, long microjoules, long range)
    {
        string directory = Path.Combine(root, "sys/class/powercap", zone);
        Directory.CreateDirectory(directory);
        File.WriteAllText(Path.Combine(directory, "name"), name + "\n");
        File.WriteAllText(Path.Combine(directory, "max_energy_range_uj"), $"{range}\n");
        Set(zone, microjoules);
    }

    private void Set(string zone, long microjoules) =>
        File.WriteAllText(Path.Combine(root, "sys/class/powercap", zone, "energy_uj"), $"{microjoules}\n");

    private void Hwmon(string sensor, string label, long microjoules)
    {
        string directory = Path.Combine(root, "sys/class/hwmon/hwmon3");
        Directory.CreateDirectory(directory);
        File.WriteAllText(Path.Combine(directory, "name"), "amd_energy\n");
        File.WriteAllText(Path.Combine(directory, $"{sensor}_label"), label + "\n");
        File.WriteAllText(Path.Combine(directory, $"{sensor}_input"), $"{microjoules}\n");
    }
}
