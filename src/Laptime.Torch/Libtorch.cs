using System.Reflection;
using System.Runtime.InteropServices;
using Laptime.Torch.Interop;

namespace Laptime.Torch;

/// <summary>The libtorch loaded into this process, and its settings. There is one for each process.</summary>
public static unsafe class Libtorch
{
    private static readonly Lock Gate = new();
    private static string? loadedFrom;
    private static nint library;

    /// <summary>Whether <see cref="Load"/> has succeeded.</summary>
    public static bool IsLoaded => loadedFrom is not null;

    /// <summary>Version: <c>1.13.1</c>, <c>2.11.0+cu130</c>.</summary>
    public static string Version => Text("version");

    /// <summary>libtorch's description of how it was built and what it will use.</summary>
    public static string Configuration => Text("config");

    /// <summary>Threads within an operator.</summary>
    public static int Threads
    {
        get => (int)Get("threads");
        set => Set("threads", value);
    }

    /// <summary>cuDNN version as one number (91002 is 9.10.2); 0 without cuDNN.</summary>
    public static long CudnnVersion => Get("cudnn");

    /// <summary>Whether this build can use CUDA at all.</summary>
    public static bool HasCuda => Get("cuda") != 0;

    /// <summary>
    /// Loads the adapter, and with it the libtorch that it was built against. A second call with the same path does
    /// nothing.
    /// </summary>
    /// <param name="adapterPath">The adapter's shared library.</param>
    /// <exception cref="InvalidOperationException">Another one is loaded already, or its ABI is of another version.</exception>
    /// <exception cref="DllNotFoundException">It, or a library it needs, cannot be loaded.</exception>
    public static void Load(string adapterPath)
    {
        lock (Gate)
        {
            if (loadedFrom is not null)
            {
                if (!string.Equals(loadedFrom, adapterPath, StringComparison.Ordinal))
                {
                    throw new InvalidOperationException(
                        $"This process has loaded {loadedFrom}; it cannot load {adapterPath} too."
                    );
                }
                return;
            }
            library = NativeLibrary.Load(adapterPath);
            NativeLibrary.SetDllImportResolver(Assembly.GetExecutingAssembly(), Resolve);
            int abi = LaptimeTorch.lt_abi_version();
            if (abi != LaptimeTorch.AbiVersion)
            {
                throw new InvalidOperationException(
                    $"{adapterPath} has ABI version {abi}; this program needs {LaptimeTorch.AbiVersion}. Delete it, and it is built anew."
                );
            }
            loadedFrom = adapterPath;
        }
    }

    /// <summary>Seeds every generator: the processor's and each GPU's.</summary>
    public static void Seed(long seed) => Set("seed", seed);

    /// <summary>Lets cuDNN try its algorithms and keep the fastest.</summary>
    public static void UseCudnnBenchmark(bool on) => Set("cudnn_benchmark", on ? 1 : 0);

    /// <summary>Lets matrix products and convolutions in single precision use TF32 units.</summary>
    public static void AllowTf32(bool on) => Set("tf32", on ? 1 : 0);

    /// <summary>
    /// Lets this thread, and those that it starts from now on, take denormal numbers for zero, as TensorFlow's do.
    /// </summary>
    /// <exception cref="TorchException">The processor cannot.</exception>
    public static void FlushDenormalNumbers() => Set("flush_denormal", 1);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        string.Equals(name, LaptimeTorch.Library, StringComparison.Ordinal) ? library : 0;

    private static void Set(string name, long value) => Native.Check(LaptimeTorch.lt_set(name, value));

    private static long Get(string name)
    {
        Native.Check(LaptimeTorch.lt_get(name, out long value));
        return value;
    }

    private static string Text(string name) => Native.Text(LaptimeTorch.lt_text(name));
}
