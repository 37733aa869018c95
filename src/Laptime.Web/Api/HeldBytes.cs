namespace Laptime.Web.Api;

/// <summary>How much memory all runs under way may take together, counted in pieces as they arrive.</summary>
internal sealed class HeldBytes(long most)
{
    /// <summary>What is taken at a time.</summary>
    public const int Piece = 1 << 20;

    private long left = most;

    /// <summary>Takes one piece; false if there is none left.</summary>
    public bool TryTake()
    {
        if (Interlocked.Add(ref left, -Piece) >= 0)
        {
            return true;
        }
        Interlocked.Add(ref left, Piece);
        return false;
    }

    /// <summary>Gives pieces back.</summary>
    public void Return(int pieces) => Interlocked.Add(ref left, (long)pieces * Piece);
}
