using System.Text;
using Laptime.Core.Catalogs;

namespace Laptime.Advice.Speeds;

/// <summary>Finds device models by id, name or alias, whatever the case and the signs between the words.</summary>
public sealed class DeviceNames
{
    private readonly Dictionary<string, DeviceModel> models = new(StringComparer.Ordinal);

    /// <summary>All names of all models; a name that two models claim means neither.</summary>
    public DeviceNames(IEnumerable<DeviceModel> devices)
    {
        HashSet<string> ambiguous = new(StringComparer.Ordinal);
        foreach (DeviceModel device in devices)
        {
            foreach (string name in device.Aliases.Prepend(device.Name).Prepend(device.Id).Select(Plain).Distinct())
            {
                if (!models.TryAdd(name, device) && models[name] != device)
                {
                    ambiguous.Add(name);
                }
            }
        }
        foreach (string name in ambiguous)
        {
            models.Remove(name);
        }
    }

    /// <summary>The model that the name means; null: none, or more than one.</summary>
    public DeviceModel? Find(string? name) =>
        name is not null && models.TryGetValue(Plain(name), out DeviceModel? model) ? model : null;

    private static string Plain(string name)
    {
        StringBuilder plain = new(name.Length);
        foreach (char c in name)
        {
            if (char.IsLetterOrDigit(c))
            {
                plain.Append(char.ToLowerInvariant(c));
            }
        }
        plain.Replace("nvidia", "");
        return plain.ToString();
    }
}
