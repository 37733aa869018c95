using Laptime.Core.Cases;
using Laptime.Torch;
using Laptime.Torch.Devices;
using Laptime.Torch.Nn.Quantized;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;
using Laptime.Torch.Weights;

namespace Laptime.Workloads;

/// <summary>Makes workloads ready, or says why a case cannot run here. libtorch must be loaded.</summary>
public static class WorkloadFactory
{
    /// <summary>Why this machine or this libtorch cannot run a case; null if it can.</summary>
    public static string? WhyNot(Case @case)
    {
        int devices = Device.Count(@case.Device.Kind);
        return @case switch
        {
            { Device.IsCpu: false } when !Libtorch.HasCuda =>
                $"libtorch {Libtorch.Version} was built without CUDA; install a CUDA build of PyTorch to use {@case.Device}.",
            { Device.IsCpu: false } when @case.Device.Index >= devices =>
                $"There is no device {@case.Device}: libtorch sees {devices} CUDA devices. Is the driver working (nvidia-smi)?",
            { Device.IsCpu: true, Precision: Precision.Tf32 } =>
                "Processors have no tf32; it belongs to NVIDIA GPUs from Ampere on.",
            { Device.IsCpu: true, Precision: Precision.Fp16 } =>
                "libtorch has no automatic mixed precision with fp16 on processors; use bf16.",
            { Precision: Precision.Int8, Scenario: Scenario.Train } => "int8 is for inference; train in fp32 or bf16.",
            { Precision: Precision.Int8, Device.IsCpu: false } =>
                "libtorch's quantized operators are for processors; use --device cpu.",
            { Precision: Precision.Int8, Workload: not ("resnet50" or "mobilenetv2") } =>
                $"{@case.Workload} cannot be quantized here; int8 is for resnet50 and mobilenetv2.",
            { Precision: Precision.Int8 } when !QuantizedLayers.AreSupported =>
                $"libtorch {Libtorch.Version} was built without quantized operators.",
            { Precision: Precision.Int8 } when !QuantizedLayers.AreExact =>
                "This processor has no 8-bit dot products (VNNI), without which sums of int8 overflow; use fp32 or bf16.",
            {
                Device.IsCpu: true,
                Precision: Precision.Bf16,
                Scenario: Scenario.Train,
                Workload: "mobilenetv2" or "aib-mobilenet-v2"
            } when !HasShortRelu6Gradient() =>
                $"libtorch {Libtorch.Version} cannot train MobileNetV2 in bf16 on processors: its ReLU6 has no bf16 gradient. Use fp32, or PyTorch 2.",
            {
                Device.IsCpu: true,
                Precision: Precision.Bf16,
                Scenario: Scenario.Train,
                Mode: Mode.Tuned,
                Workload: "aib-pspnet"
            } when !HasShortGradientOfThreeChannels() =>
                $"libtorch {Libtorch.Version} computes wrong gradients of PSPNet in bf16, channels last, on this processor. Use --mode stock, or fp32.",
            { Workload: "aib-gnmt", Scenario: Scenario.Train } =>
                "GNMT-Translation has no training in AI-Benchmark; measure its inference.",
            _ => null,
        };
    }

    /// <summary>Makes network, batch and optimizer; the same seed gives the same weights and inputs.</summary>
    /// <param name="case">A case for which <see cref="WhyNot"/> has no objection.</param>
    /// <param name="seed">Of libtorch's generators.</param>
    /// <param name="weightsPath">Weights to load; null for random ones.</param>
    /// <exception cref="WeightFileException">The weights cannot be read or belong to another network.</exception>
    /// <exception cref="TorchException">libtorch refused, most likely for want of memory.</exception>
    public static NetworkWorkload Create(Case @case, long seed, string? weightsPath)
    {
        var definition = WorkloadDefinition.All[@case.Workload];
        Libtorch.Seed(seed);
        using var weights = weightsPath is null ? null : WeightFile.Open(weightsPath);
        return @case.Scenario == Scenario.Train
            ? new TrainWorkload(definition, @case, weights)
            : new InferWorkload(definition, @case, weights);
    }

    private static bool HasShortRelu6Gradient()
    {
        using var x = Ops.Zeros([1], DType.BFloat16);
        try
        {
            Operator.Find("aten::hardtanh_backward").Call(x, x, 0, 6).Dispose();
            return true;
        }
        catch (TorchException)
        {
            return false;
        }
    }

    /// <summary>
    /// Whether the gradient of a 1×1 convolution to an odd number of channels reaches its input in bf16, channels last.
    /// On processors with bf16 instructions the oneDNN of libtorch 1.13 gives numbers that have nothing to do with it if
    /// inputs and places are many. Here the numbers are whole and small, so that bf16 is exact.
    /// </summary>
    private static bool HasShortGradientOfThreeChannels()
    {
        const int Inputs = 512;
        const int Side = 30;
        const int Outputs = 3;
        const int Period = 7; // of the weights 0 … 6
        using var scope = TensorScope.Enter();
        using var zeros = Ops.Zeros([1, Inputs, Side, Side], DType.BFloat16);
        using var x = Ops.CloneChannelsLast(zeros);
        x.RequiresGrad = true;
        using var values = Tensor.From<float>(
            [.. Enumerable.Range(0, Outputs * Inputs).Select(i => (float)(i % Period))],
            [Outputs, Inputs, 1, 1]
        );
        using var weight = Ops.To(values, DeviceName.Cpu, DType.BFloat16);
        using var y = Ops.Conv2d(x, Ops.CloneChannelsLast(weight).Move(), Argument.None, [1, 1], [0, 0], [1, 1], 1);
        Ops.Sum(Ops.To(y, DeviceName.Cpu, DType.Float32).Move()).Backward();
        using var gradient = x.Gradient!;
        float[] found = gradient.ToFloats();
        for (int i = 0; i < found.Length; i++)
        {
            int channel = i / (Side * Side);
            if (found[i] != Enumerable.Range(0, Outputs).Sum(o => ((o * Inputs) + channel) % Period))
            {
                return false;
            }
        }
        return true;
    }
}
