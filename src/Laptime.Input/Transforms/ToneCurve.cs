namespace Laptime.Input.Transforms;

/// <summary>
/// Brightness and contrast as fastai 1 changes them, in the logits of the colours, and normalisation: one table for each
/// colour, from bytes to what a network is given. Between the bytes it is interpolated linearly.
/// </summary>
internal sealed class ToneCurve
{
    /// <summary>Entries for a colour: 256, and one that interpolation at 255 reads and multiplies by zero.</summary>
    public const int Length = 257;

    // Nothing is quite black or white: fastai clamps at this distance.
    private const double Margin = 1e-7;

    private static readonly double[] Logits = [.. Enumerable.Range(0, 256).Select(i => Logit(i / 255.0))];

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
            for (int c = 0; c < 3; c++)
            {
                Values[(c * Length) + i] = (float)((p - Mean[c]) / Deviation[c]);
            }
        }
        for (int c = 0; c < 3; c++)
        {
            Values[(c * Length) + 256] = Values[(c * Length) + 255];
        }
    }

    private static double Logit(double p)
    {
        double inside = Math.Clamp(p, Margin, 1 - Margin);
        return Math.Log(inside / (1 - inside));
    }
}
