using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.IO.Enumeration;
using Laptime.Core.Catalogs;
using Laptime.Prices.Reading;

namespace Laptime.Prices.Naming;

/// <summary>
/// Tells models by the names that sellers and drivers use. A name that several models go by is settled by evidence, in
/// this order: memory, words like SXM4 or PCIe, what the seller is known to mean by it. What stays open is never guessed.
/// Thread-safe.
/// </summary>
public sealed class DeviceNames
{
    private readonly ImmutableSortedDictionary<string, DeviceModel> devices;
    private readonly ImmutableArray<NamingConvention> conventions;
    private readonly Dictionary<string, string> exact = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Candidate>> byKey = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string, DeviceEvidence), DeviceMatch> found = new();

    internal DeviceNames(DeviceFile file)
    {
        devices = file.Devices;
        conventions = file.Conventions;
        foreach (var device in devices.Values)
        {
            foreach (var name in device.Aliases.Append(device.Name).Append(device.Id))
            {
                exact.TryAdd(NameText.Letters(name), device.Id);
                Add(name, new Candidate(device.Id, device.Name, device.MemoryGb, device.FormFactor));
            }
        }
        foreach (var family in file.Families)
        {
            foreach (var id in family.Devices)
            {
                Add(family.Name, new Candidate(id, devices[id].Name, devices[id].MemoryGb, devices[id].FormFactor));
            }
            foreach (var other in family.Others)
            {
                Add(family.Name, new Candidate(null, other.Name, other.MemoryGb, null));
            }
        }
    }

    /// <summary>The names of data/devices.json.</summary>
    public static DeviceNames ReadShipped() => new(DeviceFile.Load());

    /// <summary>The model that a name means.</summary>
    public DeviceMatch Find(string name, DeviceEvidence evidence = default)
    {
        if (!found.TryGetValue((name, evidence), out var match))
        {
            match = Search(name, evidence);
            // A feed that names every machine anew must not fill the memory.
            if (found.Count < 100_000)
            {
                found.TryAdd((name, evidence), match);
            }
        }
        return match;
    }

    private DeviceMatch Search(string name, DeviceEvidence evidence)
    {
        var (key, told) = NameText.Split(name);
        var memory = evidence.Memory ?? told;
        if (exact.TryGetValue(NameText.Letters(name), out var id))
        {
            // What the name itself says of memory belongs to it: a GH200 480GB has 96 GB on its GPU.
            return Fits(devices[id].MemoryGb, evidence.Memory)
                ? new DeviceMatch.Known(id)
                : WithMemory(name, evidence.Memory);
        }
        if (!byKey.TryGetValue(key, out var all))
        {
            return new DeviceMatch.Unknown(name);
        }
        var left = all.FindAll(candidate => Fits(candidate.MemoryGb, memory));
        if (left.Count == 0)
        {
            return WithMemory(name, evidence.Memory);
        }
        if (left.Count > 1)
        {
            var words = NameText.FormFactors($"{name} {evidence.Hint} {evidence.Instance}");
            left = Narrow(left, candidate => words.Exists(word => NameText.IsFormFactor(word, candidate.FormFactor)));
        }
        if (left.Count > 1)
        {
            left = Narrow(left, candidate => conventions.Any(rule => Says(rule, key, candidate, evidence)));
        }
        return left switch
        {
            [{ Id: { } only }] => new DeviceMatch.Known(only),
            [{ Id: null } other] => new DeviceMatch.Unknown(other.Name),
            _ => new DeviceMatch.Ambiguous(name, [.. left.Select(candidate => candidate.Id ?? candidate.Name)]),
        };
    }

    private static List<Candidate> Narrow(List<Candidate> candidates, Predicate<Candidate> rule)
    {
        var left = candidates.FindAll(rule);
        return left.Count > 0 ? left : candidates;
    }

    private static bool Says(NamingConvention rule, string key, Candidate candidate, DeviceEvidence evidence) =>
        rule.Device == candidate.Id
        && rule.Provider == evidence.Provider
        && NameText.Split(rule.Name).Key == key
        && FileSystemName.MatchesSimpleExpression(rule.Instance, evidence.Instance ?? "");

    /// <summary>Whether a memory may be that of a model: equal within 7 %, the given one read as GB or as GiB.</summary>
    private static bool Fits(decimal? model, decimal? given) =>
        model is not { } gb
        || given is not { } amount
        || Math.Abs(amount - gb) <= 0.07m * gb
        || Math.Abs(amount * 1.0737m - gb) <= 0.07m * gb;

    private static DeviceMatch.Unknown WithMemory(string name, decimal? memory) =>
        new(memory is null ? name : $"{name} with {memory:0.#} GB");

    private void Add(string name, Candidate candidate)
    {
        var key = NameText.Split(name).Key;
        if (!byKey.TryGetValue(key, out var list))
        {
            byKey.Add(key, list = []);
        }
        if (!list.Contains(candidate))
        {
            list.Add(candidate);
        }
    }

    /// <summary>A model that a name may mean; one without id is not in the catalog.</summary>
    private sealed record Candidate(string? Id, string Name, decimal? MemoryGb, string? FormFactor);
}
