using Laptime.Tests;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Torch.Tests.Tensors;

public sealed class TensorScopeTests(LoadedLibtorch libtorch) : TorchTest(libtorch)
{
    [Fact]
    public void Dispose_FreesWhatWasMadeInIt()
    {
        long before = Tensor.LiveCount;
        using (TensorScope.Enter())
        {
            for (int i = 0; i < 1000; i++)
            {
                Ops.Zeros([1], DType.Float32);
            }
            Tensor.LiveCount.ShouldBe(before + 1000);
        }
        Tensor.LiveCount.ShouldBe(before);
    }

    [Fact]
    public void Dispose_AfterAnException_FreesToo()
    {
        long before = Tensor.LiveCount;
        Should.Throw<TorchException>(() =>
        {
            using var scope = TensorScope.Enter();
            var a = Ops.Zeros([2, 3], DType.Float32);
            Ops.MatMul(Ops.Relu(a).Move(), a);
        });

        Tensor.LiveCount.ShouldBe(before);
    }

    [Fact]
    public void Dispose_BeforeAnInnerOne_IsRefused()
    {
        using var outer = TensorScope.Enter();
        using (TensorScope.Enter())
        {
            Should.Throw<InvalidOperationException>(outer.Dispose).Message.ShouldContain("reverse order");
        }
        Ops.Zeros([1], DType.Float32); // and the outer one still works
    }

    [Fact]
    public void Keep_OutlivesTheScope()
    {
        Tensor kept;
        using (TensorScope.Enter())
        {
            kept = Tensor.From<float>([3], 1).Keep();
        }

        kept.ToFloats().ShouldBe([3]);
        kept.Dispose();
    }

    [Fact]
    public void Escape_LivesAsLongAsTheScopeAround()
    {
        Tensor escaped;
        using (TensorScope.Enter())
        {
            using (TensorScope.Enter())
            {
                escaped = Tensor.From<float>([3], 1).Escape();
            }
            escaped.ToFloats().ShouldBe([3]);
        }

        Should.Throw<ObjectDisposedException>(() => escaped.ToFloats());
    }

    [Fact]
    public void Escape_FromTheOutermost_IsKept()
    {
        Tensor escaped;
        using (TensorScope.Enter())
        {
            escaped = Ops.Zeros([1], DType.Float32).Escape();
        }

        escaped.ElementCount.ShouldBe(1);
        escaped.Dispose();
    }

    /// <summary>Any order of making, freeing, keeping and moving leaves the count where it was.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Dispose_AfterAnyMixture_LeavesOnlyTheKept(int seed)
    {
        var random = new Random(seed);
        long before = Tensor.LiveCount;
        List<Tensor> kept = [];
        using (TensorScope.Enter())
        {
            List<Tensor> open = [];
            for (int i = 0; i < 5000; i++)
            {
                open.Add(Ops.Empty([1], DType.Float32));
                while (open.Count > 0 && random.NextDouble() < 0.49)
                {
                    int at = random.Next(open.Count);
                    switch (random.Next(4))
                    {
                        case 0:
                            kept.Add(open[at].Keep());
                            break;
                        case 1:
                            Operator.Find("aten::relu").Run(open[at].Move());
                            break;
                        default:
                            open[at].Dispose();
                            break;
                    }
                    open.RemoveAt(at);
                }
            }
            Tensor.LiveCount.ShouldBe(before + open.Count + kept.Count);
        }
        Tensor.LiveCount.ShouldBe(before + kept.Count);
        kept.ForEach(tensor => tensor.Dispose());
    }
}
