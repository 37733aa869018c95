using System.Runtime.InteropServices;

namespace Laptime.Input.Libraries;

/// <summary>The simplified interface of png.h, libpng 1.6.</summary>
internal static unsafe partial class PngApi
{
    public const string Library = "png16";

    public const uint PNG_IMAGE_VERSION = 1;
    public const uint PNG_FORMAT_RGBA = 3;
    public const uint PNG_IMAGE_FLAG_16BIT_sRGB = 4;

    /// <summary><c>png_image</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Image
    {
        public nint Opaque;
        public uint Version;
        public uint Width;
        public uint Height;
        public uint Format;
        public uint Flags;
        public uint ColormapEntries;
        public uint WarningOrError;
        public fixed byte Message[64];
    }

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int png_image_begin_read_from_memory(Image* image, byte* memory, nuint size);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int png_image_finish_read(
        Image* image,
        void* background,
        byte* buffer,
        int row_stride,
        void* colormap
    );

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void png_image_free(Image* image);

    /// <summary>What the library says of the picture.</summary>
    public static string Error(Image* image) => Marshal.PtrToStringUTF8((nint)image->Message) ?? "unknown error";
}
