using Laptime.Tests;
using Laptime.Torch.Weights;
using Laptime.Workloads.Networks;

namespace Laptime.Workloads.Tests.Networks;

public sealed class NetworkTests(LoadedLibtorch libtorch, PythonOracle python) : TorchTest(libtorch)
{
    /// <summary>The published counts; a head for sequences is counted apart, since it depends on the classes.</summary>
    [Fact]
    public void Parameters_AreAsManyAsPublished()
    {
        // torchvision's documentation of its weights.
        Count(new ResNet50(1000)).ShouldBe(25_557_032);
        Count(new MobileNetV2(1000)).ShouldBe(3_504_872);
        // Hugging Face's DistilBertModel and BertModel, and heads of 768 · 768 + 768 + 768 · 8 + 8 and 1024 · 8 + 8.
        Count(new DistilBert(8)).ShouldBe(66_362_880 + 590_592 + 6_152);
        Count(Bert.Large(8)).ShouldBe(335_141_888 + 8_200);
    }

    [Fact]
    public void State_HasTheNamesAndShapesOfPublishedFiles()
    {
        ShouldMatch(new ResNet50(1000), "resnet50");
        ShouldMatch(new MobileNetV2(1000), "mobilenetv2");
        ShouldMatch(new DistilBert(8), "distilbert");
        ShouldMatch(new Bert(2, 64, 4, 8), "bert");
    }

    private static long Count(Network network)
    {
        using (network)
        {
            return network.Parameters.Sum(p => p.ElementCount);
        }
    }

    private void ShouldMatch(Network network, string name)
    {
        using var owned = network;
        using var file = WeightFile.Open(python.Locate($"{name}.pth"));

        network
            .State()
            .Select(s => $"{s.Name} [{string.Join(", ", s.Tensor.Shape)}]")
            .ShouldBe(file.Entries.Select(e => $"{e.Name} [{string.Join(", ", e.Shape)}]"), ignoreOrder: true);
    }
}
