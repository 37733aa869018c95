using System.Collections.Immutable;
using Laptime.Core.Cases;
using Laptime.Core.Scripts;

namespace Laptime.Core.Tests.Scripts;

public sealed class ScriptInputTests
{
    private static readonly string Digest = string.Concat(Enumerable.Repeat("0123456789abcdef", 4));

    [Theory]
    [InlineData("32x3x224x224", "32x3x224x224")]
    [InlineData("32×3X224x224:float", "32x3x224x224")]
    [InlineData("Nx128:long:0..30522", "Nx128:int64:0..30522")]
    [InlineData("mask=8x128:bool", "mask=8x128:bool")]
    [InlineData("3x8:float:0..1", "3x8:float32:0..1")]
    [InlineData("3x8:int8:-128..128", "3x8:int8:-128..128")]
    [InlineData("8x8:uint8", "8x8:uint8:0..256")]
    [InlineData("scalar:half", "scalar:float16")]
    [InlineData("list:3x320x320", "list:1*3x320x320")]
    [InlineData("list:N*3x320x320", "list:N*3x320x320")]
    [InlineData("list:3x8x8,3x9x9", "list:3x8x8,3x9x9")]
    [InlineData("factor=value:-0.5", "factor=value:-0.5")]
    [InlineData("value:TRUE", "value:true")]
    public void Read_Input_IsWrittenTheSameAndReadAgain(string text, string canonical)
    {
        (ScriptInput? input, string? complaint) = ScriptInputText.Read(text);

        complaint.ShouldBeNull();
        input!.ToString().ShouldBe(canonical);
        ScriptInputText.Read(canonical).Input!.ToString().ShouldBe(canonical);
    }

    [Theory]
    [InlineData("", "32x3x224x224")]
    [InlineData("0x3", "32x3x224x224")]
    [InlineData("3x-1", "32x3x224x224")]
    [InlineData("99999999999x2", "32x3x224x224")]
    [InlineData("100000x100000x100000", "32x3x224x224")]
    [InlineData("1x1x1x1x1x1x1x1x1x1x1x1x1", "32x3x224x224")]
    [InlineData("8x3:complex", "its type is one of")]
    [InlineData("8x3:6", "its type is one of")]
    [InlineData("8x128:int64", "whole numbers need a range, the upper end left out: 8x128:int64:0..1000")]
    [InlineData("8x128:int64:5..5", "its range is LOW..HIGH")]
    [InlineData("8x128:int64:0..1.5", "its range is LOW..HIGH")]
    [InlineData("8x128:uint8:0..257", "its range is LOW..HIGH")]
    [InlineData("8x128:bool:0..1", "its range is LOW..HIGH")]
    [InlineData("8x128:float:0..1:2", "32x3x224x224")]
    [InlineData("8x128:float:0..1e400", "its range is LOW..HIGH")]
    [InlineData("a b=8", "name of an argument")]
    [InlineData("list:", "32x3x224x224")]
    [InlineData("list:99999999*3", "32x3x224x224")]
    [InlineData("value:", "a value is a number")]
    [InlineData("value:nan", "a value is a number")]
    [InlineData("value:os.system", "a value is a number")]
    public void Read_NoInput_SaysWhatItShouldBe(string text, string complaint) =>
        ScriptInputText.Read(text).Complaint.ShouldNotBeNull().ShouldContain(complaint);

    [Theory]
    [InlineData("32x3x224x224", "Nx3x224x224", 32)]
    [InlineData("8x128:int64:0..9 8x128:bool 12x12", "Nx128:int64:0..9 Nx128:bool 12x12", 8)]
    [InlineData("50xNx64 4x4", "50xNx64 4x4", null)]
    [InlineData("list:3x32x32", "list:N*3x32x32", 1)]
    [InlineData("list:4*3x32x32 4x7", "list:N*3x32x32 Nx7", 4)]
    [InlineData("list:3x8x8,3x9x9 2x7", "list:3x8x8,3x9x9 Nx7", 2)]
    [InlineData("scalar 8x3", "scalar Nx3", 8)]
    [InlineData("value:1", "value:1", null)]
    public void Mark_Inputs_FindsTheBatch(string typed, string marked, int? batch)
    {
        ImmutableArray<ScriptInput> inputs = [.. typed.Split(' ').Select(text => ScriptInputText.Read(text).Input!)];

        var found = ScriptBatch.Mark(inputs);

        string.Join(' ', found.Inputs).ShouldBe(marked);
        found.Batch.ShouldBe(batch);
    }

    [Theory]
    [InlineData("50xNx64", 3, "50x3x64")]
    [InlineData("list:N*3x8", 2, "3x8 3x8")]
    [InlineData("list:3x8,4x9", 5, "3x8 4x9")]
    [InlineData("scalar", 5, "")]
    public void ShapesFor_Batch_PutsItIn(string text, int batch, string shapes) =>
        string.Join(' ', ScriptInputText.Read(text).Input!.ShapesFor(batch).Select(shape => string.Join('x', shape)))
            .ShouldBe(shapes);

    [Fact]
    public void Workload_SameFileAndInputs_SameByAnyName()
    {
        ScriptSettings one = Settings("a/model.pt", "Nx3x224x224");

        ScriptCases.Workload(one, Scenario.Infer).ShouldBe("script-0123456789ab-nx3x224x224");
        ScriptCases
            .Workload(one with { Path = "b/other.pt", Rate = 0.5 }, Scenario.Infer)
            .ShouldBe(ScriptCases.Workload(one, Scenario.Infer));
        ScriptCases.Workload(one, Scenario.Train).ShouldBe("script-0123456789ab-nx3x224x224-crossentropy-sgd");
    }

    [Fact]
    public void Workload_AnythingElse_Differs()
    {
        ScriptSettings one = Settings("model.pt", "Nx3x224x224");
        ScriptSettings[] others =
        [
            one with
            {
                Digest = "f" + Digest[1..],
            },
            Settings("model.pt", "Nx3x224x225"),
            Settings("model.pt", "3xNx224x224"),
            Settings("model.pt", "Nx3x224x224:float64"),
            Settings("model.pt", "x=Nx3x224x224"),
            Settings("model.pt", "y=Nx3x224x224"),
            Settings("model.pt", "list:N*3x224x224"),
            Settings("model.pt", "Nx3:int64:0..5"),
            Settings("model.pt", "Nx3:int64:0..50"),
            one with
            {
                Loss = ScriptLoss.Mse,
            },
            one with
            {
                Optimizer = ScriptOptimizer.Adam,
            },
        ];

        string[] names = [.. others.Prepend(one).Select(settings => ScriptCases.Workload(settings, Scenario.Train))];

        names.Distinct().Count().ShouldBe(names.Length);
        // What documents take for a name.
        names.ShouldAllBe(name =>
            name.Length < 150 && name.All(c => char.IsAsciiLetterOrDigit(c) || "-_.".Contains(c))
        );
    }

    private static ScriptSettings Settings(string path, string input) =>
        new()
        {
            Path = path,
            Digest = Digest,
            Inputs = [ScriptInputText.Read(input).Input!],
            Loss = ScriptLoss.CrossEntropy,
            Optimizer = ScriptOptimizer.Sgd,
            Rate = 1e-6,
        };
}
