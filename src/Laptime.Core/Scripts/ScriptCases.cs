using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Laptime.Core.Cases;

namespace Laptime.Core.Scripts;

/// <summary>Cases of a TorchScript program: the same file with the same inputs is the same case on any machine and by any name.</summary>
public static partial class ScriptCases
{
    /// <summary>What their workloads begin with, and the name of their suite.</summary>
    public const string Name = "script";

    // 48 bits: two of a million programs share them with a chance of 1 in 500.
    private const int DigestDigits = 12;
    private const int LongestInputs = 60;

    /// <summary>Whether a case is one of a program.</summary>
    public static bool IsOne(Case @case) => @case.Workload.StartsWith(Name + "-", StringComparison.Ordinal);

    /// <summary>
    /// Workload of a program: <c>script-3f9a1c2b04d7-nx3x224x224</c>, and in training loss and optimizer behind. The
    /// learning rate is no part of it: no step takes longer for it.
    /// </summary>
    public static string Workload(ScriptSettings settings, Scenario scenario)
    {
        string inputs = Inputs(string.Join(' ', settings.Inputs));
        string training = scenario == Scenario.Train ? $"-{settings.Loss}-{settings.Optimizer}".ToLowerInvariant() : "";
        return $"{Name}-{settings.Digest[..DigestDigits]}{(inputs.Length == 0 ? "" : $"-{inputs}")}{training}";
    }

    /// <summary>In the letters that names of workloads have; what does not go into them, or is long, as a digest.</summary>
    private static string Inputs(string text)
    {
        string name = text.ToLowerInvariant().Replace(':', '.').Replace(' ', '_');
        return name.Length <= LongestInputs && Plain().IsMatch(text)
            ? name
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..DigestDigits];
    }

    [GeneratedRegex("^[N0-9a-z:. -]*$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Plain();
}
