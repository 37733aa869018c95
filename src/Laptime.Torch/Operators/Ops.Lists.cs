using Laptime.Torch.Interop;
using Laptime.Torch.Tensors;

namespace Laptime.Torch.Operators;

/// <content>Operators over lists of tensors, which optimizers use.</content>
public static partial class Ops
{
    private static readonly Operator ForeachAddListOp = Operator.Find("aten::_foreach_add_", "List");
    private static readonly Operator ForeachAddScalarOp = Operator.Find("aten::_foreach_add_", "Scalar");
    private static readonly Operator ForeachMulScalarOp = Operator.Find("aten::_foreach_mul_", "Scalar");
    private static readonly Operator ForeachAddcmulOp = Operator.Find("aten::_foreach_addcmul_", "Scalar");
    private static readonly Operator ForeachAddcdivOp = Operator.Find("aten::_foreach_addcdiv_", "Scalar");
    private static readonly Operator UnscaleOp = Operator.Find("aten::_amp_foreach_non_finite_check_and_unscale_");
    private static readonly Operator ReciprocalOp = Operator.Find("aten::reciprocal");
    private static readonly Operator ForeachSqrtOp = Operator.Find("aten::_foreach_sqrt");
    private static readonly Operator ForeachDivScalarOp = Operator.Find("aten::_foreach_div_", "Scalar");

    /// <summary>a += factor · b, for each pair.</summary>
    public static void ForeachAddInPlace(Argument a, Argument b, double factor) => ForeachAddListOp.Run(a, b, factor);

    /// <summary>a += b, for each pair.</summary>
    public static void ForeachAddInPlace(TensorList a, TensorList b) => ForeachAddListOp.Run(a, b, 1.0);

    /// <summary>a += number, for each.</summary>
    public static void ForeachAddInPlace(TensorList a, double number) => ForeachAddScalarOp.Run(a, number);

    /// <summary>a *= factor, for each.</summary>
    public static void ForeachMultiplyInPlace(Argument a, double factor) => ForeachMulScalarOp.Run(a, factor);

    /// <summary>a /= divisor, for each.</summary>
    public static void ForeachDivideInPlace(TensorList a, double divisor) => ForeachDivScalarOp.Run(a, divisor);

    /// <summary>a += factor · b · c, for each triple.</summary>
    public static void ForeachAddProductInPlace(Argument a, Argument b, Argument c, double factor) =>
        ForeachAddcmulOp.Run(a, b, c, factor);

    /// <summary>a += factor · b / c, for each triple.</summary>
    public static void ForeachAddQuotientInPlace(Argument a, Argument b, Argument c, double factor) =>
        ForeachAddcdivOp.Run(a, b, c, factor);

    /// <summary>gradients *= inverse; foundInfinite becomes 1 if one of them is infinite or NaN.</summary>
    public static void UnscaleInPlace(TensorList gradients, Tensor foundInfinite, Tensor inverse) =>
        UnscaleOp.Run(gradients, foundInfinite, inverse);

    /// <summary>1 / x.</summary>
    public static Tensor Reciprocal(Argument x) => ReciprocalOp.Call(x);

    /// <summary>Square roots, for each; the list owns them.</summary>
    public static TensorList ForeachSqrt(Argument a) => ForeachSqrtOp.CallList(a);

    /// <summary>
    /// One step of stochastic gradient descent in one pass over memory: b = mu·b + (g + decay·p), p −= rate·b.
    /// Parameters without gradient are left alone. Processor, single precision.
    /// </summary>
    public static unsafe void FusedSgdInPlace(
        TensorList p,
        TensorList g,
        TensorList? b,
        double rate,
        double mu,
        double decay
    ) =>
        Native.Check(
            LaptimeTorch.lt_fused_sgd(p.Handles, g.Handles, b is null ? null : b.Handles, p.Count, rate, mu, decay)
        );

    /// <summary>
    /// One step of Adam (or AdamW, if <paramref name="decoupled"/>) in one pass over memory, for neighbours in lists of
    /// equal length. Processor, single precision.
    /// </summary>
    public static unsafe void FusedAdamInPlace(
        (TensorList Parameters, TensorList Gradients, TensorList First, TensorList Second) lists,
        (int Start, int Count) part,
        double rate,
        (double First, double Second) betas,
        double eps,
        double decay,
        bool decoupled,
        long step
    ) =>
        Native.Check(
            LaptimeTorch.lt_fused_adam(
                lists.Parameters.Handles + part.Start,
                lists.Gradients.Handles + part.Start,
                lists.First.Handles + part.Start,
                lists.Second.Handles + part.Start,
                part.Count,
                rate,
                betas.First,
                betas.Second,
                eps,
                decay,
                decoupled ? 1 : 0,
                step
            )
        );
}
