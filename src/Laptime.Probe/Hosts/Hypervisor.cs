namespace Laptime.Probe.Hosts;

/// <summary>Short names of hypervisors.</summary>
internal static class Hypervisor
{
    /// <summary>
    /// Name for what a hypervisor calls itself through CPUID (table: Linux, arch/x86/kernel/cpu/hypervisor.c and the
    /// files it lists; systemd, src/basic/virt.c). An unknown signature is its own name; null stays null.
    /// </summary>
    public static string? OfSignature(string? signature) =>
        signature switch
        {
            null or "" => null,
            "KVMKVMKVM" or "Linux KVM Hv" => "kvm",
            "Microsoft Hv" => "microsoft",
            "VMwareVMware" => "vmware",
            "XenVMMXenVMM" => "xen",
            "TCGTCGTCGTCG" => "qemu",
            "bhyve bhyve" => "bhyve",
            "ACRNACRNACRN" => "acrn",
            "prl hyperv" or "lrpepyh vr" => "parallels",
            "VBoxVBoxVBox" => "virtualbox",
            _ => signature,
        };

    /// <summary>Name by DMI, for processors without CPUID; null: DMI speaks of no virtual machine.</summary>
    /// <param name="dmi">DMI fields, by their name in /sys/class/dmi/id.</param>
    public static string? OfDmi(IReadOnlyDictionary<string, string> dmi)
    {
        var vendor = dmi.GetValueOrDefault("sys_vendor") ?? "";
        var product = dmi.GetValueOrDefault("product_name") ?? "";
        return vendor switch
        {
            "QEMU" or "Red Hat" or "KubeVirt" or "OpenStack Foundation" => "kvm",
            // Instances sold as bare metal carry the same vendor.
            "Amazon EC2" => product.Contains(".metal", StringComparison.Ordinal) ? null : "amazon",
            "Google" => product == "Google Compute Engine" ? "kvm" : null,
            "Microsoft Corporation" => product == "Virtual Machine" ? "microsoft" : null,
            "Xen" => "xen",
            "Apple Inc." => product.Contains("Virtualization", StringComparison.Ordinal) ? "apple" : null,
            _ => vendor.StartsWith("VMware", StringComparison.Ordinal) ? "vmware" : null,
        };
    }
}
