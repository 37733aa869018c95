using System.Collections.Frozen;
using System.Collections.Immutable;
using Laptime.Core.Cases;
using Laptime.Core.Quantities;

namespace Laptime.Core.AiBenchmark;

/// <summary>
/// What every sub-test comes to, as eng/known-results computed it on 2026-11-21 with libtorch 1.13.0 and two threads of
/// an AMD EPYC (AVX-512). The networks themselves are checked against PyTorch by tests.
/// </summary>
public static class KnownResults
{
    private static readonly FrozenDictionary<SubTest, KnownResult> All = Table(
            SubTests.Full,
            // Id, check, peak memory in MiB.
            ("1.1", 2.952294, 1527),
            ("1.2", 436286.3, 4797),
            ("2.1", 0.001590056, 1436),
            ("2.2", 20.02072, 3612),
            ("3.1", 0.001044961, 824),
            ("3.2", 9.989739, 3184),
            ("4.1", 0.007604686, 778),
            ("4.2", 8.463045, 3181),
            ("5.1", 0.002094768, 1092),
            ("5.2", 9.965858, 2692),
            ("6.1", 0.002040934, 784),
            ("6.2", 10.02914, 3515),
            ("7.1", 1.136062, 2017),
            ("7.2", 2589.375, 3324),
            ("8.1", 117.3005, 3611),
            ("8.2", 117.3278, 3270),
            ("8.3", 8.807267E10, 2977),
            ("9.1", 165.3201, 1375),
            ("9.2", 165.6347, 2078),
            ("9.3", 1.886818E10, 2993),
            ("10.1", 139.0327, 3058),
            ("10.2", 139.251, 2844),
            ("10.3", 3.45097E10, 3827),
            ("11.1", 148.9266, 1688),
            ("11.2", 149.5763, 2335),
            ("11.3", 7.859665E9, 1834),
            ("12.1", 162.9631, 2317),
            ("12.2", 162.9757, 3449),
            ("12.3", 6.932073E9, 2281),
            ("13.1", 33.1192, 1262),
            ("13.2", 7.350862E8, 2801),
            ("14.1", 0.9665781, 4185),
            ("14.2", 1.02095E12, 5662),
            ("15.1", 37.46737, 4565),
            ("15.2", 2.757544E8, 2695),
            ("16.1", 5.562001, 1076),
            ("16.2", 1.499867E8, 2315),
            ("17.1", 123.0458, 620),
            ("17.2", 7.06037E8, 1029),
            ("18.1", 0.1105755, 808),
            ("18.2", 10.57968, 843),
            ("19.1", 9712.83, 1279)
        )
        .Concat(
            Table(
                SubTests.Micro,
                ("1.1", 2.934708, 238),
                ("2.1", 0.001595712, 357),
                ("3.1", 0.00104572, 413),
                ("4.1", 0.007570006, 480),
                ("5.1", 0.002108226, 374),
                ("6.1", 0.002081784, 480),
                ("7.1", 1.137135, 1555),
                ("8.1", 117.2424, 478),
                ("9.1", 165.5402, 610),
                ("10.1", 139.0612, 458),
                ("11.1", 148.9722, 337),
                ("12.1", 162.9498, 1006),
                ("13.1", 34.12287, 869),
                ("14.1", 0.965904, 930),
                ("15.1", 37.49315, 1286),
                ("16.1", 5.566782, 733)
            )
        )
        .ToFrozenDictionary();

    /// <summary>What is known of a case; null where it is no sub-test.</summary>
    public static KnownResult? Of(Case @case) => SubTests.Of(@case) is { } test ? All[test] : null;

    private static IEnumerable<KeyValuePair<SubTest, KnownResult>> Table(
        ImmutableArray<SubTest> set,
        params (string Id, double Check, int Mebibytes)[] rows
    ) =>
        rows.Select(row =>
            KeyValuePair.Create(
                set.Single(test => test.Id == row.Id),
                new KnownResult(row.Check, Bytes.FromMebibytes(row.Mebibytes))
            )
        );
}
