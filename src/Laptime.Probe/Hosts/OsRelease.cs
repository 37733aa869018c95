namespace Laptime.Probe.Hosts;

/// <summary>What /etc/os-release says (format: os-release(5)).</summary>
internal static class OsRelease
{
    /// <summary>Name and version of the operating system for people; null: not told.</summary>
    public static string? PrettyName(string text)
    {
        const string Key = "PRETTY_NAME=";
        var line = text.Split('\n').LastOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal));
        var name = line?[Key.Length..].Trim().Trim('"', '\'');
        return string.IsNullOrEmpty(name) ? null : name;
    }
}
