using Laptime.Core.Cases;
using Laptime.Torch.Tensors;

namespace Laptime.Torch.Operators;

/// <summary>
/// The ATen operators in use, typed. Each does what libtorch documents under the same name; tensors are borrowed
/// unless passed with <see cref="Tensor.Move"/>. A name that ends in <c>InPlace</c> changes its first argument.
/// </summary>
public static partial class Ops
{
    private const int ChannelsLastFormat = 2;

    private static readonly Operator EmptyOp = Operator.Find("aten::empty", "memory_format");
    private static readonly Operator ZerosOp = Operator.Find("aten::zeros");
    private static readonly Operator ArangeOp = Operator.Find("aten::arange");
    private static readonly Operator ZerosLikeOp = Operator.Find("aten::zeros_like");
    private static readonly Operator ItemOp = Operator.Find("aten::item");
    private static readonly Operator ToOp = Operator.Find("aten::to", "device");
    private static readonly Operator AsStridedOp = Operator.Find("aten::as_strided");
    private static readonly Operator ContiguousOp = Operator.Find("aten::contiguous");
    private static readonly Operator CloneOp = Operator.Find("aten::clone");
    private static readonly Operator CopyOp = Operator.Find("aten::copy_");
    private static readonly Operator DetachOp = Operator.Find("aten::detach");
    private static readonly Operator SetDataOp = Operator.Find("aten::set_", "source_Tensor");
    private static readonly Operator AddOp = Operator.Find("aten::add", "Tensor");
    private static readonly Operator AddInPlaceOp = Operator.Find("aten::add_", "Tensor");
    private static readonly Operator AddScalarInPlaceOp = Operator.Find("aten::add_", "Scalar");
    private static readonly Operator MultiplyOp = Operator.Find("aten::mul", "Tensor");
    private static readonly Operator MultiplyScalarOp = Operator.Find("aten::mul", "Scalar");
    private static readonly Operator MultiplyScalarInPlaceOp = Operator.Find("aten::mul_", "Scalar");
    private static readonly Operator DivideScalarOp = Operator.Find("aten::div", "Scalar");
    private static readonly Operator MatMulOp = Operator.Find("aten::matmul");
    private static readonly Operator TransposeOp = Operator.Find("aten::transpose", "int");
    private static readonly Operator ViewOp = Operator.Find("aten::view");
    private static readonly Operator ReshapeOp = Operator.Find("aten::reshape");
    private static readonly Operator FlattenOp = Operator.Find("aten::flatten", "using_ints");
    private static readonly Operator SelectOp = Operator.Find("aten::select", "int");
    private static readonly Operator CatOp = Operator.Find("aten::cat");
    private static readonly Operator SumOp = Operator.Find("aten::sum");
    private static readonly Operator MeanOp = Operator.Find("aten::mean");
    private static readonly Operator IsFiniteOp = Operator.Find("aten::isfinite");
    private static readonly Operator AllOp = Operator.Find("aten::all");
    private static readonly Operator NormalOp = Operator.Find("aten::normal_");
    private static readonly Operator UniformOp = Operator.Find("aten::uniform_");
    private static readonly Operator FillOp = Operator.Find("aten::fill_", "Scalar");
    private static readonly Operator RandomOp = Operator.Find("aten::random_", "from");

    /// <summary>A tensor whose elements are whatever was in the memory.</summary>
    public static Tensor Empty(ReadOnlySpan<long> shape, DType type, DeviceName device = default) =>
        EmptyOp.Call(Argument.Ints(shape), type, Argument.None, device);

    /// <summary>Zeros.</summary>
    public static Tensor Zeros(ReadOnlySpan<long> shape, DType type, DeviceName device = default) =>
        ZerosOp.Call(Argument.Ints(shape), type, Argument.None, device);

    /// <summary>0, 1, … <paramref name="count"/> − 1.</summary>
    public static Tensor Arange(long count, DeviceName device = default) =>
        ArangeOp.Call(count, DType.Int64, Argument.None, device);

    /// <summary>Zeros in the shape, type and memory order of another tensor.</summary>
    public static Tensor ZerosLike(Argument x) => ZerosLikeOp.Call(x);

    /// <summary>The only element of a tensor.</summary>
    public static double Item(Argument x) => ItemOp.CallNumber(x);

    /// <summary>The tensor on another device, in another type; the same tensor if it is so already.</summary>
    public static Tensor To(Argument x, DeviceName device, DType type) => ToOp.Call(x, device, type);

    /// <summary>
    /// The same without waiting: from pinned memory, the copy to a GPU goes on behind this call, and the memory must
    /// stay as it is until the device is synchronized.
    /// </summary>
    public static Tensor ToWithoutWaiting(Argument x, DeviceName device, DType type) =>
        ToOp.Call(x, device, type, true);

    /// <summary>Memory on the processor's side that a GPU fetches by itself; elements are whatever was there.</summary>
    public static Tensor EmptyPinned(ReadOnlySpan<long> shape, DType type) =>
        EmptyOp.Call(Argument.Ints(shape), type, Argument.None, DeviceName.Cpu, true);

