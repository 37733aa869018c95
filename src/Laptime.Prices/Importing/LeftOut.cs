namespace Laptime.Prices.Importing;

/// <summary>Why a row of a price list is not in the catalog.</summary>
public enum LeftOut
{
    /// <summary>Its price is missing, zero or no number.</summary>
    NoPrice,

    /// <summary>Its price is below zero.</summary>
    NegativePrice,

    /// <summary>Its device is in no catalog.</summary>
    UnknownDevice,

    /// <summary>Its device may be any of several.</summary>
    AmbiguousDevice,

    /// <summary>It rents a share of a device.</summary>
    FractionalDevice,

    /// <summary>It has more or fewer fields than the header, and none of the known defects explains it.</summary>
    FieldCount,

    /// <summary>The same offer at the same price stands further up.</summary>
    Duplicate,

    /// <summary>The same offer at another price stands further up.</summary>
    OtherPrice,

    /// <summary>Its provider is not known.</summary>
    UnknownProvider,

    /// <summary>Its date is in the future.</summary>
    FutureDate,

    /// <summary>It is half of a machine: a host that is only sold with an accelerator, or the reverse, and the other half is not there.</summary>
    HalfAMachine,

    /// <summary>It is in another currency than US dollars.</summary>
    OtherCurrency,

    /// <summary>It is no offer of a machine by the hour: another system than Linux, a fee, a term that is not sold by the hour.</summary>
    NotAMachine,

    /// <summary>Something in it cannot be read.</summary>
    Unreadable,
}

/// <summary>Words for reasons.</summary>
public static class LeftOutText
{
    /// <summary>Stable name: <c>unknown-device</c>.</summary>
    public static string Code(this LeftOut reason) =>
        reason switch
        {
            LeftOut.NoPrice => "no-price",
            LeftOut.NegativePrice => "negative-price",
            LeftOut.UnknownDevice => "unknown-device",
            LeftOut.AmbiguousDevice => "ambiguous-device",
            LeftOut.FractionalDevice => "fractional-device",
            LeftOut.FieldCount => "field-count",
            LeftOut.Duplicate => "duplicate",
            LeftOut.OtherPrice => "duplicate-other-price",
            LeftOut.UnknownProvider => "unknown-provider",
            LeftOut.FutureDate => "future-date",
            LeftOut.HalfAMachine => "half-a-machine",
            LeftOut.OtherCurrency => "other-currency",
            LeftOut.NotAMachine => "not-a-machine",
            LeftOut.Unreadable => "unreadable",
            _ => throw new ArgumentOutOfRangeException(nameof(reason)),
        };

    /// <summary>For people: <c>device not in the catalog</c>.</summary>
    public static string Words(this LeftOut reason) =>
        reason switch
        {
            LeftOut.NoPrice => "price missing or zero",
            LeftOut.NegativePrice => "price below zero",
            LeftOut.UnknownDevice => "device not in the catalog",
            LeftOut.AmbiguousDevice => "device ambiguous",
            LeftOut.FractionalDevice => "share of a device",
            LeftOut.FieldCount => "wrong number of fields",
            LeftOut.Duplicate => "duplicate",
            LeftOut.OtherPrice => "duplicate with another price",
            LeftOut.UnknownProvider => "provider not known",
            LeftOut.FutureDate => "date in the future",
            LeftOut.HalfAMachine => "half of a machine without the other",
            LeftOut.OtherCurrency => "not in US dollars",
            LeftOut.NotAMachine => "no machine by the hour",
            LeftOut.Unreadable => "cannot be read",
            _ => throw new ArgumentOutOfRangeException(nameof(reason)),
        };
}
