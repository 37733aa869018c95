using System.Diagnostics.CodeAnalysis;

namespace Laptime.Torch;

/// <summary>Element type of a tensor; the numbers are those of libtorch's <c>c10::ScalarType</c>.</summary>
/// <remarks>The types narrower than a byte are left out: no workload uses them.</remarks>
[SuppressMessage("Naming", "CA1720", Justification = "The names are those of the element types everywhere.")]
public enum DType : sbyte
{
    /// <summary>Unsigned, 8 bits.</summary>
    UInt8 = 0,

    /// <summary>Signed, 8 bits.</summary>
    Int8 = 1,

    /// <summary>Signed, 16 bits.</summary>
    Int16 = 2,

    /// <summary>Signed, 32 bits.</summary>
    Int32 = 3,

    /// <summary>Signed, 64 bits.</summary>
    Int64 = 4,

    /// <summary>IEEE 754 half precision.</summary>
    Float16 = 5,

    /// <summary>IEEE 754 single precision.</summary>
    Float32 = 6,

    /// <summary>IEEE 754 double precision.</summary>
    Float64 = 7,

    /// <summary>Two halves.</summary>
    Complex32 = 8,

    /// <summary>Two singles.</summary>
    Complex64 = 9,

    /// <summary>Two doubles.</summary>
    Complex128 = 10,

    /// <summary>One byte, 0 or 1.</summary>
    Bool = 11,

    /// <summary>Signed, 8 bits, with a scale and a zero point: quantized weights.</summary>
    QInt8 = 12,

    /// <summary>Unsigned, 8 bits, with a scale and a zero point: quantized activations.</summary>
    QUInt8 = 13,

    /// <summary>Brain float: the upper half of a single.</summary>
    BFloat16 = 15,

    /// <summary>8-bit float with 5 exponent and 2 fraction bits; libtorch 2.1 and later.</summary>
    Float8E5M2 = 23,

    /// <summary>8-bit float with 4 exponent and 3 fraction bits, without infinities; libtorch 2.1 and later.</summary>
    Float8E4M3Fn = 24,

    /// <summary>Unsigned, 16 bits; libtorch 2.3 and later.</summary>
    UInt16 = 27,

    /// <summary>Unsigned, 32 bits; libtorch 2.3 and later.</summary>
    UInt32 = 28,

    /// <summary>Unsigned, 64 bits; libtorch 2.3 and later.</summary>
    UInt64 = 29,
}

/// <summary>Facts about element types.</summary>
public static class DTypes
{
    extension(DType type)
    {
        /// <summary>Bytes of one element.</summary>
        /// <exception cref="ArgumentOutOfRangeException">The number names no type listed in <see cref="DType"/>.</exception>
        public int Size =>
            type switch
            {
                DType.UInt8
                or DType.Int8
                or DType.Bool
                or DType.QInt8
                or DType.QUInt8
                or DType.Float8E5M2
                or DType.Float8E4M3Fn => 1,
                DType.Int16 or DType.UInt16 or DType.Float16 or DType.BFloat16 => 2,
                DType.Int32 or DType.UInt32 or DType.Float32 or DType.Complex32 => 4,
                DType.Int64 or DType.UInt64 or DType.Float64 or DType.Complex64 => 8,
                DType.Complex128 => 16,
                _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No element type has this number."),
            };
    }
}