    /// <summary>Part of a tensor's memory as a row-major tensor; a view.</summary>
    /// <param name="x">Contiguous.</param>
    /// <param name="offset">First element.</param>
    /// <param name="shape">Its shape.</param>
    public static Tensor Part(Argument x, long offset, params ReadOnlySpan<long> shape)
    {
        Span<long> strides = stackalloc long[shape.Length];
        long stride = 1;
        for (int i = shape.Length - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= shape[i];
        }
        return AsStridedOp.Call(x, Argument.Ints(shape), Argument.Ints(strides), offset);
    }

    /// <summary>The tensor in row-major order.</summary>
    public static Tensor Contiguous(Argument x) => ContiguousOp.Call(x);

    /// <summary>The tensor in the order batch, height, width, channel.</summary>
    public static Tensor ToChannelsLast(Argument x) => ContiguousOp.Call(x, ChannelsLastFormat);

    /// <summary>
    /// A copy whose strides are those of channels-last also where row-major order would do, as for 1×1 weights:
    /// otherwise every gradient of such a weight is copied.
    /// </summary>
    public static Tensor CloneChannelsLast(Argument x) => CloneOp.Call(x, ChannelsLastFormat);

    /// <summary>A copy.</summary>
    public static Tensor Clone(Argument x) => CloneOp.Call(x);

    /// <summary>Copies elements, converting type and device.</summary>
    public static void CopyInto(Argument target, Argument source) => CopyOp.Run(target, source);

    /// <summary>The same memory, out of autograd's sight.</summary>
    public static Tensor Detach(Argument x) => DetachOp.Call(x);

    /// <summary>Makes a tensor stand for another one's memory, shape and strides.</summary>
    public static void SetData(Argument target, Argument source) => SetDataOp.Run(target, source);

    /// <summary>a + b.</summary>
    public static Tensor Add(Argument a, Argument b) => AddOp.Call(a, b);

    /// <summary>a += b.</summary>
    public static void AddInPlace(Argument a, Argument b) => AddInPlaceOp.Run(a, b);

    /// <summary>a += number.</summary>
    public static void AddScalarInPlace(Argument a, Argument number) => AddScalarInPlaceOp.Run(a, number);

    /// <summary>a · b, element by element.</summary>
    public static Tensor Multiply(Argument a, Argument b) => MultiplyOp.Call(a, b);

    /// <summary>a · factor.</summary>
    public static Tensor Multiply(Argument a, double factor) => MultiplyScalarOp.Call(a, factor);

    /// <summary>a *= factor.</summary>
    public static void MultiplyInPlace(Argument a, double factor) => MultiplyScalarInPlaceOp.Run(a, factor);

    /// <summary>a / divisor.</summary>
    public static Tensor Divide(Argument a, double divisor) => DivideScalarOp.Call(a, divisor);

    /// <summary>Matrix product over the last two dimensions.</summary>
    public static Tensor MatMul(Argument a, Argument b) => MatMulOp.Call(a, b);

    /// <summary>Two dimensions exchanged; a view.</summary>
    public static Tensor Transpose(Argument x, int first, int second) => TransposeOp.Call(x, first, second);

    /// <summary>Another shape over the same memory.</summary>
    public static Tensor View(Argument x, params ReadOnlySpan<long> shape) => ViewOp.Call(x, Argument.Ints(shape));

    /// <summary>Another shape, copied if it must be.</summary>
    public static Tensor Reshape(Argument x, params ReadOnlySpan<long> shape) =>
        ReshapeOp.Call(x, Argument.Ints(shape));

    /// <summary>All dimensions from <paramref name="first"/> on as one.</summary>
    public static Tensor Flatten(Argument x, int first) => FlattenOp.Call(x, first);

    /// <summary>One slice of a dimension; a view.</summary>
    public static Tensor Select(Argument x, int dimension, int index) => SelectOp.Call(x, dimension, index);

    /// <summary>Tensors one after the other along a dimension.</summary>
    public static Tensor Concatenate(TensorList tensors, int dimension) => CatOp.Call(tensors, dimension);

    /// <summary>Sum of all elements.</summary>
    public static Tensor Sum(Argument x) => SumOp.Call(x);

    /// <summary>Mean of all elements.</summary>
    public static Tensor Mean(Argument x) => MeanOp.Call(x);

    /// <summary>Whether no element is infinite or NaN.</summary>
    public static bool AllFinite(Argument x)
    {
        using var finite = IsFiniteOp.Call(x);
        using var all = AllOp.Call(finite);
        return Item(all) != 0;
    }

    /// <summary>Fills with normally distributed numbers.</summary>
    public static void NormalInPlace(Argument x, double mean, double deviation) => NormalOp.Run(x, mean, deviation);

    /// <summary>Fills with numbers uniform in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public static void UniformInPlace(Argument x, double low, double high) => UniformOp.Run(x, low, high);

    /// <summary>Fills with one number.</summary>
    public static void FillInPlace(Argument x, double number) => FillOp.Run(x, number);

    /// <summary>Fills with whole numbers uniform in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public static void RandomInPlace(Argument x, long low, long high) => RandomOp.Run(x, low, high);
}
