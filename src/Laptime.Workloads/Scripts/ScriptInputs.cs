using System.Collections.Immutable;
using System.Globalization;
using Laptime.Core.Cases;
using Laptime.Core.Scripts;
using Laptime.Torch;
using Laptime.Torch.Autograd;
using Laptime.Torch.Operators;
using Laptime.Torch.Script;
using Laptime.Torch.Tensors;

namespace Laptime.Workloads.Scripts;

/// <summary>The inputs of a program as tensors on its device, resident for the whole trial.</summary>
internal sealed class ScriptInputs : IDisposable
{
    private readonly ImmutableArray<ScriptInput> inputs;
    private readonly int batch;
    private readonly ImmutableArray<Tensor[]> tensors;

    /// <summary>Draws them from libtorch's generator and lays them out as <c>forward</c> declares its arguments.</summary>
    public ScriptInputs(ImmutableArray<ScriptInput> inputs, Case @case, ImmutableArray<ScriptParameter> declared)
    {
        this.inputs = inputs;
        batch = @case.Batch;
        using GradMode grad = GradMode.Off();
        using TensorScope scope = TensorScope.Enter();
        tensors = [.. inputs.Select(input => Draw(input).Select(t => On(t, @case.Device)).ToArray())];
        Arguments = Arrange(declared);
    }

    /// <summary>What to call <c>forward</c> with.</summary>
    public ScriptArguments Arguments { get; }

    /// <summary>Draws all elements anew, in place. Nothing to draw: false.</summary>
    public bool Renew()
    {
        using GradMode grad = GradMode.Off();
        using TensorScope scope = TensorScope.Enter();
        bool any = false;
        for (int i = 0; i < inputs.Length; i++)
        {
            foreach ((Tensor old, Tensor drawn) in tensors[i].Zip(Draw(inputs[i])))
            {
                Ops.CopyInto(old, drawn);
                any = true;
            }
        }
        return any;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Arguments.Dispose();
        foreach (Tensor tensor in tensors.SelectMany(t => t))
        {
            tensor.Dispose();
        }
    }

    private static Tensor On(Tensor drawn, DeviceName device) =>
        (device.IsCpu ? drawn : Ops.To(drawn, device, drawn.DType)).Keep();

    private IEnumerable<Tensor> Draw(ScriptInput input) =>
        input.ShapesFor(batch).Select(shape => Draw([.. shape.Select(size => (long)size)], input));

    /// <summary>A tensor on the processor; short floats are drawn in single precision, for which there are generators everywhere.</summary>
    private static Tensor Draw(long[] shape, ScriptInput input)
    {
        DType type = TypeOf(input.Element);
        bool isFloat = type is DType.Float64 or DType.Float32 or DType.Float16 or DType.BFloat16;
        Tensor values = Ops.Empty(shape, isFloat && type != DType.Float64 ? DType.Float32 : type);
        switch (input.Range)
        {
            case { } range when isFloat:
                Ops.UniformInPlace(values, range.Low, range.High);
                break;
            case { } range:
                Ops.RandomInPlace(values, (long)range.Low, (long)range.High);
                break;
            case null when isFloat:
                Ops.NormalInPlace(values, 0, 1);
                break;
            default:
                Ops.RandomInPlace(values, 0, 2);
                break;
        }
        return values.DType == type ? values : Ops.To(values, DeviceName.Cpu, type);
    }

    /// <summary>Where <c>forward</c> takes one dict of tensors and all inputs have names that are none of its arguments', they are its entries.</summary>
    private ScriptArguments Arrange(ImmutableArray<ScriptParameter> declared)
    {
        ScriptArguments arguments = new();
        if (
            declared is [{ IsTensorDict: true } only, ..]
            && !inputs.IsEmpty
            && inputs.All(input =>
                input.Name is not null && input.Name != only.Name && input is { Value: null, IsList: false }
            )
        )
        {
            arguments.Add([.. inputs.Zip(tensors, (input, t) => (input.Name!, t[0]))]);
            return arguments;
        }
        for (int i = 0; i < inputs.Length; i++)
        {
            Add(arguments, inputs[i], tensors[i], TypeFor(declared, i));
        }
        return arguments;
    }

    private string? TypeFor(ImmutableArray<ScriptParameter> declared, int index) =>
        inputs[index].Name is { } name ? declared.FirstOrDefault(argument => argument.Name == name)?.Type
        : index < declared.Length ? declared[index].Type
        : null;

    private static void Add(ScriptArguments arguments, ScriptInput input, Tensor[] made, string? type)
    {
        switch (input)
        {
            case { Value: "none" }:
                arguments.AddNone(input.Name);
                break;
            case { Value: "true" or "false" }:
                arguments.Add(input.Value == "true", input.Name);
                break;
            // In Python, too, 3 may be given for 3.0.
            case { Value: { } text }
                when type is not ("float" or "Optional[float]")
                    && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole):
                arguments.Add(whole, input.Name);
                break;
            case { Value: { } text }:
                arguments.Add(double.Parse(text, CultureInfo.InvariantCulture), input.Name);
                break;
            case { IsList: true }:
                arguments.Add(made, input.Name);
                break;
            default:
                arguments.Add(made[0], input.Name);
                break;
        }
    }

    private static DType TypeOf(ScriptElement element) =>
        element switch
        {
            ScriptElement.Float32 => DType.Float32,
            ScriptElement.Float64 => DType.Float64,
            ScriptElement.Float16 => DType.Float16,
            ScriptElement.BFloat16 => DType.BFloat16,
            ScriptElement.Int64 => DType.Int64,
            ScriptElement.Int32 => DType.Int32,
            ScriptElement.Int16 => DType.Int16,
            ScriptElement.Int8 => DType.Int8,
            ScriptElement.UInt8 => DType.UInt8,
            ScriptElement.Bool => DType.Bool,
            _ => throw new ArgumentOutOfRangeException(nameof(element), element, "No element type."),
        };
}
