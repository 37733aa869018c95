using Laptime.Advice.Jobs;
using Laptime.Core.Catalogs;
using Laptime.Core.Quantities;

namespace Laptime.Advice.Outlooks;

/// <summary>Whether a job fits into the memory of a device.</summary>
public enum Fit
{
    /// <summary>The memory of the job or of the device is not known.</summary>
    Unknown,

    /// <summary>It fits.</summary>
    Fits,

    /// <summary>It needs more than there is.</summary>
    TooSmall,
}

/// <summary>Compares memory.</summary>
public static class FitCheck
{
    /// <summary>Every device holds the whole model: what counts is the memory of one, or of the machine where there is none.</summary>
    public static Fit Of(Job job, Offer offer, DeviceModel? device)
    {
        Bytes? there =
            device is not null ? device.Memory
            : offer.DeviceCount == 0 && offer.RamGib is { } ram ? Bytes.FromGibibytes((double)ram)
            : null;
        return (job.Memory, there) switch
        {
            ({ } needed, { } memory) => needed <= memory ? Fit.Fits : Fit.TooSmall,
            _ => Fit.Unknown,
        };
    }
}
