using Laptime.Torch.Interop;
using Laptime.Torch.Tensors;

namespace Laptime.Torch.Operators;

/// <summary>An ATen operator, found by name and overload once and called through the dispatcher.</summary>
public sealed unsafe class Operator
{
    private const int MaximumResults = 8;

    private readonly nint handle;

    private Operator(nint handle) => this.handle = handle;

    /// <summary>Its schema, as libtorch writes it.</summary>
    public string Schema => Native.Text(LaptimeTorch.lt_op_schema(handle));

    /// <summary>Finds an operator.</summary>
    /// <param name="name">With name space: <c>aten::add</c>.</param>
    /// <param name="overload">Empty for the operator without one.</param>
    /// <exception cref="TorchException">This libtorch has none.</exception>
    public static Operator Find(string name, string overload = "")
    {
        nint found = LaptimeTorch.lt_find_op(name, overload);
        if (found == 0)
        {
            Native.Throw();
        }
        return new Operator(found);
    }

    /// <summary>Finds an operator; null if this libtorch has none.</summary>
    public static Operator? TryFind(string name, string overload = "")
    {
        nint found = LaptimeTorch.lt_find_op(name, overload);
        return found == 0 ? null : new Operator(found);
    }

    /// <summary>Calls an operator that returns one tensor. Trailing arguments take their defaults.</summary>
    /// <exception cref="TorchException">libtorch refused.</exception>
    /// <exception cref="InvalidOperationException">It returned something else, or nothing, as in-place operators do.</exception>
    public Tensor Call(params ReadOnlySpan<Argument> arguments)
    {
        Value result;
        int n;
        fixed (Argument* args = arguments)
        {
            Native.Check(LaptimeTorch.lt_call(handle, (Value*)args, arguments.Length, &result, 1, &n));
        }
        return result.Tag == Tag.Tensor ? new Tensor(result.Pointer) : throw Unexpected("one tensor", &result, n);
    }

    /// <summary>Calls an operator for its effect and frees whatever it returns.</summary>
    /// <exception cref="TorchException">libtorch refused.</exception>
    public void Run(params ReadOnlySpan<Argument> arguments)
    {
        Value* results = stackalloc Value[MaximumResults];
        int n;
        fixed (Argument* args = arguments)
        {
            Native.Check(LaptimeTorch.lt_call(handle, (Value*)args, arguments.Length, results, MaximumResults, &n));
        }
        Native.Free(results, n);
    }

    /// <summary>Calls an operator that returns several tensors, separately or as a list.</summary>
    /// <exception cref="TorchException">libtorch refused.</exception>
    public Tensor[] CallMany(params ReadOnlySpan<Argument> arguments)
    {
        Value* results = stackalloc Value[MaximumResults];
        int n;
        fixed (Argument* args = arguments)
        {
            Native.Check(LaptimeTorch.lt_call(handle, (Value*)args, arguments.Length, results, MaximumResults, &n));
        }
        int count = 0;
        for (int i = 0; i < n; i++)
        {
            count += Tensors(ref results[i]).Length;
        }
        // Loops over time steps come by here a thousand times in a step: one array, nothing else.
        var tensors = new Tensor[count];
        count = 0;
        for (int i = 0; i < n; i++)
        {
            foreach (nint t in Tensors(ref results[i]))
            {
                tensors[count++] = new Tensor(t);
            }
        }
        return tensors;

        static ReadOnlySpan<nint> Tensors(ref Value value) =>
            value.Tag switch
            {
                Tag.Tensor => new ReadOnlySpan<nint>(ref value.Pointer),
                Tag.Tensors => new ReadOnlySpan<nint>((nint*)value.Pointer, value.Length),
                _ => default,
            };
    }

    /// <summary>Calls an operator that returns a list, which owns its tensors and is the caller's to dispose of.</summary>
    /// <exception cref="TorchException">libtorch refused.</exception>
    /// <exception cref="InvalidOperationException">It returned something else.</exception>
    public TensorList CallList(params ReadOnlySpan<Argument> arguments)
    {
        Value result = CallForOne(arguments, out int n);
        return result.Tag == Tag.Tensors
            ? new TensorList(new ReadOnlySpan<nint>((nint*)result.Pointer, result.Length))
            : throw Unexpected("a list of tensors", &result, n);
    }

    /// <summary>Calls an operator that returns an object of a class of libtorch's own, the caller's to dispose of.</summary>
    /// <exception cref="TorchException">libtorch refused.</exception>
    /// <exception cref="InvalidOperationException">It returned something else.</exception>
    public TorchObject CallObject(params ReadOnlySpan<Argument> arguments)
    {
        Value result = CallForOne(arguments, out int n);
        return result.Tag == Tag.Object ? new TorchObject(result.Pointer) : throw Unexpected("an object", &result, n);
    }

    /// <summary>Calls an operator that returns a number or a truth value, 0 or 1.</summary>
    /// <exception cref="TorchException">libtorch refused.</exception>
    /// <exception cref="InvalidOperationException">It returned something else.</exception>
    public double CallNumber(params ReadOnlySpan<Argument> arguments)
    {
        Value result = CallForOne(arguments, out int n);
        return result.Tag switch
        {
            Tag.Double => result.Double,
            Tag.Int or Tag.Bool => result.Int,
            _ => throw Unexpected("a number", &result, n),
        };
    }

    private Value CallForOne(ReadOnlySpan<Argument> arguments, out int count)
    {
        Value result;
        int n;
        fixed (Argument* args = arguments)
        {
            Native.Check(LaptimeTorch.lt_call(handle, (Value*)args, arguments.Length, &result, 1, &n));
        }
        count = n;
        return result;
    }

    private InvalidOperationException Unexpected(string wanted, Value* results, int count)
    {
        Native.Free(results, count);
        return new InvalidOperationException($"{Schema} was called for {wanted}, which it does not return.");
    }
}
