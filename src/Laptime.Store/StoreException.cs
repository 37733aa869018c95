namespace Laptime.Store;

/// <summary>Results could not be read or saved. The message says what was attempted, what went wrong and what to do.</summary>
public sealed class StoreException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">For the user, whole sentences with the way out.</param>
    /// <param name="inner">What the database or system said; null if nothing did.</param>
    public StoreException(string message, Exception? inner = null)
        : base(message, inner) { }
}
