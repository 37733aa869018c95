using Laptime.Tests;
using Laptime.Torch.Operators;

namespace Laptime.Torch.Tests;

public sealed class LibtorchTests(LoadedLibtorch libtorch) : TorchTest(libtorch)
{
    private readonly string adapter = libtorch.AdapterPath!;

    [Fact]
    public void Load_SameAgain_DoesNothing()
    {
        Libtorch.Load(adapter);

        Libtorch.IsLoaded.ShouldBeTrue();
    }

    [Fact]
    public void Load_Another_IsRefused() =>
        Should
            .Throw<InvalidOperationException>(() => Libtorch.Load("/elsewhere/liblaptime_torch.so"))
            .Message.ShouldContain(adapter);

    [Fact]
    public void Configuration_SaysHowItWasBuilt() => Libtorch.Configuration.ShouldContain("CPU capability usage: ");

    [Fact]
    public void HasCuda_IsWhatTheFilesSay() => Libtorch.HasCuda.ShouldBe(Found.HasCuda);

    [Fact]
    public void Threads_Set_AreInForce()
    {
        Libtorch.Threads = 2;
        int two = Libtorch.Threads;
        Libtorch.Threads = 1;

        two.ShouldBe(2);
        Libtorch.Threads.ShouldBe(1);
    }

    [Fact]
    public void Threads_None_AreRefused() =>
        Should.Throw<TorchException>(() => Libtorch.Threads = 0).Words.ShouldNotBeEmpty();

    [Fact]
    public void Seed_Same_GivesTheSameNumbers()
    {
        float[] first = Draw(7);

        Draw(7).ShouldBe(first);
        Draw(8).ShouldNotBe(first);
    }

    private static float[] Draw(long seed)
    {
        Libtorch.Seed(seed);
        using var numbers = Ops.Empty([5], DType.Float32);
        Ops.NormalInPlace(numbers, 0, 1);
        return numbers.ToFloats();
    }
}
