using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Laptime.Core.Catalogs;
using Laptime.Core.Quantities;
using Laptime.Prices.Naming;

namespace Laptime.Prices.Importing;

/// <summary>
/// Takes the rows of a price list one after the other and keeps the books: every row that is begun ends as in, as
/// quarantined or as left out for one reason.
/// </summary>
internal sealed class OfferIntake(ImportContext context, string format)
{
    /// <summary>Offers that one list may bring; the largest public list has about 100,000.</summary>
    public const int MostOffers = 1_000_000;

    private const int MostDetails = 500;

    private readonly ImmutableArray<Offer>.Builder offers = ImmutableArray.CreateBuilder<Offer>();
    private readonly Dictionary<OfferKey, decimal> seen = [];
    private readonly Dictionary<LeftOut, Dictionary<string, int>> leftOut = [];
    private readonly SortedDictionary<string, int> asides = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableArray<string>> flags = new(StringComparer.Ordinal);

    /// <summary>Prices before this day are history.</summary>
    private readonly DateOnly oldest = context.Today.AddYears(-3);

    private int rowsRead;
    private int rowsIn;
    private int rowsQuarantined;
    private int offersQuarantined;

    // Of the row that is being read.
    private bool isIn;
    private bool isQuarantined;
    private (LeftOut Reason, string Detail)? refusal;

    /// <summary>What the user said about the list.</summary>
    public ImportContext Context => context;

    /// <summary>Begins a row.</summary>
    public void Begin()
    {
        rowsRead++;
        isIn = isQuarantined = false;
        refusal = null;
    }

    /// <summary>Ends it.</summary>
    public void End()
    {
        if (isIn)
        {
            rowsIn++;
        }
        else if (isQuarantined)
        {
            rowsQuarantined++;
        }
        else
        {
            var (reason, detail) = refusal ?? (LeftOut.NoPrice, "");
            Count(reason, detail);
        }
    }

    /// <summary>A row that is left out whatever it says.</summary>
    public void Refuse(LeftOut reason, string detail = "")
    {
        Begin();
        Count(reason, detail);
    }

    /// <summary>A row that is part of an offer made from several.</summary>
    public void CountAsPart()
    {
        rowsRead++;
        rowsIn++;
    }

    /// <summary>Something in the row keeps a price of it out.</summary>
    public void Object(LeftOut reason, string detail = "") => refusal ??= (reason, detail);

    /// <summary>A price of the row is left aside, whether or not another one of it comes in.</summary>
    public void Aside(string what) => asides[what] = asides.GetValueOrDefault(what) + 1;

    /// <summary>Takes an offer of the row that was begun, if nothing speaks against it; says whether it came in.</summary>
    /// <exception cref="CatalogException">There are too many.</exception>
    public bool Take(in OfferDraft draft)
    {
        if (Check(draft, out var device, out var rawDevice) is { } objection)
        {
            Object(objection.Reason, objection.Detail);
            return false;
        }
        var price = draft.Price;
        var isPlausible =
            price is null or 0
            || context.Bands.IsPlausible(device, draft.DeviceCount, draft.Vcpu, draft.Pricing, price.Value);
        Offer offer = new()
        {
            Provider = draft.Provider,
            Instance = draft.Instance ?? (rawDevice is null ? "CPU" : $"{draft.DeviceCount:0.###} x {rawDevice}"),
            Device = device,
            RawDevice = rawDevice,
            DeviceCount = draft.DeviceCount,
            Vcpu = draft.Vcpu,
            RamGib = draft.RamGib,
            DiskGb = draft.DiskGb,
            Region = draft.Region,
            Zone = draft.Zone,
            Pricing = draft.Pricing,
            Price = price is { } hourly ? new UsdPerHour(hourly) : null,
            MonthlyFee = draft.MonthlyFee is { } fee ? new Usd(fee) : null,
            StoragePricePerGbMonth = draft.StoragePerGbMonth is { } storage ? new Usd(storage) : null,
            BillingStep = draft.BillingStepSeconds is { } step ? new Seconds((double)step) : null,
            Source = new Source(draft.SourceId ?? context.SourceId, draft.AsOf ?? context.AsOf, draft.SourceRow),
            Flags = Flags(Marks(draft, isPlausible)),
        };
        OfferKey key = new(
            offer.Provider,
            offer.Instance,
            offer.Device,
            offer.DeviceCount,
            offer.Region,
            offer.Zone,
            offer.Pricing,
            offer.Vcpu,
            offer.RamGib,
            offer.Source.AsOf
        );
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(seen, key, out var isThere);
        if (isThere)
        {
            Object(known == (price ?? 0) ? LeftOut.Duplicate : LeftOut.OtherPrice, offer.Instance);
            return false;
        }
        known = price ?? 0;
        if (offers.Count == MostOffers)
        {
            throw new CatalogException(
                $"The list holds more than {MostOffers:N0} offers; cut it into files by region and import those that you need."
            );
        }
        offers.Add(offer);
        if (isPlausible)
        {
            isIn = true;
        }
        else
        {
            isQuarantined = true;
            offersQuarantined++;
        }
        return isPlausible;
    }

