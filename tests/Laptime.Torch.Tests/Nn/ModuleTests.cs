using Laptime.Core.Cases;
using Laptime.Tests;
using Laptime.Torch.Nn;
using Laptime.Torch.Tensors;

namespace Laptime.Torch.Tests.Nn;

public sealed class ModuleTests(LoadedLibtorch libtorch) : TorchTest(libtorch)
{
    [Fact]
    public void State_Nested_HasFullNamesInOrder()
    {
        using var net = new Net();

        net.State()
            .Select(s => (s.Name, s.Learns))
            .ShouldBe([
                ("stem.weight", true),
                ("inner.norm.weight", true),
                ("inner.norm.bias", true),
                ("inner.norm.running_mean", false),
                ("inner.norm.running_var", false),
                ("inner.norm.num_batches_tracked", false),
            ]);
        net.Parameters.Select(p => p.ElementCount).ShouldBe([4 * 3 * 9, 4, 4]);
    }

    [Fact]
    public void Train_ReachesEveryModule()
    {
        using var net = new Net();
        net.Modules.ShouldAllBe(m => m.IsTraining);

        net.Train(false);

        net.Modules.Count().ShouldBe(4);
        net.Modules.ShouldAllBe(m => !m.IsTraining);
    }

    [Fact]
    public void Freeze_EndsLearning()
    {
        using var net = new Net();
        net.Parameters.ShouldAllBe(p => p.RequiresGrad);

        net.Freeze();

        net.Parameters.ShouldAllBe(p => !p.RequiresGrad);
        net.IsTraining.ShouldBeFalse();
    }

    [Fact]
    public void MoveTo_KeepsLearning()
    {
        using var net = new Net();
        net.MoveTo(DeviceName.Cpu);

        net.Parameters.ShouldAllBe(p => p.RequiresGrad);
    }

    [Fact]
    public void Parameters_MadeInAScope_OutliveIt()
    {
        Net net;
        using (TensorScope.Enter())
        {
            net = new Net();
        }

        net.Parameters.Sum(p => p.ElementCount).ShouldBe(116);
        net.Dispose();
    }

    private sealed class Net : Layer
    {
        public Net()
        {
            Add("stem", new Conv2d(3, 4, 3));
            Add("inner", new Inner());
        }

        public override Tensor Forward(Tensor x) => x;
    }

    private sealed class Inner : Layer
    {
        public Inner() => Add("norm", new BatchNorm2d(4));

        public override Tensor Forward(Tensor x) => x;
    }
}
