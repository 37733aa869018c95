using Laptime.Tests;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Torch.Tests.Operators;

public sealed class OperatorTests(LoadedLibtorch libtorch) : TorchTest(libtorch)
{
    // 256 KiB: large enough for the caching allocator to count it.
    private const int Large = 65536;

    [Fact]
    public void Find_Overload_HasItsOwnSchema()
    {
        Operator.Find("aten::add", "Tensor").Schema.ShouldStartWith("aten::add.Tensor(Tensor self, Tensor other, *");
        Operator.Find("aten::relu").Schema.ShouldBe("aten::relu(Tensor self) -> Tensor");
    }

    [Theory]
    [InlineData("aten::no_such_operator", "")]
    [InlineData("aten::add", "NoSuchOverload")]
    public void Find_Unknown_SaysWhich(string name, string overload)
    {
        var error = Should.Throw<TorchException>(() => Operator.Find(name, overload));

        error.Call.ShouldBe(name);
        error.Words.ShouldContain($"this libtorch has no operator {name}");
        error.Words.ShouldContain(overload);
        Operator.TryFind(name, overload).ShouldBeNull();
    }

    [Fact]
    public void Call_ImpossibleShapes_NamesOperatorShapesAndReason()
    {
        using var scope = TensorScope.Enter();
        var a = Ops.Zeros([2, 3], DType.Float32);
        var b = Ops.Zeros([4, 5], DType.Float32);

        var error = Should.Throw<TorchException>(() => Ops.MatMul(a, b));

        error.Call.ShouldBe("aten::matmul(Float[2, 3], Float[4, 5])");
        error.Words.ShouldContain("2x3 and 4x5");
        error.Message.ShouldStartWith(error.Call);
        error.IsOutOfMemory.ShouldBeFalse();
    }

    [Fact]
    public void Call_AfterAFailure_Works()
    {
        using var scope = TensorScope.Enter();
        var a = Tensor.From<float>([1, 2], 2);
        Should.Throw<TorchException>(() => Ops.View(a, 3));

        Ops.Add(a, a).ToFloats().ShouldBe([2, 4]);
    }

    [Fact]
    public void Call_WrongNumberOfArguments_ShowsTheSchema()
    {
        using var scope = TensorScope.Enter();
        var a = Ops.Zeros([1], DType.Float32);
        var matmul = Operator.Find("aten::matmul");

        Should
            .Throw<TorchException>(() => matmul.Call(a))
            .Words.ShouldContain("1 arguments for aten::matmul(Tensor self");
        Should.Throw<TorchException>(() => matmul.Call(a, a, a)).Words.ShouldContain("3 arguments for aten::matmul");
    }

    [Fact]
    public void Call_WrongKindOfArgument_IsRefused()
    {
        using var scope = TensorScope.Enter();
        var a = Ops.Zeros([2, 3], DType.Float32);
        var transpose = Operator.Find("aten::transpose", "int");

        Should
            .Throw<TorchException>(() => transpose.Call(a, 0.5, 1))
            .Call.ShouldBe("aten::transpose(Float[2, 3], 0.5, 1)");
        Should
            .Throw<TorchException>(() => transpose.Call(Argument.None, 0, 1))
            .Call.ShouldBe("aten::transpose(None, 0, 1)");
    }

    [Fact]
    public void Call_OperatorWithoutResult_IsRefused()
    {
        using var a = Ops.Zeros([1], DType.Float32);

        Should
            .Throw<InvalidOperationException>(() => Operator.Find("aten::fill_", "Scalar").Call(a, 1))
            .Message.ShouldContain("aten::fill_.Scalar");
    }

    [Fact]
    public void Call_OperatorWithTwoResults_IsRefused()
    {
        using var a = Ops.Zeros([2, 3], DType.Float32);

        Should
            .Throw<TorchException>(() => Operator.Find("aten::max", "dim").Call(a, 1))
            .Words.ShouldContain("room for 1 results, there are 2");
    }

    [Fact]
    public void Call_OperatorThatReturnsANumber_IsRefused()
    {
        using var a = Ops.Zeros([1], DType.Int64);

        Should.Throw<InvalidOperationException>(() => Operator.Find("aten::item").Call(a));
    }

    [Fact]
    public void CallNumber_OperatorThatReturnsATensor_IsRefusedAndFreesIt()
    {
        using var caching = new Caching();
        using var a = Ops.Zeros([Large], DType.Float32);
        long before = Caching.LiveBytes;

        Should.Throw<InvalidOperationException>(() => Operator.Find("aten::relu").CallNumber(a));

        Caching.LiveBytes.ShouldBe(before);
    }

