using System.Collections.Immutable;
using System.Globalization;
using Laptime.Cli.Terminal;
using Laptime.Core.Results;

namespace Laptime.Cli.Reports;

/// <summary>What items cost in energy, where that was asked for.</summary>
internal static class EnergyReport
{
    /// <summary>Writes a row for each case and boundary, then why others have none.</summary>
    public static void Write(ImmutableArray<CaseResult> results, Screen screen)
    {
        Table table = new(
            new Column("Energy", Wraps: true),
            new Column("Of"),
            new Column("J/item", IsNumber: true),
            new Column("Watts", IsNumber: true),
            new Column("Idle", IsNumber: true)
        );
        foreach (CaseResult result in results)
        {
            foreach (EnergyResult energy in result.Energy.Where(energy => energy.JoulesPerItem is not null))
            {
                table.Add(
                    CaseText.Full(result.Case),
                    energy.Boundary,
                    energy.HalfWidth is { } width
                        ? Figures.WithInterval(energy.JoulesPerItem!.Value, energy.JoulesPerItem.Value * width)
                        : $"{Number(energy.JoulesPerItem)} ± ?",
                    Number(energy.Watts),
                    Number(energy.IdleWatts)
                );
            }
        }
        if (!table.IsEmpty)
        {
            screen.Results.WriteLine();
            table.Write(screen);
        }
        foreach (
            var missing in results
                .SelectMany(result => result.Energy)
                .Where(energy => energy.Reason is not null)
                .Select(energy => (energy.Boundary, energy.Reason))
                .Distinct()
        )
        {
            screen.Results.WriteLine();
            Prose
                .Wrap($"Energy of the {missing.Boundary}: n/a, {missing.Reason}.", screen.Width)
                .ForEach(screen.Results.WriteLine);
        }
    }

    private static string Number(double? value) => value?.ToString("G3", CultureInfo.InvariantCulture) ?? "";
}
