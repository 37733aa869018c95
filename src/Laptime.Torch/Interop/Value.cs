using System.Runtime.InteropServices;

namespace Laptime.Torch.Interop;

/// <summary>Kind of a <see cref="Value"/>: <c>enum lt_tag</c>.</summary>
internal enum Tag : byte
{
    None = 0,
    Tensor = 1,
    TensorMove = 2,
    Int = 3,
    Double = 4,
    Bool = 5,
    Ints = 6,
    Doubles = 7,
    Bools = 8,
    Tensors = 9,
    OptionalTensors = 10,
    String = 11,
    Device = 12,
    Default = 13,
    Scalars = 14,
    Object = 15,
    Dict = 16,
}

/// <summary>One argument or result of an operator: <c>lt_value</c>.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal struct Value
{
    [FieldOffset(0)]
    internal Tag Tag;

    [FieldOffset(4)]
    internal int Length;

    [FieldOffset(8)]
    internal long Int;

    [FieldOffset(8)]
    internal double Double;

    [FieldOffset(8)]
    internal nint Pointer;
}

/// <summary>What a tensor is: <c>lt_meta</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Meta
{
    internal int Dim;
    internal int DType;
    internal int DeviceType;
    internal int DeviceIndex;
    internal long Numel;
    internal long Bytes;
    internal byte RequiresGrad;
    internal byte IsLeaf;
    internal byte Contiguous;
    internal byte ChannelsLast;
    internal int Layout;
}

/// <summary>A row of an operator recording: <c>lt_recorded</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Recorded
{
    internal byte* Name;
    internal byte* Shapes;
    internal byte* Results;
    internal long Calls;
    internal long TotalNanoseconds;
    internal long SelfNanoseconds;
}