    [Fact]
    public void To_WhereItIsAlready_CopiesNothing()
    {
        using var caching = new Caching();
        using var a = Ops.Zeros([Large], DType.Float32);
        long before = Caching.LiveBytes;

        using var same = Ops.To(a, a.Device, a.DType);

        Caching.LiveBytes.ShouldBeLessThan(before + Large);
        Ops.FillInPlace(same, 3);
        a.ToFloats()[0].ShouldBe(3);
    }

    [Fact]
    public void CallNumber_EachKind_IsRead()
    {
        using var scope = TensorScope.Enter();

        Tensor.From<float>([2.5f], 1).Item().ShouldBe(2.5);
        Tensor.From<long>([1L << 40], 1).Item().ShouldBe(1L << 40);
        var a = Tensor.From<int>([1, 2], 2);
        Operator.Find("aten::equal").CallNumber(a, a).ShouldBe(1);
    }

    [Fact]
    public void CallMany_SeveralResultsOrAList_AreOneByOne()
    {
        using var scope = TensorScope.Enter();
        var a = Tensor.From<float>([1, 9, 3, 7, 5, 6], 2, 3);

        var largest = Operator.Find("aten::max", "dim").CallMany(a, 1);
        var parts = Operator.Find("aten::split", "Tensor").CallMany(a, 2, 1);

        largest
            .Select(t => t.ToFloats())
            .ShouldBe([
                [9, 7],
                [1, 0],
            ]);
        parts
            .Select(t => t.ToFloats())
            .ShouldBe([
                [1, 9, 7, 5],
                [3, 6],
            ]);
    }

    [Fact]
    public void CallList_OwnsItsTensors()
    {
        using var caching = new Caching();
        using var a = Ops.Zeros([2, Large], DType.Float32);
        long before = Caching.LiveBytes;
        using (var twins = new TensorList([a, a]))
        using (var sums = Operator.Find("aten::_foreach_add", "Scalar").CallList(twins, 3))
        {
            sums.Count.ShouldBe(2);
            Caching.LiveBytes.ShouldBe(before + 2 * a.ByteCount);
            using var row = Ops.Concatenate(sums, 0);
            row.ToFloats().ShouldAllBe(value => value == 3);
        }
        Caching.LiveBytes.ShouldBe(before);

        Should.Throw<InvalidOperationException>(() => Operator.Find("aten::relu").CallList(a));
        Caching.LiveBytes.ShouldBe(before);
    }

    [Fact]
    public void Run_OperatorWithResults_FreesThem()
    {
        using var caching = new Caching();
        using var a = Ops.Zeros([2, Large], DType.Float32);
        long before = Caching.LiveBytes;

        Operator.Find("aten::relu").Run(a);
        Operator.Find("aten::chunk").Run(Ops.Add(a, a).Move(), 2);

        Caching.LiveBytes.ShouldBe(before);
    }

    [Fact]
    public void Call_MovedTensor_IsFreedWhenNobodyNeedsIt()
    {
        using var caching = new Caching();
        long before = Caching.LiveBytes;

        var a = Ops.Zeros([Large], DType.Float32);
        using (var b = Ops.Multiply(a.Move(), 2))
        {
            Caching.LiveBytes.ShouldBe(before + b.ByteCount);
        }

        Caching.LiveBytes.ShouldBe(before);
    }

    [Fact]
    public void Call_MovedTensorsAndAFailure_AreFreed()
    {
        using var caching = new Caching();
        long before = Caching.LiveBytes;

        var error = Should.Throw<TorchException>(() => Ops.MatMul(Matrix().Move(), Matrix().Move()));
        Caching.LiveBytes.ShouldBe(before);

        error.Call.ShouldBe($"aten::matmul(Float[2, {Large}], Float[2, {Large}])");
        Should.Throw<TorchException>(() => Operator.Find("aten::relu").Call(Matrix().Move(), Matrix().Move()));
        Caching.LiveBytes.ShouldBe(before);

        static Tensor Matrix() => Ops.Zeros([2, Large], DType.Float32);
    }

    [Fact]
    public void Call_AbsurdSize_IsOutOfMemory()
    {
        Should.Throw<TorchException>(AskForTooMuch).IsOutOfMemory.ShouldBeTrue();
        using var caching = new Caching();
        Should.Throw<TorchException>(AskForTooMuch).IsOutOfMemory.ShouldBeTrue();

        static void AskForTooMuch() => Ops.Empty([1L << 50], DType.Float32);
    }
}
