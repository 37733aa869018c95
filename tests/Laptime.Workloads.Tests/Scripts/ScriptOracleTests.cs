using System.Runtime.InteropServices;
using Laptime.Core.Cases;
using Laptime.Tests;
using Laptime.Torch.Autograd;
using Laptime.Torch.Engine;
using Laptime.Torch.Script;
using Laptime.Torch.Tensors;

namespace Laptime.Workloads.Tests.Scripts;

/// <summary>Programs made by torchvision and PyTorch, with the inputs and outputs that Python gave for the same file.</summary>
public sealed class ScriptOracleTests(LoadedLibtorch libtorch, PythonOracle python) : TorchTest(libtorch)
{
    [Theory]
    [InlineData("resnet18")]
    [InlineData("mobilenet_v3")]
    [InlineData("vit")]
    [InlineData("swin")]
    [InlineData("fasterrcnn")]
    [InlineData("deeplabv3")]
    [InlineData("lstm")]
    public void Forward_SameFileAndInput_GivesPythonsOutputsToTheBit(string name)
    {
        string path = python.Locate($"{name}.pt");
        if (ScriptFile.Open(path).OperatorNamespaces.Contains(OperatorLibrary.Torchvision))
        {
            NativeLibrary.Load(OperatorLibrary.FindTorchvision(Found).ShouldNotBeNull());
        }
        using InferenceMode mode = InferenceMode.Enter();
        using TensorScope scope = TensorScope.Enter();
        using ScriptModule module = ScriptModule.Load(path, DeviceName.Cpu);
        module.Train(on: false);
        using ScriptArguments arguments = new();
        if (name == "fasterrcnn")
        {
            arguments.Add([python.Tensor($"script.{name}.input0"), python.Tensor($"script.{name}.input1")]);
        }
        else
        {
            arguments.Add(python.Tensor($"script.{name}.input0"));
        }

        module.Forward(arguments).Dispose();
        module.Forward(arguments).Dispose();
        using ScriptResult result = module.Forward(arguments);

        float[][] outputs = [.. result.Tensors().Select(tensor => tensor.ToFloats())];
        outputs.Length.ShouldBe(
            name switch
            {
                "fasterrcnn" => 6, // boxes, labels and scores of two pictures
                "deeplabv3" => 2,
                _ => 1,
            }
        );
        outputs.Sum(output => output.Length).ShouldBeGreaterThan(10);
        for (int i = 0; i < outputs.Length; i++)
        {
            outputs[i].ShouldBe(python.Values($"script.{name}.output{i}"), $"{name}, {result.Places[i]}");
        }
    }
}
