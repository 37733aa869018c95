using Laptime.Core.Cases;
using Laptime.Tests;
using Laptime.Torch.Interop;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Torch.Tests.Operators;

/// <summary>Each kind of argument, given to an operator whose result shows that it arrived.</summary>
public sealed unsafe class ArgumentTests(LoadedLibtorch libtorch) : TorchTest(libtorch)
{
    [Fact]
    public void Tensors_BorrowedAndMissing_Arrive()
    {
        using var scope = TensorScope.Enter();
        var x = Tensor.From<float>([1, 2], 1, 2);
        var weight = Tensor.From<float>([3, 4], 1, 2);

        Ops.Linear(x, weight, Argument.None).ToFloats().ShouldBe([11]);
        Ops.Linear(x, weight, null as Tensor).ToFloats().ShouldBe([11]);
        Ops.Linear(x, weight, Tensor.From<float>([0.5f], 1)).ToFloats().ShouldBe([11.5f]);
    }

    [Fact]
    public void Numbers_AreWhatTheSchemaWants()
    {
        using var scope = TensorScope.Enter();
        var x = Tensor.From<float>([1, -2, 3, -4], 1, 1, 2, 2);

        Operator.Find("aten::avg_pool2d").Call(x, 2).ToFloats().ShouldBe([-0.5f]); // int[2]
        Ops.Add(x, 2).ToFloats().ShouldBe([3, 0, 5, -2]); // Tensor
        Operator.Find("aten::mul", "Scalar").Call(x, 2L).ToFloats().ShouldBe([2, -4, 6, -8]); // Scalar
        Operator.Find("aten::mul", "Scalar").Call(x, 0.5).ToFloats().ShouldBe([0.5f, -1, 1.5f, -2]);
        // float: (v − µ)/√(σ²+3) of 1 and −1
        var pair = Tensor.From<float>([1, -1], 2);
        Operator
            .Find("aten::layer_norm")
            .Call(pair, new long[] { 2 }, Argument.None, Argument.None, 3)
            .ToFloats()
            .ShouldBe([0.5f, -0.5f]);
    }

    [Fact]
    public void TruthDefaultTypeAndDevice_Arrive()
    {
        using var scope = TensorScope.Enter();
        var x = Tensor.From<float>([1, 2, 3, 4], 2, 2);
        var sum = Operator.Find("aten::sum", "dim_IntList");

        sum.Call(x, new long[] { 0 }, true).Shape.ShouldBe([1, 2]);
        sum.Call(x, Argument.Ints([0]), false).Shape.ShouldBe([2]);
        sum.Call(x, new long[] { 0, 1 }, Argument.Default, DType.Float64).ToString().ShouldBe("Float64[] on cpu");
        Ops.Zeros([3], DType.Int16, DeviceName.Cpu).ToString().ShouldBe("Int16[3] on cpu");
    }

    [Fact]
    public void Text_Arrives()
    {
        using var scope = TensorScope.Enter();
        var x = Tensor.From<float>([7, -7], 2);
        var divide = Operator.Find("aten::div", "Scalar_mode");

        divide.Call(x, 2, "floor").ToFloats().ShouldBe([3, -4]);
        divide.Call(x, 2, "trunc").ToFloats().ShouldBe([3, -3]);
        Should.Throw<TorchException>(() => divide.Call(x, 2, "größer")).Call.ShouldContain("\"größer\"");
    }

    [Fact]
    public void TensorList_Arrives()
    {
        using var scope = TensorScope.Enter();
        using var list = new TensorList([Tensor.From<float>([1, 2], 1, 2), Tensor.From<float>([3, 4], 1, 2)]);

        Ops.Concatenate(list, 0).ToFloats().ShouldBe([1, 2, 3, 4]);
        Ops.Concatenate(list, 1).Shape.ShouldBe([1, 4]);
    }

    [Fact]
    public void Lists_ManyInARow_StayWhole()
    {
        using var x = Ops.Zeros([840], DType.Float32);
        for (int i = 0; i < 20_000; i++)
        {
            int first = (i % 8) + 1;
            using var y = Ops.View(x, first, 840 / first);
            y.Shape.ShouldBe([first, 840 / first]);
        }
    }

