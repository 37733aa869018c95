using System.Collections.Immutable;
using Laptime.Core.Cases;
using Laptime.Torch.Interop;
using Laptime.Torch.Tensors;

namespace Laptime.Torch.Script;

/// <summary>A TorchScript module, run by libtorch's interpreter. Nothing outside that interpreter is executed.</summary>
public sealed unsafe class ScriptModule : IDisposable
{
    private nint handle;

    private ScriptModule(nint handle) => this.handle = handle;

    /// <summary>What <c>forward</c> takes, without the module itself.</summary>
    /// <exception cref="TorchException">The module has no <c>forward</c>.</exception>
    public ImmutableArray<ScriptParameter> Arguments =>
        [
            .. Text("arguments")
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split('\t'))
                .Select(parts => new ScriptParameter(parts[0], parts[1], parts[2] == "1")),
        ];

    /// <summary>The declaration of <c>forward</c>: <c>forward(Tensor x, float factor) -> Tensor</c>.</summary>
    /// <exception cref="TorchException">The module has no <c>forward</c>.</exception>
    public string Signature => $"forward({string.Join(", ", Arguments)}) -> {Text("returns")}";

    /// <summary>Loads a file made by <c>torch.jit.save</c>.</summary>
    /// <exception cref="TorchException">It is not one, or is damaged, or needs operators that are not there.</exception>
    public static ScriptModule Load(string path, DeviceName device)
    {
        // The processor goes without an index, as Python names it: cpu:0 is another device to libtorch.
        int index = device.IsCpu ? -1 : device.Index;
        Native.Check(LaptimeTorch.lt_script_load(path, (long)device.Kind | ((long)index << 32), out nint handle));
        return new ScriptModule(handle);
    }

    /// <summary>Calls <c>forward</c>.</summary>
    /// <exception cref="TorchException">libtorch refused, or the program raised an exception.</exception>
    public ScriptResult Forward(ScriptArguments arguments)
    {
        Native.Check(
            LaptimeTorch.lt_script_call(handle, arguments.Values, arguments.Names, arguments.Count, out nint result)
        );
        return new ScriptResult(result);
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

    /// <summary>
    /// A copy for inference: weights become constants, batch norms are folded into convolutions. The module must be in
    /// evaluation mode.
    /// </summary>
    /// <param name="optimize">Also fuses operators and chooses other kernels (<c>torch.jit.optimize_for_inference</c>).</param>
    /// <exception cref="TorchException">libtorch refused, as it does where the program changes its own attributes.</exception>
    public ScriptModule Freeze(bool optimize)
    {
        Native.Check(LaptimeTorch.lt_script_freeze(handle, optimize ? 1 : 0, out nint frozen));
        return new ScriptModule(frozen);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (handle != 0)
        {
            LaptimeTorch.lt_script_free(handle);
            handle = 0;
        }
    }

    private string Text(string name)
    {
        byte* text = LaptimeTorch.lt_script_text(handle, name);
        if (text is null)
        {
            Native.Throw();
        }
        return Native.Text(text);
    }
}
