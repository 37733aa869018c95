namespace Laptime.Torch.Engine;

/// <summary>What mends a missing part, as sentences to end a message with.</summary>
internal static class Remedies
{
    public const string Libtorch =
        "Install it: sudo apt-get install libtorch-dev (or: pip install torch), or set LAPTIME_LIBTORCH to its directory.";

    public const string Headers =
        "Install them: sudo apt-get install libtorch-dev (or: pip install torch, which brings them).";

    public const string Compiler = "Install one: sudo apt-get install g++, or set LAPTIME_CXX to one.";

    public const string Cache = "Set LAPTIME_CACHE to a directory with room that can be written.";

    public const string Cuda =
        "Install CUDA's headers for it: pip install nvidia-cuda-runtime-cu12 (or: -cu11; nvidia-cuda-runtime for 13).";
}
