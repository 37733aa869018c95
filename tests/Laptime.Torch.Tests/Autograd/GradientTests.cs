using Laptime.Tests;
using Laptime.Torch.Autograd;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Torch.Tests.Autograd;

/// <summary>Gradients against closed forms.</summary>
public sealed class GradientTests(LoadedLibtorch libtorch) : TorchTest(libtorch)
{
    [Fact]
    public void Backward_SumOfSquares_IsTwiceTheInput()
    {
        using var scope = TensorScope.Enter();
        var x = Parameter([1, -2, 3], 3);
        Ops.Sum(Ops.Multiply(x, x)).Backward();

        x.Gradient!.ToFloats().ShouldBe([2, -4, 6]);
    }

    [Fact]
    public void Backward_Product_IsTheSumsOfTheOther()
    {
        using var scope = TensorScope.Enter();
        var a = Parameter([1, 2, 3, 4, 5, 6], 2, 3);
        var b = Parameter([1, 10, 2, 20, 3, 30], 3, 2);
        Ops.Sum(Ops.MatMul(a, b)).Backward();

        a.Gradient!.ToFloats().ShouldBe([11, 22, 33, 11, 22, 33]);
        b.Gradient!.ToFloats().ShouldBe([5, 5, 7, 7, 9, 9]);
    }

    [Fact]
    public void Backward_Tanh_IsOneMinusItsSquare()
    {
        using var scope = TensorScope.Enter();
        var x = Parameter([0, 0.5f, -1.5f], 3);
        Ops.Sum(Ops.Tanh(x)).Backward();

        float[] expected = [.. new[] { 0, 0.5, -1.5 }.Select(v => (float)(1 - Math.Tanh(v) * Math.Tanh(v)))];
        x.Gradient!.ToFloats().ShouldBe(expected, 1e-6);
    }

    [Fact]
    public void Backward_CrossEntropy_IsSoftmaxMinusTruth()
    {
        using var scope = TensorScope.Enter();
        var scores = Parameter([1, 2, 3, 0, 0, 0], 2, 3);
        var loss = Ops.CrossEntropy(scores, Tensor.From<long>([2, 0], 2));
        loss.Backward();

        double sum = Math.E + Math.Exp(2) + Math.Exp(3);
        loss.Item().ShouldBe((Math.Log(sum) - 3 + Math.Log(3)) / 2, 1e-6);
        float[] expected =
        [
            (float)(Math.E / sum / 2),
            (float)(Math.Exp(2) / sum / 2),
            (float)((Math.Exp(3) / sum - 1) / 2),
            -1 / 3f,
            1 / 6f,
            1 / 6f,
        ];
        scores.Gradient!.ToFloats().ShouldBe(expected, 1e-6);
    }

    [Fact]
    public void Backward_Twice_AddsUntilDropped()
    {
        using var scope = TensorScope.Enter();
        var x = Parameter([1], 1);
        using var list = new TensorList([x]);
        Ops.Multiply(x, 3).Backward();
        Ops.Multiply(x, 3).Backward();

        x.Gradient!.ToFloats().ShouldBe([6]);
        list.DropGradients();
        x.Gradient.ShouldBeNull();
    }

    [Fact]
    public void Backward_WithoutAnythingToLearn_SaysSo()
    {
        using var scope = TensorScope.Enter();
        var x = Tensor.From<float>([1], 1);

        Should.Throw<TorchException>(x.Backward).Words.ShouldContain("does not require grad");
    }

    [Fact]
    public void GradModeOff_RecordsNothingUntilItsEnd()
    {
        using var scope = TensorScope.Enter();
        var x = Parameter([1], 1);
        using (GradMode.Off())
        {
            using (GradMode.Off())
            {
                Ops.Multiply(x, 2).RequiresGrad.ShouldBeFalse();
            }
            Ops.Multiply(x, 2).RequiresGrad.ShouldBeFalse();
        }

        Ops.Multiply(x, 2).RequiresGrad.ShouldBeTrue();
    }

    [Fact]
    public void InferenceMode_TensorsNeverTrain()
    {
        using var scope = TensorScope.Enter();
        var x = Parameter([1], 1);
        Tensor made;
        using (InferenceMode.Enter())
        {
            made = Ops.Multiply(x, 2);
            made.RequiresGrad.ShouldBeFalse();
        }

        Should.Throw<TorchException>(() => Ops.Multiply(made, x)).Words.ShouldContain("Inference tensors");
        Ops.Multiply(x, 2).RequiresGrad.ShouldBeTrue();
    }

    private static Tensor Parameter(float[] values, params ReadOnlySpan<long> shape)
    {
        var tensor = Tensor.From<float>(values, shape);
        tensor.RequiresGrad = true;
        return tensor;
    }
}
