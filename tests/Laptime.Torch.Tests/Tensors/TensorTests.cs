using Laptime.Core.Cases;
using Laptime.Tests;
using Laptime.Torch.Autograd;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Torch.Tests.Tensors;

public sealed class TensorTests(LoadedLibtorch libtorch) : TorchTest(libtorch)
{
    [Fact]
    public void From_EachType_KeepsTheValues()
    {
        using var scope = TensorScope.Enter();

        Tensor.From<float>([1.5f, -2], 2).ToFloats().ShouldBe([1.5f, -2]);
        Tensor.From<double>([1.5, -2], 2).ToString().ShouldBe("Float64[2] on cpu");
        Tensor.From<byte>([1, 255], 2).ToFloats().ShouldBe([1, 255]);
        Tensor.From<int>([1, -2], 1, 2).ToFloats().ShouldBe([1, -2]);
        Tensor.From<long>([1, -2], 2, 1).Shape.ShouldBe([2, 1]);
        Should.Throw<NotSupportedException>(() => Tensor.From<char>(['a'], 1)).Message.ShouldContain("Char");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void From_ValuesThatDoNotFillTheShape_AreRefused(int count) =>
        Should.Throw<ArgumentException>(() => Tensor.From<float>(new float[count], 3)).Message.ShouldContain("[3]");

    [Fact]
    public void Facts_OfALayout_AreRight()
    {
        using var scope = TensorScope.Enter();
        var rows = Ops.Zeros([2, 3, 4, 5], DType.BFloat16);
        var channelsLast = Ops.ToChannelsLast(rows);

        (rows.ElementCount, rows.ByteCount, rows.Device).ShouldBe((120, 240, DeviceName.Cpu));
        (rows.IsContiguous, rows.IsChannelsLast).ShouldBe((true, false));
        (channelsLast.IsContiguous, channelsLast.IsChannelsLast).ShouldBe((false, true));
        channelsLast.Shape.ShouldBe(rows.Shape);
    }

    [Fact]
    public void ToFloats_OfATransposedTensor_IsRowMajor()
    {
        using var scope = TensorScope.Enter();
        var x = Tensor.From<int>([1, 2, 3, 4, 5, 6], 2, 3);

        Ops.Transpose(x, 0, 1).ToFloats().ShouldBe([1, 4, 2, 5, 3, 6]);
    }

    [Fact]
    public void Data_OfViewsWithGapsOrRepeats_IsRefused()
    {
        using var scope = TensorScope.Enter();
        var x = Tensor.From<float>([1, 2, 3, 4], 2, 2);
        var column = Ops.Select(x, 1, 0);
        var repeated = Operator.Find("aten::expand").Call(Tensor.From<float>([1], 1), new long[] { 1_000_000 });

        Should.Throw<TorchException>(() => column.Data<float>().ToArray());
        Should.Throw<TorchException>(() => repeated.Data<float>().ToArray());
        Ops.Transpose(x, 0, 1).Data<float>().ToArray().ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public void Share_IsTheSameMemoryWithItsOwnLife()
    {
        var x = Tensor.From<float>([1, 2], 2);
        using var second = x.Share();
        x.Data<float>()[0] = 7;
        x.Dispose();

        second.ToFloats().ShouldBe([7, 2]);
    }

    [Fact]
    public void Move_Twice_IsRefused()
    {
        using var caching = new Caching();
        var x = Tensor.From<float>([1, 2], 2);
        using var y = Ops.Relu(x.Move());

        Should.Throw<ObjectDisposedException>(() => Ops.Relu(x.Move())).Message.ShouldContain("moved into a call");
        Should.Throw<ObjectDisposedException>(() => x.Shape);
        x.ToString().ShouldBe("freed tensor");
        x.Dispose();
    }

    [Fact]
    public void Dispose_Twice_FreesOnce()
    {
        long before = Tensor.LiveCount;
        var x = Ops.Zeros([1], DType.Float32);
        x.Dispose();
        x.Dispose();

        Tensor.LiveCount.ShouldBe(before);
    }

    [Fact]
    public void Become_EverybodySeesTheChange()
    {
        using var caching = new Caching();
        using var grad = GradMode.Off();
        long before = Caching.LiveBytes;
        using (var weight = Ops.Zeros([4, 4096], DType.Float32))
        {
            weight.RequiresGrad = true;
            weight.Become(Ops.To(weight, DeviceName.Cpu, DType.BFloat16));

            weight.ToString().ShouldBe("BFloat16[4, 4096] on cpu");
            weight.RequiresGrad.ShouldBeTrue();
        }
        Caching.LiveBytes.ShouldBe(before);
    }

    [Fact]
    public void Become_InAScope_TakesTheReplacementOutOfItsOwn()
    {
        using var weight = Ops.Zeros([1], DType.Float32);
        using (TensorScope.Enter())
        {
            weight.Become(Tensor.From<float>([5], 1));
        }

        weight.ToFloats().ShouldBe([5]);
    }

    [Fact]
    public void Become_FreedTensor_ChangesNothing()
    {
        using var weight = Tensor.From<float>([1], 1);
        var freed = Tensor.From<float>([2], 1);
        freed.Dispose();

        Should.Throw<ObjectDisposedException>(() => weight.Become(freed));
        weight.ToFloats().ShouldBe([1]);
    }

    [Fact]
    public void TensorList_AfterDispose_IsRefused()
    {
        using var x = Ops.Zeros([1], DType.Float32);
        var list = new TensorList([x]);
        list.Dispose();
        list.Dispose();

        Should.Throw<ObjectDisposedException>(() => Ops.Concatenate(list, 0));
    }
}
