using System.Collections.Immutable;
using System.Globalization;

namespace Laptime.Probe.Processors;

/// <summary>What /proc/cpuinfo says, on x86, ARM and POWER alike.</summary>
internal sealed record CpuInfoText
{
    /// <summary>Extensions worth telling, in the order in which they are told. Names are the kernel's.</summary>
    private static readonly ImmutableArray<string> TensorExtensions =
    [
        "sse4_2",
        "avx",
        "f16c",
        "fma",
        "avx2",
        "avx_vnni",
        "avx512f",
        "avx512bw",
        "avx512vl",
        "avx512_vnni",
        "avx512_bf16",
        "avx512_fp16",
        "amx_tile",
        "amx_int8",
        "amx_bf16",
        "amx_fp16",
        "asimd",
        "asimdhp",
        "asimddp",
        "i8mm",
        "bf16",
        "sve",
        "svei8mm",
        "svebf16",
        "sve2",
        "sme",
    ];

    /// <summary>Model, as it names itself or as its ARM part number says; null: neither.</summary>
    public string? Model { get; private init; }

    /// <summary>Vendor; null: not told.</summary>
    public string? Vendor { get; private init; }

    /// <summary>Sockets; null where the file does not number them.</summary>
    public int? Sockets { get; private init; }

    /// <summary>Physical cores of all sockets; null where the file does not number them.</summary>
    public int? PhysicalCores { get; private init; }

    /// <summary>Clock that the model's name promises, in Hz; null: none.</summary>
    public double? NominalHertz { get; private init; }

    /// <summary>Extensions that matter for tensors.</summary>
    public ImmutableArray<string> Simd { get; private init; } = [];

    /// <summary>Whether a hypervisor runs beneath; null where the processor has no flag for it.</summary>
    public bool? Virtualized { get; private init; }

    /// <summary>Reads the text; never fails, what is not there stays null.</summary>
    public static CpuInfoText Parse(string text)
    {
        var processors = text.ReplaceLineEndings("\n")
            .Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(Fields)
            .Where(fields => fields.ContainsKey("processor"))
            .ToList();
        if (processors.Count == 0)
        {
            return new CpuInfoText();
        }
        var first = processors[0];
        var (armVendor, armModel) = ArmCores.Name(
            first.GetValueOrDefault("CPU implementer"),
            first.GetValueOrDefault("CPU part")
        );
        var model = first.GetValueOrDefault("model name") ?? first.GetValueOrDefault("cpu") ?? armModel;
        var extensions = first.GetValueOrDefault("flags") ?? first.GetValueOrDefault("Features") ?? "";
        var flags = extensions.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        var numbered = processors.All(fields => fields.ContainsKey("physical id") && fields.ContainsKey("core id"));
        return new CpuInfoText
        {
            Model = model,
            Vendor = first.GetValueOrDefault("vendor_id") ?? armVendor,
            Sockets = numbered ? processors.Select(fields => fields["physical id"]).Distinct().Count() : null,
            PhysicalCores = numbered
                ? processors.Select(fields => $"{fields["physical id"]}/{fields["core id"]}").Distinct().Count()
                : null,
            NominalHertz = Nominal(model),
            Simd = [.. TensorExtensions.Where(flags.Contains)],
            Virtualized = first.ContainsKey("flags") ? flags.Contains("hypervisor") : null,
        };
    }

    private static Dictionary<string, string> Fields(string processor)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in processor.Split('\n'))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var value = colon < 0 ? "" : line[(colon + 1)..].Trim();
            if (value.Length > 0)
            {
                fields.TryAdd(line[..colon].Trim(), value);
            }
        }
        return fields;
    }

    /// <summary>Intel ends names with the clock: <c>… @ 2.50GHz</c>.</summary>
    private static double? Nominal(string? model)
    {
        const string Unit = "GHz";
        return
            model?.Split("@ ") is [_, var clock]
            && clock.EndsWith(Unit, StringComparison.Ordinal)
            && double.TryParse(
                clock[..^Unit.Length],
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var gigahertz
            )
            ? gigahertz * 1e9
            : null;
    }
}
