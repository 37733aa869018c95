using Laptime.Tests;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Torch.Tests.Operators;

public sealed class OperatorRecordingTests(LoadedLibtorch libtorch) : TorchTest(libtorch)
{
    [Fact]
    public void Of_KnownWork_CountsEachOperatorAndShape()
    {
        using var scope = TensorScope.Enter();
        var a = Ops.Zeros([2, 3], DType.Float32);
        var b = Ops.Zeros([3, 4], DType.Float32);

        var rows = OperatorRecording.Of(() =>
        {
            for (int i = 0; i < 3; i++)
            {
                Ops.Add(a, a);
            }
            Ops.Add(b, b);
            Ops.MatMul(a, b);
        });

        // Some versions ask whether a matrix product's arguments are conjugated, others do not.
        rows.Where(r => r.Name != "aten::resolve_conj")
            .Select(r => (r.Name, r.Shapes, r.Calls))
            .ShouldBe(
                [
                    ("aten::add", "[2, 3] [2, 3]", 3),
                    ("aten::add", "[3, 4] [3, 4]", 1),
                    ("aten::matmul", "[2, 3] [3, 4]", 1),
                    ("aten::mm", "[2, 3] [3, 4]", 1),
                ],
                ignoreOrder: true
            );
    }

    [Fact]
    public void Of_OperatorThatCallsAnother_TakesItsTimeOffSelf()
    {
        using var scope = TensorScope.Enter();
        var a = Ops.Zeros([64, 64], DType.Float32);

        var rows = OperatorRecording.Of(() => Ops.MatMul(a, a));

        var outer = rows.Single(r => r.Name == "aten::matmul");
        var inner = rows.Single(r => r.Name == "aten::mm");
        outer.Self.Value.ShouldBe(outer.Total.Value - inner.Total.Value, 1e-12);
        rows.Select(r => r.Self.Value).ShouldBe(rows.Select(r => r.Self.Value).OrderDescending());
    }

    [Fact]
    public void Of_Backward_IsRecordedToo()
    {
        using var scope = TensorScope.Enter();
        var a = Ops.Zeros([2], DType.Float32);
        a.RequiresGrad = true;

        var rows = OperatorRecording.Of(() => Ops.Sum(Ops.Relu(a)).Backward());

        rows.ShouldContain(r => r.Name == "ReluBackward0");
        rows.ShouldContain(r => r.Name == "aten::threshold_backward");
    }

    [Fact]
    public void Of_WorkThatThrows_EndsTheRecording()
    {
        using var a = Ops.Zeros([2, 3], DType.Float32);
        Should.Throw<TorchException>(() => OperatorRecording.Of(() => Ops.MatMul(a, a)));

        OperatorRecording.Of(() => Ops.Add(a, a).Dispose()).ShouldHaveSingleItem().Name.ShouldBe("aten::add");
    }

    [Fact]
    public void Of_WithinAnother_IsRefused() =>
        Should
            .Throw<TorchException>(() => OperatorRecording.Of(() => OperatorRecording.Of(() => { })))
            .Words.ShouldContain("already");
}
