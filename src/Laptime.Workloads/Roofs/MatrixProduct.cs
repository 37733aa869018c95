using System.Collections.Immutable;
using System.Globalization;
using Laptime.Core.Cases;
using Laptime.Core.Roofs;
using Laptime.Torch;
using Laptime.Torch.Autograd;
using Laptime.Torch.Devices;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Workloads.Roofs;

/// <summary>
/// A square matrix product by one of the ways that libtorch has for it. Plain <c>mm</c> goes to whatever BLAS it was
/// built with; linear layers and 1×1 convolutions are the same product and go to oneDNN, which may know the processor
/// better. Inputs are seeded normal numbers: zeros would draw less power, and so run faster.
/// </summary>
public sealed class MatrixProduct : IRoofLoad
{
    private const string Plain = "mm";
    private const string Linear = "oneDNN linear";
    private const string Convolution = "packed 1x1 convolution";
    private const string QuantizedLinear = "quantized linear";
    private const string QuantizedConvolution = "quantized 1x1 convolution";
    private const string Integer = "_int_mm";

    private static readonly ImmutableArray<int> ProcessorSides = [512, 1024, 2048];
    private static readonly ImmutableArray<int> GpuSides = [4096, 8192, 16384];

    private readonly int side;
    private readonly string way;
    private readonly Device device;
    private readonly Action product;
    private readonly List<IDisposable> owned;

    private MatrixProduct(string way, int side, DeviceName device, Action product, List<IDisposable> owned)
    {
        (this.way, this.side, this.product, this.owned) = (way, side, product, owned);
        this.device = new Device(device);
    }

    /// <summary>A multiply-add counts two.</summary>
    public double Amount => 2.0 * side * side * side;

    /// <inheritdoc />
    public string Method => $"{way}, {side} x {side} x {side}";

    /// <summary>Ways and sizes to try, as <see cref="TryCreate"/> reads them.</summary>
    public static ImmutableArray<string> Candidates(RoofSubject subject)
    {
        string[] ways = subject switch
        {
            { Variant: RoofSubject.Eager } => [Plain],
            { Variant: "int8", Device.IsCpu: true } => [QuantizedLinear, QuantizedConvolution],
            { Variant: "int8" } => [Integer],
            { Device.IsCpu: true } => [Plain, Linear, Convolution],
            _ => [Plain],
        };
        return
        [
            .. from name in ways from size in subject.Device.IsCpu ? ProcessorSides : GpuSides select $"{size} {name}",
        ];
    }

    /// <summary>Makes a candidate ready; null if this libtorch cannot do it here.</summary>
    /// <param name="subject">Arithmetic and device.</param>
    /// <param name="candidate">One of <see cref="Candidates"/>.</param>
    public static MatrixProduct? TryCreate(RoofSubject subject, string candidate)
    {
        int gap = candidate.IndexOf(' ', StringComparison.Ordinal);
        int size = int.Parse(candidate.AsSpan(0, gap), CultureInfo.InvariantCulture);
        string name = candidate[(gap + 1)..];
        List<IDisposable> parts = [];
        try
        {
            using var grad = GradMode.Off();
            Action? work = name switch
            {
                Plain => MakePlain(subject, size, parts),
                Linear => MakeLinear(subject, size, parts),
                Convolution => MakeConvolution(subject, size, parts),
                QuantizedLinear => MakeQuantized(size, convolves: false, parts),
                QuantizedConvolution => MakeQuantized(size, convolves: true, parts),
                Integer => MakeInteger(subject, size, parts),
                _ => null,
            };
            if (work is not null)
            {
                MatrixProduct load = new(name, size, subject.Device, work, parts);
                load.Run(1); // what cannot be done is found out when it is done
                return load;
            }
        }
        catch (TorchException)
        {
            // Not in this build, not for this type, or not enough memory: another candidate will do.
        }
        parts.ForEach(part => part.Dispose());
        return null;
    }

    /// <inheritdoc />
    public void Run(int times)
    {
        using var grad = GradMode.Off();
        for (int i = 0; i < times; i++)
        {
            product();
        }
        device.Synchronize();
    }

    /// <inheritdoc />
    public void Dispose() => owned.ForEach(part => part.Dispose());

    private static DType TypeOf(string arithmetic) =>
        arithmetic switch
        {
            "bf16" => DType.BFloat16,
            "fp16" => DType.Float16,
            _ => DType.Float32,
        };

    private static Tensor Normal(long[] shape, DType type, DeviceName device, List<IDisposable> parts)
    {
        using var numbers = Ops.Empty(shape, DType.Float32, device);
        Ops.NormalInPlace(numbers, 0, 1);
        return Own(Ops.To(numbers, device, type), parts);
    }

