using System.Buffers.Binary;
using System.Security.Cryptography;
using Laptime.Core.Cases;
using Laptime.Core.Quantities;
using Laptime.Core.Scripts;
using Laptime.Torch;
using Laptime.Torch.Script;
using Laptime.Torch.Tensors;

namespace Laptime.Workloads.Scripts;

/// <summary>A program of the user's on resident inputs, ready to be driven: the common part of training and inference.</summary>
public abstract class ScriptWorkload : IWorkload
{
    private readonly DeviceInstruments device;

    /// <summary>Loads the program for a case whose device exists.</summary>
    /// <exception cref="ScriptException">It cannot be loaded; the message says why.</exception>
    private protected ScriptWorkload(Case @case, ScriptSettings settings)
    {
        Case = @case;
        device = new DeviceInstruments(@case.Device);
        Module = Load(@case, settings);
        try
        {
            Learning = Module.Parameters();
            Signature = Module.Signature;
            Parameters = Learning.Sum(parameter => parameter.ElementCount);
            Inputs = new ScriptInputs(settings.Inputs, @case, Module.Arguments);
        }
        catch (TorchException e)
        {
            ReleaseProgram();
            device.Dispose();
            throw ScriptRefusal.OfLoading(e);
        }
    }

    /// <inheritdoc />
    public string ItemName => "item";

    /// <inheritdoc />
    public int ItemsPerStep => Case.Batch;

    /// <inheritdoc />
    public long Parameters { get; }

    /// <summary>Declaration of the program's <c>forward</c>.</summary>
    public string Signature { get; }

    /// <summary>How the program is run, in words for the settings of a trial.</summary>
    public virtual string Arrangement => "as it was saved";

    /// <summary>What is measured.</summary>
    private protected Case Case { get; }

    /// <summary>The program, on its device.</summary>
    private protected ScriptModule Module { get; }

    /// <summary>Its parameters.</summary>
    private protected Tensor[] Learning { get; private set; } = [];

    /// <summary>What it is called with.</summary>
    private protected ScriptInputs Inputs { get; }

    /// <summary>Type of short arithmetic; null for single precision throughout.</summary>
    private protected DType? ShortType =>
        Case.Precision switch
        {
            Precision.Bf16 => DType.BFloat16,
            Precision.Fp16 => DType.Float16,
            _ => null,
        };

    /// <inheritdoc />
    public void Step()
    {
        using TensorScope scope = TensorScope.Enter();
        try
        {
            DoStep();
        }
        catch (TorchException e) when (!e.IsOutOfMemory)
        {
            throw ScriptRefusal.OfCalling(e, this);
        }
    }

    /// <inheritdoc />
    public void Synchronize() => device.Synchronize();

    /// <inheritdoc />
    public bool RenewInput(long seed)
    {
        Libtorch.Seed(seed);
        return Inputs.Renew();
    }

    /// <inheritdoc />
    public void MarkBlockStart() => device.MarkBlockStart();

    /// <inheritdoc />
    public Seconds? ReadBlockDeviceTime() => device.ReadBlockTime();

    /// <inheritdoc />
    public WorkloadMemory ReadMemory() => device.ReadMemory();

    /// <inheritdoc />
    public abstract WorkloadCheck ReadCheck();

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Does one step; what it makes is freed behind it.</summary>
    private protected abstract void DoStep();

    /// <summary>Frees the program as it was saved, where another arrangement of it is run.</summary>
    private protected void ReleaseProgram()
    {
        foreach (Tensor parameter in Learning)
        {
            parameter.Dispose();
        }
        Learning = [];
        Module.Dispose();
    }

    /// <summary>Frees what this class holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
        ReleaseProgram();
        Inputs.Dispose();
        device.Dispose();
    }

    /// <summary>Whether there are numbers with a fraction in a tensor.</summary>
    private protected static bool IsFloat(Tensor tensor) =>
        tensor.DType is DType.Float32 or DType.Float64 or DType.Float16 or DType.BFloat16;

    /// <summary>
    /// Digest of outputs. Null where they are all the same number, as those of an untrained head of zeros, or none at
    /// all, as the boxes of an untrained detector: such an output need not follow the input.
    /// </summary>
    private protected static string? Fingerprint(float[] values)
    {
        if (values.Length == 0 || Array.TrueForAll(values, value => value.Equals(values[0])))
        {
            return null;
        }
        byte[] bytes = new byte[values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        }
        return Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
    }

    private static ScriptModule Load(Case @case, ScriptSettings settings)
    {
        try
        {
            return ScriptModule.Load(settings.Path, @case.Device);
        }
        catch (TorchException e) when (!e.IsOutOfMemory)
        {
            throw ScriptRefusal.OfLoading(e);
        }
    }
}
