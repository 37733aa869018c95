namespace Laptime.Torch.Engine;

/// <summary>How a part of the installation is.</summary>
public enum DoctorState
{
    /// <summary>There, and as it should be.</summary>
    Ok,

    /// <summary>Laptime works, with a reservation.</summary>
    Warning,

    /// <summary>Laptime cannot measure without it.</summary>
    Missing,
}

/// <summary>A part of the installation, as it was found.</summary>
/// <param name="Subject">What was looked at: <c>libtorch</c>.</param>
/// <param name="State">How it is.</param>
/// <param name="Found">What was found, or what was looked for in vain.</param>
/// <param name="Remedy">What mends it, with the command; null if nothing is to be done.</param>
public sealed record DoctorLine(string Subject, DoctorState State, string Found, string? Remedy);
