using Laptime.Prices.Importing;

namespace Laptime.Prices.Formats;

/// <summary>SkyPilot's list of accelerators and the clouds that have them: no prices, and said so.</summary>
internal sealed class AcceleratorNamesCsv : IPriceFormat
{
    /// <inheritdoc />
    public string Name => "SkyPilot's accelerators.csv, which holds no prices";

    /// <inheritdoc />
    public string SourceId => "skypilot-accelerators";

    /// <inheritdoc />
    public bool Recognises(PriceList list) => list.HasColumns("AcceleratorName", "Clouds") && !list.HasColumns("Price");

    /// <inheritdoc />
    public string? Read(PriceList list, OfferIntake intake)
    {
        while (list.Rows!.Read())
        {
            intake.Refuse(LeftOut.NoPrice, list.Rows["AcceleratorName"]);
        }
        return null;
    }
}
