using Laptime.Probe.Machines;

namespace Laptime.Probe.Hosts;

/// <summary>Tells what kind of container surrounds the process.</summary>
internal static class ContainerSigns
{
    /// <summary>kubernetes, podman, docker, apptainer, containerd or lxc; null: none seen.</summary>
    public static string? Kind(MachineFiles files, IReadOnlyDictionary<string, string> environment)
    {
        if (environment.ContainsKey("KUBERNETES_SERVICE_HOST"))
        {
            return "kubernetes";
        }
        if (environment.ContainsKey("APPTAINER_CONTAINER") || environment.ContainsKey("SINGULARITY_CONTAINER"))
        {
            return "apptainer";
        }
        if (files.Exists("/run/.containerenv"))
        {
            return "podman";
        }
        return files.Exists("/.dockerenv") ? "docker" : OfGroups(files.ReadIfThere("/proc/1/cgroup", null) ?? "");
    }

    /// <summary>Container engines name the groups they make after themselves; group namespaces hide that.</summary>
    private static string? OfGroups(string groups) =>
        groups.Contains("kubepods", StringComparison.Ordinal) ? "kubernetes"
        : groups.Contains("docker", StringComparison.Ordinal) ? "docker"
        : groups.Contains("libpod", StringComparison.Ordinal) ? "podman"
        : groups.Contains("containerd", StringComparison.Ordinal) ? "containerd"
        : groups.Contains("/lxc", StringComparison.Ordinal) ? "lxc"
        : null;
}
