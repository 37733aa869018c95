using System.Buffers.Binary;
using System.Security.Cryptography;
using Laptime.Core.Cases;
using Laptime.Core.Quantities;
using Laptime.Torch;
using Laptime.Torch.Autograd;
using Laptime.Torch.Devices;
using Laptime.Torch.Operators;
using Laptime.Torch.Tensors;
using Laptime.Torch.Weights;
using Laptime.Workloads.Networks;

namespace Laptime.Workloads;

/// <summary>A network on a resident batch, ready to be driven: the common part of training and inference.</summary>
public abstract class NetworkWorkload : IFedWorkload
{
    private readonly WorkloadDefinition definition;
    private readonly DeviceInstruments device;
    private CudaGraph? graph;
    private Tensor? hostInput;
    private int stepsDone;

    /// <summary>Makes network and batch for a case whose device exists.</summary>
    protected NetworkWorkload(WorkloadDefinition definition, Case @case, WeightFile? weights)
    {
        this.definition = definition;
        Case = @case;
        device = new DeviceInstruments(@case.Device);
        Network = definition.CreateNetwork(@case);
        if (weights is not null)
        {
            StateLoader.Load(Network, weights);
        }
        Parameters = Network.Parameters.Sum(p => p.ElementCount);
        Network.MoveTo(@case.Device);
        Input = definition.CreateInput(@case).Keep();
        Input.Become(Ops.To(Input, @case.Device, Input.DType));
    }

    /// <inheritdoc />
    public string ItemName => definition.ItemName;

    /// <inheritdoc />
    public int ItemsPerStep => Case.Batch;

    /// <inheritdoc />
    public long Parameters { get; }

    /// <summary>Whether a CUDA graph replays the steps.</summary>
    public bool UsesGraph => graph is not null;

    /// <summary>What is measured.</summary>
    protected Case Case { get; }

    /// <summary>The network, on its device.</summary>
    protected Network Network { get; }

    /// <summary>The batch, on its device.</summary>
    protected Tensor Input { get; }

    /// <summary>What the last step computed.</summary>
    protected internal abstract Tensor? LastOutput { get; }

    /// <summary>Whether the steps may be recorded and replayed as a whole.</summary>
    protected abstract bool CanReplay { get; }

    /// <summary>Type of short arithmetic; null for single precision throughout.</summary>
    protected DType? ShortType =>
        Case.Precision switch
        {
            Precision.Bf16 => DType.BFloat16,
            Precision.Fp16 => DType.Float16,
            _ => null,
        };

    /// <inheritdoc />
    public void Step()
    {
        // A graph needs the allocations and the algorithm choice of a few plain steps behind it.
        const int PlainStepsBeforeGraph = 3;
        if (graph is not null)
        {
            graph.Replay();
            return;
        }
        if (stepsDone++ == PlainStepsBeforeGraph && CanReplay && Case is { Mode: Mode.Tuned, Device.IsCpu: false })
        {
            graph = TryRecord();
            if (graph is not null)
            {
                graph.Replay();
                return;
            }
        }
        DoStep();
    }

    /// <inheritdoc />
    public virtual void FillHost(long seed)
    {
        using var grad = GradMode.Off();
        using var scope = TensorScope.Enter();
        Libtorch.Seed(seed);
        FillHost(ref hostInput, definition.CreateInput(Case));
    }

    /// <inheritdoc />
    public void StepFromHost()
    {
        CopyFromHost();
        Step();
        if (Case.Scenario == Scenario.Infer && LastOutput is { } output && !Case.Device.IsCpu)
        {
            using var grad = GradMode.Off();
            using var fetched = Ops.To(output, DeviceName.Cpu, output.DType);
        }
        Synchronize();
    }

    /// <inheritdoc />
    public void Synchronize() => device.Synchronize();

    /// <inheritdoc />
    public bool RenewInput(long seed)
    {
        using var grad = GradMode.Off();
        using var scope = TensorScope.Enter();
        Libtorch.Seed(seed);
        // In place: a recorded graph reads the batch where it was.
        Ops.CopyInto(Input, definition.CreateInput(Case));
        return true;
    }

    /// <inheritdoc />
    public void MarkBlockStart() => device.MarkBlockStart();

    /// <inheritdoc />
    public Seconds? ReadBlockDeviceTime() => device.ReadBlockTime();

    /// <inheritdoc />
    public WorkloadMemory ReadMemory() => device.ReadMemory();

    /// <inheritdoc />
    public WorkloadCheck ReadCheck()
    {
        if (LastOutput is not { } output)
        {
            throw new InvalidOperationException("There is nothing to check before the first step.");
        }
        float[] values = output.ToFloats();
        byte[] bytes = new byte[values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        }
        string fingerprint = Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
        double size = Case.Scenario == Scenario.Train ? values[0] : Math.Sqrt(values.Average(v => (double)v * v));
        return new WorkloadCheck(size, Array.TrueForAll(values, float.IsFinite), fingerprint);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Copies what <see cref="FillHost(long)"/> made to where a step reads it.</summary>
    protected virtual void CopyFromHost() => Feed(Input, hostInput);

    /// <summary>Puts values into memory of the host, in double precision as array libraries have them; whole numbers stay so.</summary>
    protected static void FillHost(ref Tensor? host, Tensor values)
    {
        host ??= Ops.Empty(values.Shape, values.DType == DType.Float32 ? DType.Float64 : values.DType).Keep();
        Ops.CopyInto(host, values);
    }

    /// <summary>Converts on the processor, then copies to the device: on the processor itself that is one pass.</summary>
    protected static void Feed(Tensor target, Tensor? host)
    {
        using var grad = GradMode.Off();
        using var scope = TensorScope.Enter();
        if (host is null)
        {
            throw new InvalidOperationException("There is no host batch yet; FillHost makes one.");
        }
        Ops.CopyInto(target, target.Device.IsCpu ? host : Ops.To(host, DeviceName.Cpu, target.DType));
    }

    /// <summary>Does one step, operator by operator.</summary>
    protected abstract void DoStep();

    /// <summary>Frees what this class holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
        graph?.Dispose();
        device.Dispose();
        hostInput?.Dispose();
        Input.Dispose();
        Network.Dispose();
    }

    private CudaGraph? TryRecord()
    {
        Synchronize();
        try
        {
            return CudaGraph.Record(Case.Device, DoStep);
        }
        catch (TorchException)
        {
            return null; // plain steps are always right; UsesGraph tells
        }
    }
}