    /// <summary>Closes the books.</summary>
    public ImportedOffers Finish(string name) =>
        new()
        {
            Name = name,
            Offers = offers.ToImmutable(),
            Account = new ImportAccount
            {
                Format = format,
                RowsRead = rowsRead,
                RowsIn = rowsIn,
                RowsQuarantined = rowsQuarantined,
                LeftOut =
                [
                    .. leftOut
                        .Select(pair => new LeftOutRows(
                            pair.Key,
                            pair.Value.Values.Sum(),
                            [
                                .. pair
                                    .Value.Where(detail => detail.Key.Length > 0)
                                    .OrderByDescending(detail => detail.Value)
                                    .ThenBy(detail => detail.Key, StringComparer.Ordinal),
                            ]
                        ))
                        .OrderByDescending(rows => rows.Count)
                        .ThenBy(rows => rows.Reason),
                ],
                OffersIn = offers.Count - offersQuarantined,
                OffersQuarantined = offersQuarantined,
                Asides = asides.ToImmutableSortedDictionary(StringComparer.Ordinal),
            },
        };

    private (LeftOut Reason, string Detail)? Check(in OfferDraft draft, out string? device, out string? rawDevice)
    {
        device = null;
        rawDevice = draft.Device;
        if (draft.DeviceCount < 0 || draft.DeviceCount > 100_000)
        {
            return (LeftOut.Unreadable, $"{draft.DeviceCount} devices");
        }
        if (draft.DeviceCount != decimal.Truncate(draft.DeviceCount))
        {
            return (LeftOut.FractionalDevice, draft.Device ?? "");
        }
        var isFree = draft.Pricing is Pricing.Free or Pricing.Subscription;
        if (draft.Price is null && draft.MonthlyFee is null || draft.Price == 0 && !isFree)
        {
            return (LeftOut.NoPrice, "");
        }
        if (draft.Price < 0 || draft.MonthlyFee < 0 || draft.StoragePerGbMonth < 0)
        {
            return (LeftOut.NegativePrice, draft.Instance ?? draft.Device ?? "");
        }
        var asOf = draft.AsOf ?? context.AsOf;
        if (asOf > context.Today)
        {
            return (LeftOut.FutureDate, $"{asOf:yyyy-MM-dd}");
        }
        if (draft.Device is { Length: > 0 } name && draft.DeviceCount > 0)
        {
            switch (
                context.Devices.Find(
                    name,
                    new DeviceEvidence(draft.DeviceMemory, draft.Provider, draft.Instance, draft.DeviceHint)
                )
            )
            {
                case DeviceMatch.Known known:
                    device = known.Id;
                    return null;
                case DeviceMatch.Unknown unknown:
                    return (LeftOut.UnknownDevice, unknown.Name);
                case DeviceMatch.Ambiguous ambiguous:
                    return (LeftOut.AmbiguousDevice, ambiguous.Name);
            }
        }
        rawDevice = null;
        return draft.DeviceCount > 0 ? (LeftOut.UnknownDevice, "no name") : null;
    }

    private void Count(LeftOut reason, string detail)
    {
        if (!leftOut.TryGetValue(reason, out var details))
        {
            leftOut.Add(reason, details = new Dictionary<string, int>(StringComparer.Ordinal));
        }
        // Names come from the file: they may be many and long.
        var name = detail.Length > 60 ? $"{detail[..60]}…" : detail;
        if (details.Count >= MostDetails && !details.ContainsKey(name))
        {
            name = "others";
        }
        details[name] = details.GetValueOrDefault(name) + 1;
    }

    private string? Marks(in OfferDraft draft, bool isPlausible)
    {
        var isOld = (draft.AsOf ?? context.AsOf) is { } day && day < oldest;
        return (isOld, isPlausible) switch
        {
            (false, true) => draft.Flags,
            (true, true) => $"{CatalogFiles.Historic} {draft.Flags}",
            (false, false) => $"{draft.Flags} {ImportedOffers.Quarantined}",
            (true, false) => $"{CatalogFiles.Historic} {draft.Flags} {ImportedOffers.Quarantined}",
        };
    }

    private ImmutableArray<string> Flags(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return [];
        }
        if (!flags.TryGetValue(text, out var words))
        {
            words = [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];
            flags.TryAdd(text, words);
        }
        return words;
    }

    private readonly record struct OfferKey(
        string Provider,
        string Instance,
        string? Device,
        decimal Count,
        string? Region,
        string? Zone,
        Pricing Pricing,
        decimal? Vcpu,
        decimal? RamGib,
        DateOnly? AsOf
    );
}
