namespace Laptime.Probe.Processors;

/// <summary>
/// Names of 64-bit ARM cores, which /proc/cpuinfo gives as numbers only. Numbers: Linux,
/// arch/arm64/include/asm/cputype.h.
/// </summary>
internal static class ArmCores
{
    /// <summary>Vendor and model for the numbers as written (<c>0x41</c>, <c>0xd40</c>); null where they are not known.</summary>
    public static (string? Vendor, string? Model) Name(string? implementer, string? part) =>
        implementer switch
        {
            "0x41" => ("ARM", Arm(part)),
            "0x46" => ("Fujitsu", part == "0x001" ? "A64FX" : null),
            "0x48" => ("HiSilicon", part == "0xd01" ? "TaiShan v110" : null),
            "0x4e" => ("NVIDIA", part == "0x004" ? "Carmel" : null),
            "0x61" => ("Apple", null),
            "0xc0" => (
                "Ampere",
                part switch
                {
                    "0xac3" => "AmpereOne",
                    "0xac4" => "AmpereOne A",
                    _ => null,
                }
            ),
            _ => (null, null),
        };

    private static string? Arm(string? part) =>
        part switch
        {
            "0xd03" => "Cortex-A53",
            "0xd05" => "Cortex-A55",
            "0xd07" => "Cortex-A57",
            "0xd08" => "Cortex-A72",
            "0xd0b" => "Cortex-A76",
            "0xd0c" => "Neoverse-N1",
            "0xd40" => "Neoverse-V1",
            "0xd41" => "Cortex-A78",
            "0xd42" => "Cortex-A78AE",
            "0xd49" => "Neoverse-N2",
            "0xd4f" => "Neoverse-V2",
            "0xd84" => "Neoverse-V3",
            "0xd8e" => "Neoverse-N3",
            _ => null,
        };
}
