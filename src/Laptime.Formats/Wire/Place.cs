using System.Globalization;
using Laptime.Core.Cases;
using Laptime.Core.Quantities;

namespace Laptime.Formats.Wire;

/// <summary>A place in a document; checks what stands there and names the place when it must not.</summary>
/// <param name="Path">JSONPath of the place.</param>
internal readonly record struct Place(string Path)
{
    private const int LongestText = 100_000;
    private const int LongestName = 200;

    // Just under the longest TimeSpan: any duration that is read can be converted.
    private const double LongestSeconds = 9e11;

    public static Place Root => new("$");

    public Place this[string name] => new($"{Path}.{name}");

    public Place this[int index] => new(string.Create(CultureInfo.InvariantCulture, $"{Path}[{index}]"));

    public InvalidFieldException Error(string message) => new(new FormatError(Path, message));

    public T Required<T>(T? value)
        where T : class => value ?? throw Error("missing");

    public T Required<T>(T? value)
        where T : struct => value ?? throw Error("missing");

    public int AtLeast(int minimum, int? value) =>
        Required(value) >= minimum ? value.GetValueOrDefault() : throw Error($"must be at least {minimum}");

    public long AtLeast(long minimum, long? value) =>
        Required(value) >= minimum ? value.GetValueOrDefault() : throw Error($"must be at least {minimum}");

    public int? AtLeastOrNull(int minimum, int? value) => value is null ? null : AtLeast(minimum, value);

    public double Finite(double value) => double.IsFinite(value) ? value : throw Error("must be a finite number");

    public double? FiniteOrNull(double? value) => value is { } number ? Finite(number) : null;

    /// <summary>A rate per second: above zero and finite.</summary>
    public double Rate(double? value) =>
        Finite(Required(value)) is > 0 and var rate ? rate : throw Error("must be above 0");

    public double? RateOrNull(double? value) => value is null ? null : Rate(value);

    public Seconds Duration(double? value) =>
        Finite(Required(value)) is >= 0 and <= LongestSeconds and var seconds
            ? new Seconds(seconds)
            : throw Error("must be a duration in seconds, from 0 to 9e11");

    public Seconds? DurationOrNull(double? value) => value is null ? null : Duration(value);

    public Bytes? BytesOrNull(long? value) => value is null ? null : new Bytes(AtLeast(0L, value));

    public Guid Id(Guid? value) =>
        Required(value) != Guid.Empty ? value.GetValueOrDefault() : throw Error("must not be the empty id");

    /// <summary>Free text; may be empty.</summary>
    public string Text(string? value) =>
        Required(value).Length <= LongestText ? value! : throw Error($"longer than {LongestText} characters");

    public string? TextOrNull(string? value) => value is null ? null : Text(value);

    /// <summary>A name out of letters, digits and <c>_ - .</c>: it becomes part of ids, file names and terminals' output.</summary>
    public string Name(string? value) =>
        Required(value).Length is > 0 and <= LongestName
        && value!.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.')
            ? value!
            : throw Error($"must be a name of 1 to {LongestName} letters, digits, '_', '-' and '.'");

    public DateTimeOffset Instant(string? value) =>
        DateTimeOffset.TryParseExact(
            Required(value),
            "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out DateTimeOffset instant
        )
            ? instant
            : throw Error("must be an instant such as 2026-11-20T09:30:00Z");

    public DateTimeOffset? InstantOrNull(string? value) => value is null ? null : Instant(value);

    public T Word<T>(string? value)
        where T : struct, Enum
    {
        string word = Required(value);
        foreach (T candidate in Enum.GetValues<T>())
        {
            if (Words.Of(candidate) == word)
            {
                return candidate;
            }
        }
        throw Error($"must be one of {string.Join(", ", Enum.GetValues<T>().Select(Words.Of))}");
    }
}

/// <summary>How values that JSON has no type for are written.</summary>
internal static class Words
{
    public static string Of<T>(T value)
        where T : struct, Enum => value is Scenario scenario ? scenario.Word() : value.ToString().ToLowerInvariant();

    /// <summary>UTC with all digits: sorts as text, and a reader gets the same instant.</summary>
    public static string Of(DateTimeOffset instant) =>
        instant.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
}
