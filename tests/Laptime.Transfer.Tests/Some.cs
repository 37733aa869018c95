using Laptime.Core.Cases;
using Laptime.Core.Clocks;
using Laptime.Core.Transfer;
using Laptime.Workloads.Networks;
using Case = Laptime.Core.Cases.Case;

namespace Laptime.Transfer.Tests;

/// <summary>Unremarkable jobs, small enough for a test.</summary>
internal static class Some
{
    public static Case Case(
        ResNetKind? network = null,
        int batch = 8,
        Mode mode = Mode.Stock,
        Precision precision = Precision.Fp32
    ) =>
        TransferRequest.CaseOf(
            network ?? ResNetKind.ResNet18,
            batch,
            precision,
            mode,
            DeviceName.Cpu,
            threads: 1,
            side: 32,
            workers: 1,
            pictures: 32
        );

    public static TransferRequest Request(string checkpoints) =>
        new()
        {
            Case = Case(),
            // Like ResNet-18 with half the blocks and an eighth of the width.
            OtherNetwork = new ResNetKind("small", "Small", [1, 1, 1, 1], HasBottlenecks: false, Width: 8),
            Seed = 7,
            Launch = 1,
            Settings = new TransferSettings
            {
                Data = TransferSettings.Synthetic,
                FrozenEpochs = 1,
                Epochs = 2,
                FrozenRate = 3e-3,
                LowestRate = 1e-3,
                HighestRate = 3e-3,
                Warmup = WarmupShape.Cosine,
                Workers = 1,
                TestTimeAugmentation = true,
                Checkpoints = checkpoints,
                KeepCheckpoints = false,
            },
        };
}

/// <summary>A clock for those who do not look at it.</summary>
internal sealed class StillClock : IMonotonicClock
{
    public long Frequency => 1_000_000_000;

    public long Ticks => 0;
}
