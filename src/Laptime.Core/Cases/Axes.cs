using System.Diagnostics.CodeAnalysis;

namespace Laptime.Core.Cases;

/// <summary>How a workload is driven.</summary>
public enum Scenario
{
    /// <summary>Forward, loss, backward and optimizer step.</summary>
    Train,

    /// <summary>Forward pass only, in evaluation mode, on a resident batch (MLPerf: offline).</summary>
    Infer,
}

/// <summary>The arithmetic of matrix products and convolutions.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "The names are those of the arithmetic everywhere.")]
public enum Precision
{
    /// <summary>IEEE single precision throughout.</summary>
    Fp32,

    /// <summary>Single precision stored, matrix units with 10-bit mantissa (NVIDIA Ampere and later).</summary>
    Tf32,

    /// <summary>bfloat16 by automatic mixed precision.</summary>
    Bf16,

    /// <summary>IEEE half precision by automatic mixed precision, with loss scaling in training.</summary>
    Fp16,

    /// <summary>8-bit integers, quantized after training; inference of convolutional networks on processors.</summary>
    Int8,
}

/// <summary>How much the engine is allowed to do for speed.</summary>
public enum Mode
{
    /// <summary>What plain eager PyTorch does with its defaults, operator by operator.</summary>
    Stock,

    /// <summary>The same mathematics, arranged as this machine runs it fastest.</summary>
    Tuned,
}
