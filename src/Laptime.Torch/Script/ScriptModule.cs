using Laptime.Core.Cases;
using Laptime.Torch.Interop;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Torch.Script;

/// <summary>A TorchScript module, run by libtorch's interpreter. Nothing outside that interpreter is executed.</summary>
public sealed unsafe class ScriptModule : IDisposable
{
    private const int MaximumResults = 64;

    private nint handle;

    private ScriptModule(nint handle) => this.handle = handle;

    /// <summary>Loads a file made by <c>torch.jit.save</c>.</summary>
    /// <exception cref="TorchException">It is not one, or is damaged.</exception>
    public static ScriptModule Load(string path, DeviceName device)
    {
        Native.Check(
            LaptimeTorch.lt_script_load(path, (long)device.Kind | ((long)device.Index << 32), out nint handle)
        );
        return new ScriptModule(handle);
    }

    /// <summary>Calls <c>forward</c>; the tensors of a tuple come one by one.</summary>
    /// <exception cref="TorchException">libtorch refused, or a result is no tensor.</exception>
    public Tensor[] Forward(params ReadOnlySpan<Argument> arguments)
    {
        Value* results = stackalloc Value[MaximumResults];
        int n;
        fixed (Argument* args = arguments)
        {
            Native.Check(
                LaptimeTorch.lt_script_call(handle, (Value*)args, arguments.Length, results, MaximumResults, &n)
            );
        }
        for (int i = 0; i < n; i++)
        {
            if (results[i].Tag != Tag.Tensor)
            {
                Native.Free(results, n);
                throw new TorchException("forward", $"result {i + 1} of {n} is no tensor");
            }
        }
        var tensors = new Tensor[n];
        for (int i = 0; i < n; i++)
        {
            tensors[i] = new Tensor(results[i].Pointer);
        }
        return tensors;
    }

    /// <summary>Its parameters, as new references to the same memory.</summary>
    public Tensor[] Parameters()
    {
        int n;
        Native.Check(LaptimeTorch.lt_script_parameters(handle, 0, null, &n));
        nint[] handles = new nint[n];
        fixed (nint* p = handles)
        {
            Native.Check(LaptimeTorch.lt_script_parameters(handle, n, p, &n));
        }
        return Array.ConvertAll(handles, h => new Tensor(h));
    }

    /// <summary>Switches between training and evaluation. A traced module stays as it was traced.</summary>
    public void Train(bool on) => Native.Check(LaptimeTorch.lt_script_train(handle, on ? 1 : 0));

    /// <inheritdoc />
    public void Dispose()
    {
        LaptimeTorch.lt_script_free(handle);
        handle = 0;
    }
}
