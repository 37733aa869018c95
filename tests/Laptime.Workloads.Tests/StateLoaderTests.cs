using Laptime.Tests;
using Laptime.Torch.Autograd;
using Laptime.Torch.Nn;
using Laptime.Torch.Operators;
using Laptime.Torch.Weights;
using Laptime.Workloads.Networks;

namespace Laptime.Workloads.Tests;

public sealed class StateLoaderTests(LoadedLibtorch libtorch, PythonOracle python) : TorchTest(libtorch)
{
    [Fact]
    public void Load_OlderFile_ConvertsAndLeavesTheRest()
    {
        using var norm = new BatchNorm2d(3);
        Ops.FillInPlace(norm.BatchesTracked!, 7);
        using var file = WeightFile.Open(python.Locate("old.pth"));

        StateLoader.Load(norm, file);

        norm.Weight!.ToFloats().ShouldBe(python.Values("old.weight"));
        norm.Weight!.RequiresGrad.ShouldBeTrue();
        norm.BatchesTracked!.Item().ShouldBe(7);
    }

    [Fact]
    public void Load_AnotherNumberOfClasses_ChangesNothing() =>
        ShouldRefuse(
            new MobileNetV2(10),
            "mobilenetv2",
            "classifier.1.weight is [1000, 1280]",
            "[10, 1280] here",
            "--classes"
        );

    [Fact]
    public void Load_MissingTensor_ChangesNothing() =>
        ShouldRefuse(new Bert(3, 64, 4, 8), "bert", "bert.pth has no tensor bert.encoder.layer.2.", "another network");

    private void ShouldRefuse(Network network, string file, params string[] words)
    {
        using var owned = network;
        using (GradMode.Off())
        {
            foreach (var (_, tensor, _) in network.State())
            {
                Ops.FillInPlace(tensor, 3);
            }
        }
        using var weights = WeightFile.Open(python.Locate($"{file}.pth"));

        string message = Should.Throw<WeightFileException>(() => StateLoader.Load(network, weights)).Message;

        words.ShouldAllBe(word => message.Contains(word, StringComparison.Ordinal), message);
        network.State().ShouldAllBe(s => Array.TrueForAll(s.Tensor.ToFloats(), value => value == 3));
    }
}
