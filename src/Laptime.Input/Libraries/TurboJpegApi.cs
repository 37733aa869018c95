using System.Runtime.InteropServices;

namespace Laptime.Input.Libraries;

/// <summary>turbojpeg.h of libjpeg-turbo 2.1.</summary>
internal static unsafe partial class TurboJpegApi
{
    public const string Library = "turbojpeg";

    public const int TJPF_RGBX = 2;
    public const int TJPF_CMYK = 11;
    public const int TJCS_CMYK = 3;
    public const int TJCS_YCCK = 4;
    public const int TJSAMP_420 = 2;
    public const int TJERR_WARNING = 0;

    /// <summary>Ends a progressive file of more than 500 scans, which is made to take long.</summary>
    public const int TJFLAG_LIMITSCANS = 32_768;

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint tjInitDecompress();

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint tjInitCompress();

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int tjDestroy(nint handle);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int tjDecompressHeader3(
        nint handle,
        byte* jpegBuf,
        CULong jpegSize,
        out int width,
        out int height,
        out int jpegSubsamp,
        out int jpegColorspace
    );

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int tjDecompress2(
        nint handle,
        byte* jpegBuf,
        CULong jpegSize,
        byte* dstBuf,
        int width,
        int pitch,
        int height,
        int pixelFormat,
        int flags
    );

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int tjCompress2(
        nint handle,
        byte* srcBuf,
        int width,
        int pitch,
        int height,
        int pixelFormat,
        ref byte* jpegBuf,
        ref CULong jpegSize,
        int jpegSubsamp,
        int jpegQual,
        int flags
    );

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void tjFree(byte* buffer);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial byte* tjGetErrorStr2(nint handle);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int tjGetErrorCode(nint handle);

    /// <summary>What the library says of its last failure.</summary>
    public static string Error(nint handle) => Marshal.PtrToStringUTF8((nint)tjGetErrorStr2(handle)) ?? "unknown error";
}
