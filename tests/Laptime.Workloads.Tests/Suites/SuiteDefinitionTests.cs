using System.Collections.Immutable;
using Laptime.Core.Cases;
using Laptime.Core.Quantities;
using Laptime.Workloads.Suites;

namespace Laptime.Workloads.Tests.Suites;

public sealed class SuiteDefinitionTests
{
    private static readonly SuiteSelection Everything = new() { Device = DeviceName.Cpu, Threads = [2] };

    private static SuiteDefinition Quick => SuiteDefinition.All.Single(s => s.Name == "quick");

    private static SuiteDefinition Throughput => SuiteDefinition.All.Single(s => s.Name == "throughput");

    [Fact]
    public void Plan_Quick_IsThreeNetworksBothWays()
    {
        var suite = Quick.Plan(Everything, null);

        (suite.Name, suite.Version, suite.Budget).ShouldBe((Quick.Name, Quick.Version, Quick.Budget));
        suite.Cases.Length.ShouldBe(3 * 2 * 2);
        suite.Cases.Select(c => c.Id).ShouldBeUnique();
        suite.Cases.Select(c => c.Workload).Distinct().ShouldBe(["resnet50", "mobilenetv2", "distilbert"]);
        suite.Cases.ShouldAllBe(c => suite.Cases.Contains(c.In(Mode.Stock)) && suite.Cases.Contains(c.In(Mode.Tuned)));
    }

    [Fact]
    public void Plan_Throughput_HasThePublishedBatchesAndHeads()
    {
        var suite = Throughput.Plan(Everything with { Modes = [Mode.Stock] }, null);

        suite
            .Cases.Select(c => c.Id)
            .ShouldBe([
                "resnet50/train/b32/fp32/stock/cpu/t2/classes8/image224",
                "mobilenetv2/train/b32/fp32/stock/cpu/t2/classes8/image224",
                "distilbert/train/b8/fp32/stock/cpu/t2/classes8/sequence128",
                "bert-large/train/b4/fp32/stock/cpu/t2/classes8/sequence128",
            ]);
    }

    [Fact]
    public void Plan_Overrides_CrossEveryAxis()
    {
        var selection = Everything with
        {
            Workloads = ["distilbert", "resnet50"],
            Scenarios = [Scenario.Infer],
            Batches = [4, 8],
            Precisions = [Precision.Bf16, Precision.Fp32],
            Modes = [Mode.Tuned],
            Threads = [1],
        };

        var suite = Quick.Plan(selection, new Seconds(12));

        suite.Budget.ShouldBe(new Seconds(12));
        suite
            .Cases.Select(c => (c.Workload, c.Batch, c.Precision))
            .ShouldBe([
                ("distilbert", 4, Precision.Bf16),
                ("distilbert", 4, Precision.Fp32),
                ("distilbert", 8, Precision.Bf16),
                ("distilbert", 8, Precision.Fp32),
                ("resnet50", 4, Precision.Bf16),
                ("resnet50", 4, Precision.Fp32),
                ("resnet50", 8, Precision.Bf16),
                ("resnet50", 8, Precision.Fp32),
            ]);
        suite.Cases.ShouldAllBe(c => c.Scenario == Scenario.Infer && c.Mode == Mode.Tuned && c.Threads == 1);
    }

    [Fact]
    public void Plan_SeveralThreads_AreAnAxis() =>
        Throughput
            .Plan(
                Everything with
                {
                    Workloads = ["resnet50"],
                    Modes = [Mode.Stock],
                    Batches = [1, 8],
                    Threads = [1, 2],
                },
                null
            )
            .Cases.Select(c => (c.Batch, c.Threads))
            .ShouldBe([(1, 1), (1, 2), (8, 1), (8, 2)]);

    [Fact]
    public void Plan_AskedTwice_MeasuresOnce() =>
        Quick
            .Plan(Everything with { Workloads = ["resnet50", "resnet50"], Batches = [2, 2] }, null)
            .Cases.Length.ShouldBe(4);

    [Fact]
    public void Plan_NetworkOutsideTheSuite_JoinsWithItsBatch() =>
        Quick
            .Plan(Everything with { Workloads = ["bert-large"] }, null)
            .Cases.ShouldAllBe(c => c.Workload == "bert-large" && c.Batch == 1);

    [Fact]
    public void Plan_AxisOfSomeNetworks_KeepsTheOthersOut()
    {
        var shape = Axis("image", 96);

        var suite = Quick.Plan(Everything with { Shape = shape }, null);

        suite.Cases.Select(c => c.Workload).Distinct().ShouldBe(["resnet50", "mobilenetv2"]);
        suite.Cases.ShouldAllBe(c => c.Shape["image"] == 96 && c.Shape["classes"] == 1000);
    }

    [Fact]
    public void Plan_AxisOfTheUser_WinsOverTheSuites() =>
        Throughput
            .Plan(Everything with { Shape = Axis("classes", 10) }, null)
            .Cases.ShouldAllBe(c => c.Shape["classes"] == 10);

    [Fact]
    public void Plan_UnknownAxis_SaysSo() =>
        Should
            .Throw<ArgumentException>(() => Quick.Plan(Everything with { Shape = Axis("depth", 3) }, null))
            .Message.ShouldContain("None of the chosen networks has the axis depth");

    [Fact]
    public void Plan_UnknownNetwork_ListsThoseThereAre() =>
        Should
            .Throw<ArgumentException>(() => Quick.Plan(Everything with { Workloads = ["resnet51"] }, null))
            .Message.ShouldContain("resnet51; there are resnet50, mobilenetv2, distilbert, bert-large");

    [Fact]
    public void All_NameWorkloadsThatExist()
    {
        SuiteDefinition.All.Select(s => s.Name).ShouldBe(["quick", "throughput"]);
        SuiteDefinition
            .All.SelectMany(s => s.Workloads)
            .ShouldAllBe(w => WorkloadDefinition.All.ContainsKey(w.Workload) && w.Batch >= 1);
        WorkloadDefinition.All.ShouldAllBe(w => w.Key == w.Value.Name);
    }

    private static ImmutableSortedDictionary<string, int> Axis(string name, int value) =>
        ImmutableSortedDictionary<string, int>.Empty.Add(name, value);
}
