using System.Diagnostics.CodeAnalysis;

namespace Laptime.Core.Cases;

/// <summary>How a workload is driven.</summary>
public enum Scenario
{
    /// <summary>Forward, loss, backward and optimizer step.</summary>
    Train,

    /// <summary>Forward pass only, in evaluation mode, on a resident batch (MLPerf: offline).</summary>
    Infer,

    /// <summary>Forward passes as queries, the next one when the last is answered (MLPerf: single stream).</summary>
    SingleStream,

    /// <summary>The same with queries of eight samples (MLPerf: multi stream).</summary>
    MultiStream,

    /// <summary>Queries that arrive at random, whether or not the last is answered (MLPerf: server).</summary>
    Server,

    /// <summary>A fixed number of clients, each of which waits for its answer before it asks again.</summary>
    ClosedLoop,
}

/// <summary>Scenarios in words.</summary>
public static class ScenarioWords
{
    /// <summary>Whether single queries are answered and their latencies recorded.</summary>
    public static bool IsServing(this Scenario scenario) =>
        scenario is Scenario.SingleStream or Scenario.MultiStream or Scenario.Server or Scenario.ClosedLoop;

    /// <summary>The scenario as it is typed and stored: <c>single-stream</c>.</summary>
    public static string Word(this Scenario scenario) =>
        scenario switch
        {
            Scenario.SingleStream => "single-stream",
            Scenario.MultiStream => "multi-stream",
            Scenario.ClosedLoop => "closed-loop",
            _ => scenario.ToString().ToLowerInvariant(),
        };

    /// <summary>Reads a word, or <c>offline</c>, which is what MLPerf calls <see cref="Scenario.Infer"/>; null if it is neither.</summary>
    public static Scenario? Read(string word) =>
        word == "offline"
            ? Scenario.Infer
            : Enum.GetValues<Scenario>()
                .Where(scenario => scenario.Word().Equals(word, StringComparison.OrdinalIgnoreCase))
                .Select(scenario => (Scenario?)scenario)
                .FirstOrDefault();
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
