using System.Text.RegularExpressions;

namespace Laptime.Prices.Formats;

/// <summary>
/// Tells a provider by its names of machines, where nobody else names them so. Feeds that keep one file per provider do
/// not say whose it is.
/// </summary>
internal static partial class MachineNames
{
    /// <summary>Id of the provider; null if it cannot be told from these.</summary>
    public static string? Provider(IReadOnlyCollection<string> names)
    {
        if (names.Count == 0)
        {
            return null;
        }
        (string Id, Regex Names)[] rules =
        [
            ("azure", Azure()),
            ("aws-ec2", Aws()),
            ("gcp-gce", Gcp()),
            ("lambda", Lambda()),
            ("vast-ai", Vast()),
            ("runpod", RunPod()),
            ("verda", Verda()),
            ("nebius", Nebius()),
        ];
        foreach (var (id, rule) in rules)
        {
            if (names.All(rule.IsMatch))
            {
                return id;
            }
        }
        return null;
    }

    [GeneratedRegex(@"^Standard_[A-Z]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Azure();

    [GeneratedRegex(
        @"^[a-z]{1,3}\d{1,2}[a-z0-9-]*\.(?:\d*x?large|metal\S*|medium|small|nano|micro)$",
        RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Aws();

    [GeneratedRegex(@"^(?:[aceghmnt]\d[ad]?|z3|x4)-[a-z0-9]+-\S+$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Gcp();

    [GeneratedRegex(@"^[cg]pu_\d+x_", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Lambda();

    [GeneratedRegex(@"^\d+x-[A-Za-z0-9_]+-\d+-\d+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Vast();

    [GeneratedRegex(@"^\d+x_\S+_(?:SECURE|COMMUNITY)$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex RunPod();

    [GeneratedRegex(@"^(?:\d+[A-Z][A-Z0-9]*(?:\.\w+)*\.\d+V|CPU\.\d+V\.\w+)$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Verda();

    [GeneratedRegex(@"^[cg]pu-\S+_(?:\d+gpu-)?\d+vcpu-\d+gb$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Nebius();
}
