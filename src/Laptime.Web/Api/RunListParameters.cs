using System.ComponentModel;
using System.Globalization;
using Laptime.Core.Runs;
using Laptime.Core.Trials;
using Laptime.Store;
using Microsoft.AspNetCore.Mvc;

namespace Laptime.Web.Api;

/// <summary>Conditions of a list, as they stand in the query. Texts, so that a wrong one is named.</summary>
internal sealed record RunListParameters
{
    private const int LongestPage = 500;

    [FromQuery(Name = "text")]
    [Description("Words that must all occur in host name, device model, suite or note, or begin the id.")]
    public string? Text { get; init; }

    [FromQuery(Name = "suite")]
    [Description("Name of a suite; may stand more than once.")]
    public string[]? Suite { get; init; }

    [FromQuery(Name = "tier")]
    [Description("quick, standard, certified or fixed")]
    public string? Tier { get; init; }

    [FromQuery(Name = "status")]
    [Description("running, finished or cancelled")]
    public string? Status { get; init; }

    [FromQuery(Name = "device_model")]
    [Description("Model of the device, exactly as device_model of a run says it.")]
    public string? DeviceModel { get; init; }

    [FromQuery(Name = "libtorch_version")]
    [Description("Version of libtorch, exactly.")]
    public string? LibtorchVersion { get; init; }

    [FromQuery(Name = "seal")]
    [Description("unsealed, unsigned, verified or altered")]
    public string? Seal { get; init; }

    [FromQuery(Name = "from")]
    [Description("Started at this instant or later: 2026-11-20T09:30:00Z, or a day.")]
    public string? From { get; init; }

    [FromQuery(Name = "before")]
    [Description("Started before this instant.")]
    public string? Before { get; init; }

    [FromQuery(Name = "order")]
    [Description("started, suite, device_model, host_name or measured")]
    public string? Order { get; init; }

    [FromQuery(Name = "ascending")]
    [Description("true: the smallest or earliest first")]
    public string? Ascending { get; init; }

    [FromQuery(Name = "offset")]
    [Description("Runs to leave out from the top, from 0.")]
    public string? Offset { get; init; }

    [FromQuery(Name = "limit")]
    [Description("Runs at most, 1 to 500; 50 unless it is given.")]
    public string? Limit { get; init; }

    /// <summary>Names that a query may have.</summary>
    public static IReadOnlySet<string> Names { get; } =
        typeof(RunListParameters)
            .GetProperties()
            .SelectMany(property => property.GetCustomAttributes(typeof(FromQueryAttribute), inherit: false))
            .Select(attribute => ((FromQueryAttribute)attribute).Name!)
            .ToHashSet(StringComparer.Ordinal);

    /// <summary>The query that is meant.</summary>
    /// <exception cref="WrongParameterException">A parameter makes no sense.</exception>
    public RunQuery ToQuery() =>
        new()
        {
            Text = Text,
            Suites = [.. Suite ?? []],
            Tier = Word<Tier>("tier", Tier),
            Status = Word<RunStatus>("status", Status),
            DeviceModel = DeviceModel,
            LibtorchVersion = LibtorchVersion,
            Seal = Word<SealState>("seal", Seal),
            StartedFrom = Instant("from", From),
            StartedBefore = Instant("before", Before),
            Order = Word<RunOrder>("order", Order) ?? RunOrder.Started,
            Ascending = Ascending switch
            {
                null or "false" => false,
                "true" => true,
                _ => throw new WrongParameterException("ascending", "It takes true or false."),
            },
            Offset = Number("offset", Offset, 0, int.MaxValue) ?? 0,
            Limit = Number("limit", Limit, 1, LongestPage) ?? 50,
        };

    private static T? Word<T>(string name, string? text)
        where T : struct, Enum
    {
        if (text is null)
        {
            return null;
        }
        foreach (T value in Enum.GetValues<T>())
        {
            if (Snake(value.ToString()) == text)
            {
                return value;
            }
        }
        string words = string.Join(", ", Enum.GetNames<T>().Select(Snake));
        throw new WrongParameterException(name, $"It takes one of {words}.");
    }

    private static string Snake(string name) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    private static int? Number(string name, string? text, int least, int most) =>
        text is null ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        && number >= least
        && number <= most
            ? number
        : throw new WrongParameterException(name, $"It takes a number from {least} to {most}.");

    private static DateTimeOffset? Instant(string name, string? text) =>
        text is null ? null
        : DateTimeOffset.TryParseExact(
            text,
            ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out DateTimeOffset instant
        )
            ? instant
        : throw new WrongParameterException(name, "It takes an instant such as 2026-11-20T09:30:00Z, or a day.");
}

/// <summary>A parameter makes no sense.</summary>
internal sealed class WrongParameterException(string name, string message) : Exception(message)
{
    public string Name { get; } = name;
}
