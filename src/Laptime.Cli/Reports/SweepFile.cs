using System.Collections.Immutable;
using System.Text;
using Laptime.Cli.Results;
using Laptime.Cli.Running;
using Laptime.Cli.Terminal;
using Laptime.Core.Cases;
using Laptime.Core.Results;
using Laptime.Core.Runs;
using Laptime.Core.Sweeps;

namespace Laptime.Cli.Reports;

/// <summary>The picture of a run's sweeps in a file.</summary>
/// <param name="path">The file; ends in .svg.</param>
/// <param name="mayReplace">Whether it may be there already.</param>
internal sealed class SweepFile(string path, bool mayReplace)
{
    /// <summary>Why no picture will come of a run, one sentence for the user before anything is measured; null if one will, or none is wanted.</summary>
    public static string? WhyNot(RunOptions options, Suite suite) =>
        options.Out is not { } path ? null
        : WhyNot(path, options.Force) is { } reason ? reason
        : options.FindsBatch || Sweep.IsOne(suite) ? null
        : "--out draws a sweep: give --batch, --precision or --threads several values.";

    /// <summary>Why a file cannot take the picture, one sentence; null if it can.</summary>
    public static string? WhyNot(string path, bool mayReplace)
    {
        string full = Path.GetFullPath(path);
        return !Path.GetExtension(path).Equals(".svg", StringComparison.OrdinalIgnoreCase)
                ? $"--out takes a file that ends in .svg, not '{path}'."
            : !Directory.Exists(Path.GetDirectoryName(full)) ? $"There is no directory for {path}; make it first."
            : !mayReplace && Path.Exists(full) ? $"{path} is there already; --force replaces it."
            : null;
    }

    /// <summary>Draws and writes it; complains where it cannot.</summary>
    /// <returns>Whether it is there.</returns>
    public async Task<bool> WriteAsync(Run run, ImmutableArray<CaseResult> results, Screen screen)
    {
        ImmutableArray<SweepChart> charts = [.. Sweep.Of(run, results).Select(SweepChart.Of)];
        if (charts.IsEmpty)
        {
            screen.Complain($"Run {ShortId.Of(run.Id)} is no sweep: there is nothing to draw.");
            return false;
        }
        SweepSvg picture = new(
            charts,
            $"{run.Suite.Name} on {RunSession.DeviceText(run.Platform, run.Suite)}",
            $"libtorch {run.Platform.Engine?.Version ?? "unknown"}, {RunText.Instant(run.StartedAt)} UTC. Bars are 95 % intervals; rings are single tries of the search for the batch."
        );
        try
        {
            await WholeFile.WriteAsync(
                path,
                mayReplace,
                stream => stream.WriteAsync(Encoding.UTF8.GetBytes(picture.Draw())).AsTask()
            );
            screen.Say($"Wrote {path}.");
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            screen.Complain($"Could not write {path}: {e.Message}");
            return false;
        }
    }
}
