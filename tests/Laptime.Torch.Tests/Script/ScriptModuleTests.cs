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

        module.Forward(Tensor.From<float>(OneTwo, 2), 10.0).Single().ToFloats().ShouldBe([20.5f, 60.5f]);
    }

    [Fact]
    public void Train_SwitchesDropout()
    {
        using var scope = TensorScope.Enter();
        using var module = Load("affine");
        module.Train(true);

        module.Forward(Tensor.From<float>(OneTwo, 2), 1.0).Single().ToFloats().ShouldBe([0, 0]);
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

        Ops.Sum(module.Forward(Tensor.From<float>(OneTwo, 2), 1.0).Single()).Backward();
        parameters[0].Gradient!.ToFloats().ShouldBe([1, 2]);
        parameters[0].Data<float>()[0] = 100;

        module.Forward(Tensor.From<float>(OneTwo, 2), 1.0).Single().ToFloats().ShouldBe([100.5f, 6.5f]);
    }

    [Fact]
    public void Forward_Tuple_ComesOneByOne()
    {
        using var scope = TensorScope.Enter();
        using var module = Load("pair");

        module
            .Forward(Tensor.From<float>(OneTwo, 2))
            .Select(t => t.ToFloats())
            .ShouldBe([
                [2, 3],
                [3],
            ]);
    }

    [Theory]
    [InlineData("mixed")]
    [InlineData("several")]
    public void Forward_ResultThatIsNoTensor_IsRefusedAndFreesTheRest(string name)
    {
        using var caching = new Caching();
        using var module = Load(name);
        using (var x = Ops.Zeros([65536], DType.Float32))
        {
            long before = Caching.LiveBytes;
            Should.Throw<TorchException>(() => module.Forward(x)).Words.ShouldContain("is no tensor");
            Caching.LiveBytes.ShouldBe(before);
        }
    }

    [Fact]
    public void Forward_Raising_HasItsWords()
    {
        using var module = Load("raising");
        using var x = Tensor.From<float>(OneTwo, 2);

        Should.Throw<TorchException>(() => module.Forward(x)).Words.ShouldContain("two dimensions, please");
        Should.Throw<TorchException>(() => module.Forward()).Words.ShouldContain("forward()");
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

    private ScriptModule Load(string name) => ScriptModule.Load(python.Locate($"{name}.pt"), DeviceName.Cpu);
}
