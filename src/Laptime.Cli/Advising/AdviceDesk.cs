using System.Collections.Immutable;
using System.CommandLine;
using Laptime.Advice;
using Laptime.Advice.Jobs;
using Laptime.Advice.Markets;
using Laptime.Advice.Outlooks;
using Laptime.Advice.Speeds;
using Laptime.Cli.Reports;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;
using Laptime.Core.Cases;
using Laptime.Core.Catalogs;
using Laptime.Prices;
using Laptime.Prices.Naming;
using Laptime.Store;

namespace Laptime.Cli.Advising;

/// <summary>Everything that a question about offers needs: the catalog, the market of the day, the user's own runs.</summary>
internal sealed class AdviceDesk
{
    private const int DefaultAgeDays = 730;

    private AdviceDesk(
        Catalog catalog,
        DeviceNames devices,
        Market market,
        Assumptions assumptions,
        ImmutableArray<OwnSpeed> own
    )
    {
        Catalog = catalog;
        Market = market;
        Assumptions = assumptions;
        Own = own;
        Devices = devices;
    }

    public Catalog Catalog { get; }

    public Market Market { get; }

    public Assumptions Assumptions { get; }

    public ImmutableArray<OwnSpeed> Own { get; }

    public DeviceNames Devices { get; }

    /// <summary>Reads what is known.</summary>
    /// <exception cref="AdviceException">An option makes no sense; the message says why.</exception>
    /// <exception cref="StoreException">Stored runs cannot be read.</exception>
    public static async Task<AdviceDesk> OpenAsync(
        ParseResult parsed,
        Screen screen,
        CancellationToken cancellationToken
    )
    {
        DateOnly today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        DateOnly asOf = parsed.GetValue(AdviceOptions.AsOf) ?? today;
        if (asOf > today)
        {
            throw new AdviceException(
                $"--as-of {asOf:yyyy-MM-dd} lies in the future: nobody knows the prices of that day."
            );
        }
        int? oldest = MaxAge(parsed.GetValue(AdviceOptions.MaxAge));
        string directory = DataDirectory.Locate(Environment.GetEnvironmentVariable);
        Catalog catalog = CatalogFiles.Read(directory, screen.Warn);
        DeviceNames devices = DeviceNames.ReadShipped();
        return new AdviceDesk(
            catalog,
            devices,
            Market.Of(catalog.Offers, asOf, oldest),
            Assume(parsed),
            await OwnRuns.ReadAsync(devices, screen, cancellationToken)
        );
    }

    /// <summary>The model for a job, own runs before what others published.</summary>
    public OutlookModel ModelOf(Job job) => new(SpeedsOf(job), Catalog, Assumptions);

    /// <summary>How fast a job is wherever that is known.</summary>
    public SpeedBook SpeedsOf(Job job) =>
        new(
            job,
            [new OwnSpeeds(Own, Assumptions, Mode.Stock), new PublishedSpeeds(Catalog.Speeds, Assumptions)],
            Assumptions
        );

    /// <summary>The job of a command line, and what was chosen because nothing was said.</summary>
    /// <exception cref="AdviceException">It makes no sense; the message says why.</exception>
    public (Job Job, IReadOnlyList<string> Notes) JobOf(ParseResult parsed)
    {
        JobReading reading = new(Catalog, Devices);
        return (Completed(reading.Read(parsed)), reading.Notes);
    }

    /// <summary>The device that the text means.</summary>
    /// <exception cref="AdviceException">None; the message suggests one.</exception>
    public DeviceModel FindDevice(string text) => new JobReading(Catalog, Devices).FindDevice(text);

    /// <summary>The job with the memory that own runs of it took, where nothing was said.</summary>
    private Job Completed(Job job)
    {
        if (job.Work is Work.RunHours { Run: var run } && SpeedsOf(job).OfRun(run) is null)
        {
            string which = run == "last" ? "None of your runs" : $"No run '{run}'";
            throw new AdviceException(
                $"{which} measured {AdviceText.Describe(job with { Work = new Work.Items(0) })}. Measure it: laptime run --model {job.Workload}"
            );
        }
        return job.Memory is null && new OwnSpeeds(Own, Assumptions, Mode.Stock).MemoryOf(job) is { } memory
            ? job with
            {
                Memory = memory,
            }
            : job;
    }

    private static int? MaxAge(string? text)
    {
        if (text is null)
        {
            return DefaultAgeDays;
        }
        if (text is "any")
        {
            return null;
        }
        return Amounts.Duration(text) is { } age
            ? (int)Math.Min(1_000_000, Math.Ceiling(age.Value / 86_400))
            : throw new AdviceException($"--max-age takes a time such as 365d, or any, not '{text}'.");
    }

    private static Assumptions Assume(ParseResult parsed)
    {
        Assumptions assumptions = Assumptions.Default;
        if (parsed.GetValue(AdviceOptions.Scaling) is { } efficiency)
        {
            // Half of what is missing to 1, to both sides: 0.9 may be 0.85 to 0.95.
            double doubt = Math.Min((1 - efficiency) / 2, efficiency / 2);
            assumptions = assumptions with
            {
                Scaling = new Scaling(efficiency, efficiency - doubt, efficiency + doubt),
            };
        }
        return parsed.GetValue(AdviceOptions.SpotRate) is { } rate
            ? assumptions with
            {
                SpotInterruptionsPerHour = rate,
            }
            : assumptions;
    }
}
