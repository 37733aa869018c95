using Laptime.Torch.Tensors;

namespace Laptime.Torch.Operators;

/// <content>Operators of recurrent networks.</content>
public static partial class Ops
{
    private static readonly Operator AddMatMulOp = Operator.Find("aten::addmm");
    private static readonly Operator AddProductOp = Operator.Find("aten::addcmul");
    private static readonly Operator ChunkOp = Operator.Find("aten::chunk");
    private static readonly Operator UnbindOp = Operator.Find("aten::unbind", "int");
    private static readonly Operator StackOp = Operator.Find("aten::stack");
    private static readonly Operator FlipOp = Operator.Find("aten::flip");
    private static readonly Operator Conv1dOp = Operator.Find("aten::conv1d");
    private static readonly Operator LstmOp = Operator.Find("aten::lstm", "input");
    private static readonly Operator MatVecOp = Operator.Find("aten::mv");
    private static readonly Operator DotOp = Operator.Find("aten::dot");
    private static readonly Operator NormOp = Operator.Find("aten::norm", "Scalar");
    private static readonly Operator DivideOp = Operator.Find("aten::div", "Tensor");
    private static readonly Operator ArgMaxOp = Operator.Find("aten::argmax");

    /// <summary>bias + a · b, of matrices.</summary>
    public static Tensor AddMatMul(Argument bias, Argument a, Argument b) => AddMatMulOp.Call(bias, a, b);

    /// <summary>x + a · b, element by element.</summary>
    public static Tensor AddProduct(Argument x, Argument a, Argument b) => AddProductOp.Call(x, a, b);

    /// <summary>Equal parts of a dimension; views, the caller's to dispose of.</summary>
    public static Tensor[] Chunk(Argument x, int parts, int dimension) => ChunkOp.CallMany(x, parts, dimension);

    /// <summary>All slices of a dimension; views, the caller's to dispose of.</summary>
    public static Tensor[] Unbind(Argument x, int dimension) => UnbindOp.CallMany(x, dimension);

    /// <summary>Tensors of one shape side by side along a new dimension.</summary>
    public static Tensor Stack(TensorList tensors, int dimension) => StackOp.Call(tensors, dimension);

    /// <summary>The order along a dimension turned round; a copy.</summary>
    public static Tensor Flip(Argument x, int dimension) => FlipOp.Call(x, Argument.Ints([dimension]));

    /// <summary>One-dimensional convolution of [batch, channels, length] with stride 1 and no padding.</summary>
    public static Tensor Conv1d(Argument x, Argument weight, Argument bias) => Conv1dOp.Call(x, weight, bias);

    /// <summary>
    /// One LSTM layer with biases over sequences [batch, steps, features], one way or both: outputs [batch, steps,
    /// ways · hidden], last output and last cell [ways, batch, hidden].
    /// </summary>
    /// <param name="x">The sequences.</param>
    /// <param name="start">First output and first cell, [ways, batch, hidden] each.</param>
    /// <param name="parameters">For each way weights of the input and of the state, and a bias with each; gates: input, forget, candidate, output.</param>
    /// <param name="trains">Whether a backward pass may follow.</param>
    /// <param name="bothWays">Whether a second way runs from the end to the beginning.</param>
    public static (Tensor Outputs, Tensor Output, Tensor Cell) Lstm(
        Argument x,
        TensorList start,
        TensorList parameters,
        bool trains,
        bool bothWays
    )
    {
        const int Layers = 1;
        const double Dropout = 0;
        var results = LstmOp.CallMany(x, start, parameters, true, Layers, Dropout, trains, bothWays, true);
        return (results[0], results[1], results[2]);
    }

    /// <summary>Matrix times vector.</summary>
    public static Tensor MatVec(Argument matrix, Argument vector) => MatVecOp.Call(matrix, vector);

    /// <summary>Inner product of two vectors.</summary>
    public static Tensor Dot(Argument a, Argument b) => DotOp.Call(a, b);

    /// <summary>Euclidean norm of all elements.</summary>
    public static Tensor Norm(Argument x) => NormOp.Call(x, 2.0);

    /// <summary>a / b, element by element.</summary>
    public static Tensor Divide(Argument a, Argument b) => DivideOp.Call(a, b);

    /// <summary>Index of the largest element along a dimension.</summary>
    public static Tensor ArgMax(Argument x, int dimension) => ArgMaxOp.Call(x, dimension);
}