    private static Tensor Own(Tensor tensor, List<IDisposable> parts)
    {
        parts.Add(tensor);
        return tensor;
    }

    private static Action MakePlain(RoofSubject subject, int size, List<IDisposable> parts)
    {
        DType type = TypeOf(subject.Variant);
        Tensor a = Normal([size, size], type, subject.Device, parts);
        Tensor b = Normal([size, size], type, subject.Device, parts);
        Tensor result = Own(Ops.Empty([size, size], type, subject.Device), parts);
        var multiply = Operator.Find("aten::mm", "out");
        return () => multiply.Run(a, b, result);
    }

    private static Action? MakeLinear(RoofSubject subject, int size, List<IDisposable> parts)
    {
        if (
            Operator.TryFind("aten::mkldnn_linear") is not { } linear
            || Operator.TryFind("aten::to_mkldnn") is not { } convert
        )
        {
            return null;
        }
        DType type = TypeOf(subject.Variant);
        Tensor a = Own(convert.Call(Normal([size, size], type, subject.Device, parts)), parts);
        Tensor b = Own(convert.Call(Normal([size, size], type, subject.Device, parts)), parts);
        return () => linear.Call(a, b, Argument.None).Dispose();
    }

    private static Action? MakeConvolution(RoofSubject subject, int size, List<IDisposable> parts)
    {
        if (
            Operator.TryFind("mkldnn_prepacked::conv2d_prepack") is not { } pack
            || Operator.TryFind("mkldnn_prepacked::conv2d_run") is not { } run
        )
        {
            return null;
        }
        (Tensor x, Tensor weight) = Pictures(size, TypeOf(subject.Variant), parts);
        long[] one = [1, 1];
        long[] none = [0, 0];
        TorchObject packed = pack.CallObject(weight, Argument.None, one, none, one, 1, x.Shape, "none");
        parts.Add(packed);
        return () => run.Call(x, packed).Dispose();
    }

    /// <summary>Rows of a matrix as places of a picture, columns as channels.</summary>
    private static (Tensor Input, Tensor Weight) Pictures(int size, DType type, List<IDisposable> parts)
    {
        Tensor x = Normal([1, size, size, 1], type, DeviceName.Cpu, parts);
        Tensor weight = Normal([size, size, 1, 1], type, DeviceName.Cpu, parts);
        return (Own(Ops.CloneChannelsLast(x), parts), Own(Ops.CloneChannelsLast(weight), parts));
    }

    /// <summary>Unsigned inputs, signed weights, results scaled back to 8 bits: what a quantized network does.</summary>
    private static Action? MakeQuantized(int size, bool convolves, List<IDisposable> parts)
    {
        const double Scale = 0.03;
        const double ResultScale = 1.5;
        const int Middle = 128;
        if (
            Operator.TryFind("aten::quantize_per_tensor") is not { } quantize
            || Operator.TryFind(convolves ? "quantized::conv2d_prepack" : "quantized::linear_prepack") is not { } pack
            || Operator.TryFind(convolves ? "quantized::conv2d" : "quantized::linear", convolves ? "new" : "")
                is not { } run
        )
        {
            return null;
        }
        (Tensor x, Tensor weight) = convolves
            ? Pictures(size, DType.Float32, parts)
            : (
                Normal([size, size], DType.Float32, DeviceName.Cpu, parts),
                Normal([size, size], DType.Float32, DeviceName.Cpu, parts)
            );
        Tensor input = Own(quantize.Call(x, Scale, Middle, DType.QUInt8), parts);
        Tensor weights = Own(quantize.Call(weight, Scale, 0, DType.QInt8), parts);
        long[] one = [1, 1];
        long[] none = [0, 0];
        TorchObject packed = convolves
            ? pack.CallObject(weights, Argument.None, one, none, one, 1)
            : pack.CallObject(weights, Argument.None);
        parts.Add(packed);
        return () => run.Call(input, packed, ResultScale, Middle).Dispose();
    }

    private static Action? MakeInteger(RoofSubject subject, int size, List<IDisposable> parts)
    {
        if (Operator.TryFind("aten::_int_mm") is not { } multiply)
        {
            return null;
        }
        Tensor[] factors =
        [
            .. Enumerable
                .Range(0, 2)
                .Select(_ =>
                {
                    Tensor numbers = Own(Ops.Empty([size, size], DType.Int8, subject.Device), parts);
                    Ops.RandomInPlace(numbers, -100, 100);
                    return numbers;
                }),
        ];
        // cuBLAS multiplies 8-bit integers only if the second factor lies column by column.
        Tensor second = Own(Ops.Transpose(factors[1], 0, 1), parts);
        return () => multiply.Call(factors[0], second).Dispose();
    }
}
