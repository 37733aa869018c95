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

    internal static string Text(byte* utf8) => Marshal.PtrToStringUTF8((nint)utf8) ?? "";
}
