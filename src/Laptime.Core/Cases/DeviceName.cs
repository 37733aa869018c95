using System.Globalization;

namespace Laptime.Core.Cases;

/// <summary>Names a compute device of a platform: <c>cpu</c>, <c>cuda:0</c>.</summary>
/// <param name="Kind">Kind of device, as libtorch names it.</param>
/// <param name="Index">Number of the device among its kind; 0 for the CPU.</param>
public readonly record struct DeviceName(DeviceKind Kind, int Index)
{
    /// <summary>The processor.</summary>
    public static DeviceName Cpu => default;

    /// <summary>Whether this is the processor, whose work is done when the call returns.</summary>
    public bool IsCpu => Kind == DeviceKind.Cpu;

    /// <summary>Reads <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
    public static bool TryParse(string? text, out DeviceName name)
    {
        name = default;
        switch (text)
        {
            case "cpu":
                return true;
            case "cuda":
                name = new DeviceName(DeviceKind.Cuda, 0);
                return true;
        }
        if (
            text?.StartsWith("cuda:", StringComparison.Ordinal) == true
            && int.TryParse(text.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out int index)
        )
        {
            name = new DeviceName(DeviceKind.Cuda, index);
            return true;
        }
        return false;
    }

    /// <summary>The name that <see cref="TryParse"/> reads.</summary>
    public override string ToString() => IsCpu ? "cpu" : $"cuda:{Index}";
}

/// <summary>Kinds of device; the numbers are libtorch's <c>c10::DeviceType</c>.</summary>
public enum DeviceKind
{
    /// <summary>The processor.</summary>
    Cpu = 0,

    /// <summary>A GPU behind CUDA (or ROCm, which libtorch calls CUDA too).</summary>
    Cuda = 1,
}
