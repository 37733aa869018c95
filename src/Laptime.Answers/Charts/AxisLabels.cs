using System.Globalization;
using System.Text;

namespace Laptime.Answers.Charts;

/// <summary>An expression of Vega that labels given ticks of a logarithmic axis.</summary>
internal static class AxisLabels
{
    /// <summary>The label of whichever tick is nearest; ticks ascend.</summary>
    /// <param name="ticks">Ticks with their labels; at least one.</param>
    public static string Expression(IReadOnlyList<(double Value, string Label)> ticks)
    {
        StringBuilder text = new();
        for (int i = 0; i < ticks.Count - 1; i++)
        {
            // Half way on the logarithmic scale: a tick that lost its last digit on the way still finds its label.
            double border = Math.Sqrt(ticks[i].Value * ticks[i + 1].Value);
            text.Append(CultureInfo.InvariantCulture, $"datum.value < {border:R} ? '{ticks[i].Label}' : ");
        }
        return text.Append(CultureInfo.InvariantCulture, $"'{ticks[^1].Label}'").ToString();
    }
}
