using Laptime.Core.Cases;
using Laptime.Torch.Autograd;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;

namespace Laptime.Torch.Nn;

/// <summary>
/// A piece of a network: parameters, buffers and smaller pieces, named as PyTorch names them so that its weight files
/// fit. A forward pass takes its input over and frees it as soon as it can; who needs it twice passes
/// <see cref="Tensor.Share"/>.
/// </summary>
public abstract class Module : IDisposable
{
    private readonly List<(string Name, Module Module)> children = [];
    private readonly List<(string Name, Tensor Tensor, bool Learns)> own = [];

    /// <summary>Whether it trains (dropout drops, batch norm uses the batch) or evaluates.</summary>
    public bool IsTraining { get; private set; } = true;

    /// <summary>This module and all below it, outer before inner.</summary>
    public IEnumerable<Module> Modules => children.SelectMany(child => child.Module.Modules).Prepend(this);

    /// <summary>What learns, in the order of definition.</summary>
    public IReadOnlyList<Tensor> Parameters => [.. State().Where(s => s.Learns).Select(s => s.Tensor)];

    /// <summary>Everything that a weight file holds: parameters and buffers with their full names.</summary>
    public IEnumerable<(string Name, Tensor Tensor, bool Learns)> State(string prefix = "") =>
        own.Select(s => (prefix + s.Name, s.Tensor, s.Learns))
            .Concat(children.SelectMany(child => child.Module.State($"{prefix}{child.Name}.")));

    /// <summary>Switches between training and evaluation, here and below.</summary>
    public void Train(bool on)
    {
        foreach (var module in Modules)
        {
            module.IsTraining = on;
        }
    }

    /// <summary>Moves every parameter and buffer to a device.</summary>
    public void MoveTo(DeviceName device)
    {
        using var grad = GradMode.Off();
        foreach (var (_, tensor, _) in State())
        {
            tensor.Become(Ops.To(tensor, device, tensor.DType));
        }
    }

    /// <summary>Ends learning here and below, so that weights may be rearranged for inference.</summary>
    public void Freeze()
    {
        Train(false);
        foreach (var (_, tensor, learns) in State())
        {
            if (learns)
            {
                tensor.RequiresGrad = false;
            }
        }
    }

    /// <summary>Takes all below and here out of <see cref="Parameters"/>: the rest of the network goes on learning.</summary>
    public void StopLearning()
    {
        foreach (var module in Modules)
        {
            for (int i = 0; i < module.own.Count; i++)
            {
                if (module.own[i].Learns)
                {
                    module.own[i].Tensor.RequiresGrad = false;
                    module.own[i] = module.own[i] with { Learns = false };
                }
            }
        }
    }

    /// <inheritdoc />
    public virtual void Dispose()
    {
        foreach (var (_, tensor, _) in own)
        {
            tensor.Dispose();
        }
        foreach (var (_, module) in children)
        {
            module.Dispose();
        }
        GC.SuppressFinalize(this);
    }

    /// <summary>Adds a piece under its PyTorch name.</summary>
    protected T Add<T>(string name, T module)
        where T : Module
    {
        children.Add((name, module));
        return module;
    }

    /// <summary>Makes a parameter in single precision, uninitialised.</summary>
    protected Tensor AddParameter(string name, params ReadOnlySpan<long> shape)
    {
        var tensor = Ops.Empty(shape, DType.Float32).Keep();
        tensor.RequiresGrad = true;
        own.Add((name, tensor, true));
        return tensor;
    }

    /// <summary>Makes a buffer: state that does not learn.</summary>
    protected Tensor AddBuffer(string name, DType type, params ReadOnlySpan<long> shape)
    {
        var tensor = Ops.Empty(shape, type).Keep();
        Ops.FillInPlace(tensor, 0);
        own.Add((name, tensor, false));
        return tensor;
    }

    /// <summary>Adds state that came up later: the bias of a folded convolution.</summary>
    protected Tensor Adopt(string name, Tensor tensor)
    {
        own.Add((name, tensor.Keep(), false));
        return tensor;
    }
}
