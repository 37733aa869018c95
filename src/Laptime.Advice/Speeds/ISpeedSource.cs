using Laptime.Advice.Jobs;

namespace Laptime.Advice.Speeds;

/// <summary>
/// One way to know how fast a job goes. Sources are asked in the order of their trustworthiness; an estimator is one
/// more at the end of the list.
/// </summary>
public interface ISpeedSource
{
    /// <summary>The speed on exactly so many devices working together; null: this source does not know.</summary>
    /// <param name="job">The job; its amount of work does not matter.</param>
    /// <param name="place">The devices.</param>
    SpeedEstimate? Find(Job job, Place place);
}

/// <summary>Where a job may run, as far as its speed depends on it.</summary>
/// <param name="Device">Id of the device model; null: the processor alone.</param>
/// <param name="Count">How many of them; 1 for the processor.</param>
/// <param name="Provider">Whose machine; null: anybody's.</param>
public readonly record struct Place(string? Device, int Count, string? Provider);
