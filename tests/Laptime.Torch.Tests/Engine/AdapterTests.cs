using Laptime.Tests;
using Laptime.Torch.Operators;

namespace Laptime.Torch.Tests.Engine;

/// <summary>The true adapter, built against the libtorch of this machine.</summary>
public sealed class AdapterTests(LoadedLibtorch libtorch) : TorchTest(libtorch)
{
    [Fact]
    public void Load_BuiltAdapter_IsOfTheLibtorchFound()
    {
        Libtorch.IsLoaded.ShouldBeTrue();
        Libtorch.Version.ShouldStartWith(Found.Version.Split('+')[0]);
    }

    [Fact]
    public void Load_BuiltAdapter_Computes()
    {
        using var numbers = Ops.Arange(5);
        using var sum = Ops.Sum(numbers);

        Ops.Item(sum).ShouldBe(10);
    }
}
