using System.Collections.Immutable;
using Laptime.Advice;
using Laptime.Advice.Jobs;
using Laptime.Advice.Markets;
using Laptime.Advice.Outlooks;
using Laptime.Advice.Speeds;
using Laptime.Answers.Jobs;
using Laptime.Core.Cases;
using Laptime.Core.Catalogs;
using Laptime.Prices;
using Laptime.Prices.Naming;
using Laptime.Store;

namespace Laptime.Answers.Offers;

/// <summary>Everything that a question about offers needs: the catalog, the market of the day, the user's own runs.</summary>
public sealed class AdviceDesk
{
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

    /// <summary>Devices, platforms, offers and published speeds.</summary>
    public Catalog Catalog { get; }

    /// <summary>The offers of the day.</summary>
    public Market Market { get; }

    /// <summary>What is assumed where nothing is known.</summary>
    public Assumptions Assumptions { get; }

    /// <summary>Speeds of the user's own runs.</summary>
    public ImmutableArray<OwnSpeed> Own { get; }

    /// <summary>Names of devices.</summary>
    public DeviceNames Devices { get; }

    /// <summary>Reads what is known.</summary>
    /// <param name="terms">On which terms to answer.</param>
    /// <param name="dataDirectory">Where imported prices are; null: only what is shipped.</param>
    /// <param name="runs">The user's own runs; null: none.</param>
    /// <param name="today">The day of the question.</param>
    /// <param name="warn">Told of tables that cannot be read and are left out.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="QuestionException">The terms make no sense; the message says why.</exception>
    /// <exception cref="StoreException">Stored runs cannot be read.</exception>
    public static async Task<AdviceDesk> OpenAsync(
        AdviceTerms terms,
        string? dataDirectory,
        IRunStore? runs,
        DateOnly today,
        Action<string> warn,
        CancellationToken cancellationToken
    )
    {
        Catalog catalog = dataDirectory is null ? CatalogFiles.ReadShipped() : CatalogFiles.Read(dataDirectory, warn);
        DeviceNames devices = DeviceNames.ReadShipped();
        return Of(
            terms,
            catalog,
            devices,
            runs is null ? [] : await new OwnRuns(devices).ReadAsync(runs, cancellationToken),
            today
        );
    }

    /// <summary>Puts together what was read before.</summary>
    /// <param name="terms">On which terms to answer.</param>
    /// <param name="catalog">The catalog.</param>
    /// <param name="devices">Names of devices.</param>
    /// <param name="own">Speeds of the user's own runs, the latest first.</param>
    /// <param name="today">The day of the question.</param>
    /// <exception cref="QuestionException">The terms make no sense; the message says why.</exception>
    public static AdviceDesk Of(
        AdviceTerms terms,
        Catalog catalog,
        DeviceNames devices,
        ImmutableArray<OwnSpeed> own,
        DateOnly today
    ) => new(catalog, devices, MarketOf(terms, catalog, today), terms.Assume(), own);

    /// <summary>The model for a job, own runs before what others published.</summary>
    public OutlookModel ModelOf(Job job) => new(SpeedsOf(job), Catalog, Assumptions);

    /// <summary>How fast a job is wherever that is known.</summary>
    public SpeedBook SpeedsOf(Job job) =>
        new(
            job,
            [new OwnSpeeds(Own, Assumptions, Mode.Stock), new PublishedSpeeds(Catalog.Speeds, Assumptions)],
            Assumptions
        );

    /// <summary>The job of fields by name, and what was chosen because nothing was said.</summary>
    /// <exception cref="QuestionException">It makes no sense; the message says why.</exception>
    public (Job Job, IReadOnlyList<string> Notes) JobOf(IReadOnlyDictionary<string, string> fields)
    {
        JobReading reading = new(Catalog, Devices);
        return (Completed(reading.Read(fields)), reading.Notes);
    }

    /// <summary>The device that the text means.</summary>
    /// <exception cref="QuestionException">None; the message suggests one.</exception>
    public DeviceModel FindDevice(string text) => new JobReading(Catalog, Devices).FindDevice(text);

    private static Market MarketOf(AdviceTerms terms, Catalog catalog, DateOnly today)
    {
        DateOnly asOf = terms.AsOf ?? today;
        return asOf > today
            ? throw new QuestionException(
                $"--as-of {asOf:yyyy-MM-dd} lies in the future: nobody knows the prices of that day."
            )
            : Market.Of(catalog.Offers, asOf, terms.OldestDays());
    }

    /// <summary>The job with the memory that own runs of it took, where nothing was said.</summary>
    private Job Completed(Job job)
    {
        if (job.Work is Work.RunHours { Run: var run } && SpeedsOf(job).OfRun(run) is null)
        {
            string which = run == "last" ? "None of your runs" : $"No run '{run}'";
            throw new QuestionException(
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
}
