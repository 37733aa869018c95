namespace Laptime.Core.Findings;

/// <summary>How much a finding matters.</summary>
public enum Severity
{
    /// <summary>Worth knowing.</summary>
    Note,

    /// <summary>The figure stands, with a reservation.</summary>
    Warning,

    /// <summary>The figure must not be used.</summary>
    Invalid,
}

/// <summary>An analyser's verdict on a result, with advice.</summary>
/// <param name="Code">Stable name: <c>STEAL</c>.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Message">What was seen, one sentence.</param>
/// <param name="Advice">What to do about it; null if there is nothing to do.</param>
public sealed record Finding(string Code, Severity Severity, string Message, string? Advice);

/// <summary>How far a result can be trusted.</summary>
public enum Grade
{
    /// <summary>All evidence there, and clean.</summary>
    A,

    /// <summary>All evidence there, with warnings.</summary>
    B,

    /// <summary>Some evidence is not to be had on this platform.</summary>
    C,

    /// <summary>Invalid: published, never scored.</summary>
    X,
}
