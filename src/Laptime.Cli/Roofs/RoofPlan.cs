using System.Collections.Immutable;
using Laptime.Core.Cases;
using Laptime.Core.Platforms;
using Laptime.Core.Roofs;

namespace Laptime.Cli.Roofs;

/// <summary>Which roofs a platform has.</summary>
internal static class RoofPlan
{
    private static readonly string[] GpuArithmetic = ["fp32", "tf32", "fp16", "bf16", "int8"];
    private static readonly string[] Copies =
    [
        RoofSubject.ToDevice,
        RoofSubject.ToDevicePinned,
        RoofSubject.FromDevice,
        RoofSubject.FromDevicePinned,
    ];

    /// <summary>All of them, or those of some kinds, in the order in which they are shown.</summary>
    /// <param name="facts">The platform.</param>
    /// <param name="threads">Threads for what uses all cores.</param>
    /// <param name="only">Kinds; null: all.</param>
    public static ImmutableArray<RoofSubject> Of(PlatformFacts facts, int threads, ImmutableArray<RoofKind>? only) =>
        [
            .. Processor(threads)
                .Concat(facts.Gpus.SelectMany((_, index) => Gpu(new DeviceName(DeviceKind.Cuda, index))))
                .Append(new RoofSubject(RoofKind.Disk, "", DeviceName.Cpu, 1))
                .Append(new RoofSubject(RoofKind.Decode, "", DeviceName.Cpu, threads))
                .Where(subject => only is not { } kinds || kinds.Contains(subject.Kind)),
        ];

    /// <summary>What was asked for and cannot be there.</summary>
    public static ImmutableArray<Roof> Missing(PlatformFacts facts, ImmutableArray<RoofKind>? only) =>
        facts.Gpus.IsEmpty && (only is not { } kinds || kinds.Contains(RoofKind.Copy))
            ?
            [
                new Roof
                {
                    Subject = new RoofSubject(
                        RoofKind.Copy,
                        RoofSubject.ToDevice,
                        new DeviceName(DeviceKind.Cuda, 0),
                        1
                    ),
                    Reason = "this machine has no GPU",
                },
            ]
            : [];

    private static IEnumerable<RoofSubject> Processor(int threads)
    {
        foreach (string arithmetic in new[] { "fp32", RoofSubject.Eager, "bf16", "int8" })
        {
            yield return new RoofSubject(RoofKind.Matmul, arithmetic, DeviceName.Cpu, threads);
        }
        yield return new RoofSubject(RoofKind.Triad, "", DeviceName.Cpu, threads);
        if (threads > 1)
        {
            yield return new RoofSubject(RoofKind.Triad, "", DeviceName.Cpu, 1);
        }
        yield return new RoofSubject(RoofKind.Launch, "", DeviceName.Cpu, 1);
    }

    private static IEnumerable<RoofSubject> Gpu(DeviceName device) =>
        [
            .. GpuArithmetic.Select(arithmetic => new RoofSubject(RoofKind.Matmul, arithmetic, device, 1)),
            new RoofSubject(RoofKind.Triad, "", device, 1),
            .. Copies.Select(copy => new RoofSubject(RoofKind.Copy, copy, device, 1)),
            new RoofSubject(RoofKind.Launch, "", device, 1),
        ];
}
