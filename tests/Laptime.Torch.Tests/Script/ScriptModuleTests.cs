using Laptime.Core.Cases;
using Laptime.Tests;
using Laptime.Torch.Operators;
using Laptime.Torch.Script;
using Laptime.Torch.Tensors;

namespace Laptime.Torch.Tests.Script;

public sealed class ScriptModuleTests(LoadedLibtorch libtorch, PythonOracle python) : TorchTest(libtorch)
{
    private static readonly float[] OneTwo = [1, 2];

    [Fact]
    public void Forward_TensorAndNumber_Computes()
    {
        using var scope = TensorScope.Enter();
        using var module = Load("affine");
        module.Train(false);
        using var arguments = new ScriptArguments();
        arguments.Add(Input());
        arguments.Add(10.0, "factor");

        using var result = module.Forward(arguments);

        result.Tensors().Single().ToFloats().ShouldBe([20.5f, 60.5f]);
        result.Places.ShouldBe([""]);
        module.Signature.ShouldBe("forward(Tensor x, float factor) -> Tensor");
        module.Arguments[1].ShouldBe(new ScriptParameter("factor", "float", IsOptional: false));
    }

    [Fact]
    public void Train_SwitchesDropout()
    {
        using var scope = TensorScope.Enter();
        using var module = Load("affine");
        module.Train(true);

        Call(module, 1.0)
            .ShouldBe([
                [0, 0],
            ]);
    }

    [Fact]
    public void Parameters_ShareTheModulesMemory()
    {
        using var scope = TensorScope.Enter();
        using var module = Load("affine");
        module.Train(false);
        var parameters = module.Parameters();
        parameters
            .Select(p => p.ToFloats())
            .ShouldBe([
                [2, 3],
                [0.5f],
            ]);
        parameters.ShouldAllBe(p => p.RequiresGrad);
        using var arguments = new ScriptArguments();
        arguments.Add(Input());
        arguments.Add(1.0);

        using (var result = module.Forward(arguments))
        {
            Ops.Sum(result.Tensors().Single()).Backward();
        }
        parameters[0].Gradient!.ToFloats().ShouldBe([1, 2]);
        parameters[0].Data<float>()[0] = 100;

        Call(module, 1.0).Single().ShouldBe([100.5f, 6.5f]);
    }

    [Fact]
    public void Freeze_InEvaluation_GivesTheSameWithoutParameters()
    {
        using var scope = TensorScope.Enter();
        using var module = Load("affine");
        module.Train(false);

        using var frozen = module.Freeze(optimize: true);

        Call(frozen, 10.0).Single().ShouldBe([20.5f, 60.5f]);
        frozen.Parameters().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("pair", "[0] [1]")]
    [InlineData("mixed", "[0]")]
    [InlineData("several", "[0] [1]")]
    [InlineData("nested", "[0].scores [2].boxes[0].box [2].boxes[1].box [3].last.first [3].last.second")]
    public void Forward_AnyStructure_TensorsComeInOrderWithTheirPlaces(string name, string places)
    {
        using var scope = TensorScope.Enter();
        using var module = Load(name);
        using var arguments = new ScriptArguments();
        arguments.Add(Input());

        using var result = module.Forward(arguments);

        string.Join(' ', result.Places).ShouldBe(places);
        result.Tensors().Length.ShouldBe(places.Split(' ').Length);
        result.Tensors()[0].ToFloats().ShouldBe(name == "several" ? [1, 2] : [2, 3]);
    }

    [Fact]
    public void Forward_ListsDictsAndNone_ArriveAsWhatTheyAre()
    {
        using var scope = TensorScope.Enter();
        using var module = Load("taking");
        using var arguments = new ScriptArguments();
        var x = Input();
        arguments.Add([x, x, x]);
        arguments.Add([("a", x), ("b", x)], "named");
        arguments.AddNone("bias");
        arguments.Add(true, "twice");
        arguments.Add(3, "times");

        using var result = module.Forward(arguments);

        // (3 x + 2 x) · 2 · 3
        result.Tensors().Single().ToFloats().ShouldBe([30, 60]);
    }

    [Fact]
    public void Forward_Results_LeaveNothingBehind()
    {
        using var caching = new Caching();
        using var module = Load("nested");
        using var x = Ops.Zeros([65536], DType.Float32);
        using var arguments = new ScriptArguments();
        arguments.Add(x);
        module.Forward(arguments).Dispose();
        long before = Caching.LiveBytes;

        for (int i = 0; i < 3; i++)
        {
            using var result = module.Forward(arguments);
            foreach (var tensor in result.Tensors())
            {
                tensor.Dispose();
            }
        }

        Caching.LiveBytes.ShouldBe(before);
    }

    [Fact]
    public void Forward_Raising_HasItsWords()
    {
        using var module = Load("raising");
        using var x = Input();
        using var arguments = new ScriptArguments();
        Should.Throw<TorchException>(() => module.Forward(arguments)).Words.ShouldContain("forward()");
        arguments.Add(x);

        Should.Throw<TorchException>(() => module.Forward(arguments)).Words.ShouldContain("two dimensions, please");
    }

    [Fact]
    public void Load_DamagedOrMissing_IsRefused()
    {
        using var directory = new TemporaryDirectory();
        byte[] content = File.ReadAllBytes(python.Locate("pair.pt"));
        string damaged = directory.Write("damaged.pt", content.AsSpan(0, content.Length / 2));

        Should.Throw<TorchException>(() => ScriptModule.Load(damaged, DeviceName.Cpu)).Words.ShouldNotBeEmpty();
        Should
            .Throw<TorchException>(() => ScriptModule.Load(directory.Path + "/missing.pt", DeviceName.Cpu))
            .Words.ShouldContain("missing.pt");
    }

    [Fact]
    public void Dispose_Twice_FreesOnce()
    {
        var module = Load("pair");
        module.Dispose();
        module.Dispose();
    }

    private static Tensor Input() => Tensor.From<float>(OneTwo, 2);

    private static float[][] Call(ScriptModule module, double factor)
    {
        using var arguments = new ScriptArguments();
        arguments.Add(Input());
        arguments.Add(factor);
        using var result = module.Forward(arguments);
        return [.. result.Tensors().Select(tensor => tensor.ToFloats())];
    }

    private ScriptModule Load(string name) => ScriptModule.Load(python.Locate($"{name}.pt"), DeviceName.Cpu);
}
