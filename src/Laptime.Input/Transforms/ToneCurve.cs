namespace Laptime.Input.Transforms;

/// <summary>
/// Brightness and contrast as fastai 1 changes them, in the logits of the colours, and normalisation: one table for each
/// colour, from levels to what a network is given. There are four entries for each step of a byte, since samples lie
/// between; those between the bytes are interpolated, and a sample takes the nearest: an eighth of a step off at most.
/// </summary>
internal sealed class ToneCurve
{
    /// <summary>Entries for a step of a byte.</summary>
    public const int Fineness = 4;

    /// <summary>Entries for a colour: from 0 to 255, both included.</summary>
    public const int Length = (255 * Fineness) + 1;

    // Nothing is quite black or white: fastai clamps at this distance.
    private const double Margin = 1e-7;

    private static readonly double[] Logits = [.. Enumerable.Range(0, 256).Select(i => Logit(i / 255.0))];

    private readonly float[] levels = new float[256];

    /// <summary>Tables of red, green and blue, one after the other.</summary>
    public float[] Values { get; } = new float[3 * Length];

    /// <summary>Mean of each colour over ImageNet, from 0 to 1; constants of torchvision's and fastai's pretrained networks.</summary>
    public static ReadOnlySpan<double> Mean => [0.485, 0.456, 0.406];

    /// <summary>Standard deviation of each colour over ImageNet.</summary>
    public static ReadOnlySpan<double> Deviation => [0.229, 0.224, 0.225];

    /// <summary>p becomes σ((logit(p) + logit(brightness)) · contrast), then (p − mean) / deviation.</summary>
    public void Set(double brightness, double contrast)
    {
        bool isIdentity = brightness == 0.5 && contrast == 1;
        double shift = Logit(brightness);
        for (int i = 0; i < 256; i++)
        {
            double p = isIdentity ? i / 255.0 : 1 / (1 + Math.Exp(-(Logits[i] + shift) * contrast));
            levels[i] = (float)p;
        }
        for (int c = 0; c < 3; c++)
        {
            Span<float> table = Values.AsSpan(c * Length, Length);
            float scale = (float)(1 / Deviation[c]);
            float offset = (float)(-Mean[c] / Deviation[c]);
            float last = table[^1] = (levels[255] * scale) + offset;
            for (int i = 254; i >= 0; i--)
            {
                float value = (levels[i] * scale) + offset;
                float step = (last - value) / Fineness;
                for (int k = 0; k < Fineness; k++)
                {
                    table[(i * Fineness) + k] = value + (k * step);
                }
                last = value;
            }
        }
    }

    private static double Logit(double p)
    {
        double inside = Math.Clamp(p, Margin, 1 - Margin);
        return Math.Log(inside / (1 - inside));
    }
}
