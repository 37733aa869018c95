namespace Laptime.Input.Transforms;

/// <summary>
/// A projective map of the plane: (x, y, 1) times the matrix, divided by the third component. Composed by
/// multiplication.
/// </summary>
internal readonly record struct Homography(
    double M11,
    double M12,
    double M13,
    double M21,
    double M22,
    double M23,
    double M31,
    double M32,
    double M33
)
{
    /// <summary>A map without projection.</summary>
    public static Homography Affine(double m11, double m12, double m13, double m21, double m22, double m23) =>
        new(m11, m12, m13, m21, m22, m23, 0, 0, 1);

    /// <summary>First <paramref name="b"/>, then <paramref name="a"/>.</summary>
    public static Homography operator *(in Homography a, in Homography b) =>
        new(
            (a.M11 * b.M11) + (a.M12 * b.M21) + (a.M13 * b.M31),
            (a.M11 * b.M12) + (a.M12 * b.M22) + (a.M13 * b.M32),
            (a.M11 * b.M13) + (a.M12 * b.M23) + (a.M13 * b.M33),
            (a.M21 * b.M11) + (a.M22 * b.M21) + (a.M23 * b.M31),
            (a.M21 * b.M12) + (a.M22 * b.M22) + (a.M23 * b.M32),
            (a.M21 * b.M13) + (a.M22 * b.M23) + (a.M23 * b.M33),
            (a.M31 * b.M11) + (a.M32 * b.M21) + (a.M33 * b.M31),
            (a.M31 * b.M12) + (a.M32 * b.M22) + (a.M33 * b.M32),
            (a.M31 * b.M13) + (a.M32 * b.M23) + (a.M33 * b.M33)
        );

    /// <summary>Where a point goes.</summary>
    public (double X, double Y) Map(double x, double y)
    {
        double scale = 1 / ((M31 * x) + (M32 * y) + M33);
        return (((M11 * x) + (M12 * y) + M13) * scale, ((M21 * x) + (M22 * y) + M23) * scale);
    }

    /// <summary>
    /// The map that takes four points to four others: eight linear equations, M33 being 1, solved by elimination with
    /// pivoting.
    /// </summary>
    /// <exception cref="ArgumentException">There are not four points each, or three of them lie on a line.</exception>
    public static Homography Through(ReadOnlySpan<(double X, double Y)> from, ReadOnlySpan<(double X, double Y)> to)
    {
        if (from.Length != 4 || to.Length != 4)
        {
            throw new ArgumentException("A homography takes four points to four others.", nameof(from));
        }
        Span<double> rows = stackalloc double[8 * 9];
        for (int i = 0; i < 4; i++)
        {
            (double x, double y) = from[i];
            (double u, double v) = to[i];
            ReadOnlySpan<double> equations = [x, y, 1, 0, 0, 0, -u * x, -u * y, u, 0, 0, 0, x, y, 1, -v * x, -v * y, v];
            equations.CopyTo(rows[(i * 18)..]);
        }
        Solve(rows);
        return new(rows[8], rows[17], rows[26], rows[35], rows[44], rows[53], rows[62], rows[71], 1);
    }

    /// <summary>Gauss and Jordan; the solution ends in the last column.</summary>
    private static void Solve(Span<double> rows)
    {
        for (int column = 0; column < 8; column++)
        {
            int pivot = column;
            for (int row = column + 1; row < 8; row++)
            {
                if (Math.Abs(rows[(row * 9) + column]) > Math.Abs(rows[(pivot * 9) + column]))
                {
                    pivot = row;
                }
            }
            if (Math.Abs(rows[(pivot * 9) + column]) < 1e-12)
            {
                throw new ArgumentException("Three of the four points lie on a line.", nameof(rows));
            }
            for (int k = 0; k < 9; k++)
            {
                (rows[(pivot * 9) + k], rows[(column * 9) + k]) = (rows[(column * 9) + k], rows[(pivot * 9) + k]);
            }
            double divisor = rows[(column * 9) + column];
            for (int k = column; k < 9; k++)
            {
                rows[(column * 9) + k] /= divisor;
            }
            for (int row = 0; row < 8; row++)
            {
                double factor = row == column ? 0 : rows[(row * 9) + column];
                for (int k = column; factor != 0 && k < 9; k++)
                {
                    rows[(row * 9) + k] -= factor * rows[(column * 9) + k];
                }
            }
        }
    }
}
