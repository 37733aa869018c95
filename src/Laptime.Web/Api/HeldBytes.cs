namespace Laptime.Web.Api;

/// <summary>How much memory all runs on their way in and out may take together.</summary>
internal sealed class HeldBytes(long most)
{
    private long left = most;

    /// <summary>Takes some; false if there is not so much left.</summary>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref left, -bytes) >= 0)
        {
            return true;
        }
        Return(bytes);
        return false;
    }

    /// <summary>Gives back what was taken.</summary>
    public void Return(long bytes) => Interlocked.Add(ref left, bytes);
}
