using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Laptime.Torch.Interop;

/// <summary>Status to exception, text to string.</summary>
internal static unsafe class Native
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Check(int status)
    {
        if (status != 0)
        {
            Throw();
        }
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Throw() =>
        throw new TorchException(Text(LaptimeTorch.lt_last_call()), Text(LaptimeTorch.lt_last_error()).Trim());

    /// <summary>Gives back every tensor and object among results that nobody will own.</summary>
    internal static void Free(Value* results, int count)
    {
        foreach (ref readonly var result in new ReadOnlySpan<Value>(results, count))
        {
            switch (result.Tag)
            {
                case Tag.Tensor:
                    LaptimeTorch.lt_release(result.Pointer);
                    break;
                case Tag.Tensors:
                    LaptimeTorch.lt_release_many((nint*)result.Pointer, result.Length);
                    break;
                case Tag.Object:
                    LaptimeTorch.lt_object_free(result.Pointer);
                    break;
            }
        }
    }

    internal static string Text(byte* utf8) => Marshal.PtrToStringUTF8((nint)utf8) ?? "";
}
