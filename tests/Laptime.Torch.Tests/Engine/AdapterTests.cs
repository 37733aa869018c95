using Laptime.Torch.Operators;

namespace Laptime.Torch.Tests.Engine;

/// <summary>The true adapter, built against the libtorch of this machine.</summary>
[Collection<NeedsLibtorch>]
public class AdapterTests(LoadedLibtorch libtorch)
{
    [Fact]
    public void Load_BuiltAdapter_IsOfTheLibtorchFound()
    {
        var build = libtorch.Build;

        Libtorch.IsLoaded.ShouldBeTrue();
        Libtorch.Version.ShouldStartWith(build.Version.Split('+')[0]);
    }

    [Fact]
    public void Load_BuiltAdapter_Computes()
    {
        _ = libtorch.Build;
        using var numbers = Ops.Arange(5);
        using var sum = Ops.Sum(numbers);

        Ops.Item(sum).ShouldBe(10);
    }
}
