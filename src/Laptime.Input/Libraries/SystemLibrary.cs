using System.Reflection;
using System.Runtime.InteropServices;

namespace Laptime.Input.Libraries;

/// <summary>
/// A library of the system, asked for by its soname, so that no development package is needed. All of them are resolved
/// here.
/// </summary>
/// <param name="name">As imports name it.</param>
/// <param name="soname">File that the loader looks for.</param>
/// <param name="need">What cannot be done without it.</param>
/// <param name="remedy">The command that installs it.</param>
internal sealed class SystemLibrary(string name, string soname, string need, string remedy)
{
    private readonly Lazy<nint> handle = new(() =>
        NativeLibrary.TryLoad(soname, out nint library) ? library : nint.Zero
    );

    /// <summary>Decodes and encodes JPEG: the TurboJPEG 2 interface, which its version 3 keeps under the same soname.</summary>
    public static SystemLibrary TurboJpeg { get; } =
        new(
            TurboJpegApi.Library,
            "libturbojpeg.so.0",
            "JPEG files cannot be read or written",
            "apt install libturbojpeg0 (on Ubuntu: apt install libturbojpeg)"
        );

    /// <summary>Decodes PNG.</summary>
    public static SystemLibrary Png { get; } =
        new(PngApi.Library, "libpng16.so.16", "PNG files cannot be read", "apt install libpng16-16");

    /// <summary>Must have been called before the first import is used.</summary>
    /// <exception cref="PictureException">The library is not there.</exception>
    public void Require()
    {
        if (handle.Value == nint.Zero)
        {
            throw new PictureException($"{need}: the library {soname} is missing. Install it with: {remedy}");
        }
        Binding.Bind();
    }

    private static class Binding
    {
        // Set once: a second resolver for an assembly is an error.
        static Binding() => NativeLibrary.SetDllImportResolver(typeof(SystemLibrary).Assembly, Resolve);

        /// <summary>Runs the static constructor.</summary>
        public static void Bind() { }

        private static nint Resolve(string wanted, Assembly assembly, DllImportSearchPath? path) =>
            wanted switch
            {
                TurboJpegApi.Library => TurboJpeg.handle.Value,
                PngApi.Library => Png.handle.Value,
                _ => nint.Zero,
            };
    }

    /// <inheritdoc />
    public override string ToString() => name;
}
