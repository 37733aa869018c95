using Laptime.Cli.Terminal;
using Laptime.Input.Synthetic;

namespace Laptime.Cli.Pictures;

/// <summary>Shows how far the drawing of synthetic pictures is. Told from several threads at once.</summary>
internal sealed class DrawingDisplay(Screen screen) : IProgress<SyntheticProgress>
{
    private readonly Lock gate = new();

    public void Report(SyntheticProgress value)
    {
        lock (gate)
        {
            if (value.Done == value.Total)
            {
                screen.Rewrite("");
            }
            else if (value.Done % 20 == 0)
            {
                screen.Rewrite($"drawing pictures: {value.Done:N0} of {value.Total:N0}");
            }
        }
    }
}
