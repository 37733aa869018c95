using Laptime.Torch;
using Laptime.Torch.Engine;
using Laptime.Torch.Tensors;

namespace Laptime.Tests;

/// <summary>A test that needs libtorch: one thread, one seed, and at its end no tensor more than at its start.</summary>
[Collection(Collection)]
public abstract class TorchTest : IDisposable
{
    /// <summary>libtorch's settings and counters belong to the process, so these tests run one after the other.</summary>
    public const string Collection = "libtorch";

    private readonly long before;

    protected TorchTest(LoadedLibtorch libtorch)
    {
        Found = libtorch.Build;
        Libtorch.Threads = 1;
        Libtorch.Seed(1);
        before = Tensor.LiveCount;
    }

    /// <summary>What is loaded.</summary>
    protected LibtorchBuild Found { get; }

    public void Dispose()
    {
        Tensor.LiveCount.ShouldBe(before, "tensors left alive");
        GC.SuppressFinalize(this);
    }
}