    [Fact]
    public void Lists_TooLong_AreRefused()
    {
        Should.Throw<ArgumentException>(() => Argument.Ints(new long[600])).Message.ShouldContain("4800 bytes");
        Should.Throw<ArgumentException>(() => (Argument)new string('a', 5000));
    }

    [Fact]
    public void NativeKinds_WithoutACounterpartHere_Arrive()
    {
        using var scope = TensorScope.Enter();
        var x = Tensor.From<float>([1, 2, 3, 4], 1, 1, 2, 2);

        double* factors = stackalloc double[] { 2, 3 };
        Native("aten::upsample_nearest2d", "vec", Handle(x), default, List(Tag.Doubles, factors, 2))[0]
            .Shape.ShouldBe([1, 1, 4, 6]);

        nint* indices = stackalloc nint[] { 0, 0, Tensor.From<long>([1, 0], 2).Handle };
        Native("aten::index", "Tensor", Handle(x), List(Tag.OptionalTensors, indices, 3))[0]
            .ToFloats()
            .ShouldBe([3, 4, 1, 2]);

        nint* tensors = stackalloc nint[] { x.Handle, x.Handle };
        var numbers = stackalloc Value[]
        {
            Number(10),
            new Value { Tag = Tag.Double, Double = 0.5 },
        };
        Native("aten::_foreach_add", "ScalarList", List(Tag.Tensors, tensors, 2), List(Tag.Scalars, numbers, 2))
            .Select(t => t.ToFloats()[0])
            .ShouldBe([11, 1.5f]);
    }

    [Fact]
    public void Truths_Arrive()
    {
        using var scope = TensorScope.Enter();
        var x = Tensor.From<float>([1, 2, 3, 4], 1, 1, 2, 2);
        var weight = Tensor.From<float>([5], 1, 1, 1, 1);
        long* one = stackalloc long[] { 1, 1 };
        long* zero = stackalloc long[] { 0, 0 };
        byte* wanted = stackalloc byte[] { 0, 1, 1 };

        // Gradients of weight and bias are wanted, that of the input is not.
        var gradients = Native(
            "aten::convolution_backward",
            "",
            Handle(x),
            Handle(x),
            Handle(weight),
            List(Tag.Ints, one, 1),
            List(Tag.Ints, one, 2),
            List(Tag.Ints, zero, 2),
            List(Tag.Ints, one, 2),
            new Value { Tag = Tag.Bool },
            List(Tag.Ints, zero, 2),
            Number(1),
            List(Tag.Bools, wanted, 3)
        );

        gradients
            .Select(g => g.ToFloats())
            .ShouldBe([
                [30],
                [10],
            ]);
    }

    private static Value Handle(Tensor tensor) => new() { Tag = Tag.Tensor, Pointer = tensor.Handle };

    private static Value Number(long number) => new() { Tag = Tag.Int, Int = number };

    private static Value List(Tag tag, void* items, int count) =>
        new()
        {
            Tag = tag,
            Pointer = (nint)items,
            Length = count,
        };

    private static List<Tensor> Native(string name, string overload, params Value[] arguments)
    {
        Value* results = stackalloc Value[4];
        int n;
        fixed (Value* args = arguments)
        {
            nint op = LaptimeTorch.lt_find_op(name, overload);
            Interop.Native.Check(LaptimeTorch.lt_call(op, args, arguments.Length, results, 4, &n));
        }
        var tensors = new List<Tensor>();
        for (int i = 0; i < n; i++)
        {
            if (results[i].Tag == Tag.Tensor)
            {
                tensors.Add(new Tensor(results[i].Pointer));
            }
            else if (results[i].Tag == Tag.Tensors)
            {
                foreach (nint handle in new ReadOnlySpan<nint>((nint*)results[i].Pointer, results[i].Length))
                {
                    tensors.Add(new Tensor(handle));
                }
            }
        }
        return tensors;
    }
}
