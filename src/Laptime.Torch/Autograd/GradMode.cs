using Laptime.Torch.Interop;

namespace Laptime.Torch.Autograd;

/// <summary>Whether this thread's operators are recorded for the backward pass. Ends with <c>using</c>.</summary>
public readonly ref struct GradMode : IDisposable
{
    private readonly int old;

    private GradMode(int on) => old = LaptimeTorch.lt_grad_mode(on);

    /// <summary>Stops recording.</summary>
    public static GradMode Off() => new(0);

    /// <summary>Goes back to what it was.</summary>
    public void Dispose() => _ = LaptimeTorch.lt_grad_mode(old);
}

/// <summary>Inference mode: no recording and no version counters. Tensors made in it never take part in training.</summary>
public readonly ref struct InferenceMode : IDisposable
{
    private readonly nint guard;

    private InferenceMode(nint guard) => this.guard = guard;

    /// <summary>Enters it on this thread.</summary>
    public static InferenceMode Enter() => new(LaptimeTorch.lt_inference_enter());

    /// <summary>Leaves it.</summary>
    public void Dispose() => LaptimeTorch.lt_inference_leave(guard);
}
