using System.Collections.Immutable;
using Laptime.Store;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Laptime.Web.Api;

/// <summary>What stands for a run in an address: its id, at least four digits of its beginning, or <c>last</c>.</summary>
internal static class RunReference
{
    private const int Shortest = 4;
    private const int IdLength = 36;
    private const int MostNamed = 5;

    /// <summary>The run that is meant, or why none is.</summary>
    public static async Task<(Guid? Id, ProblemHttpResult? Problem)> ResolveAsync(
        string text,
        IRunStore runs,
        CancellationToken cancellationToken
    )
    {
        bool isSensible =
            text == "last"
            || text.Length is >= Shortest and <= IdLength && text.All(c => char.IsAsciiHexDigit(c) || c == '-');
        if (!isSensible)
        {
            return (null, Problems.Parameter("run", "A run is named by its id, its beginning, or 'last'."));
        }
        ImmutableArray<Guid> found = await runs.FindRunsAsync(text, RunShelf.Kept, cancellationToken);
        return found switch
        {
            [Guid only] => (only, null),
            [] => (
                null,
                Problems.Of(StatusCodes.Status404NotFound, "No such run", $"There is no run '{text}' here.", "run")
            ),
            _ => (
                null,
                Problems.Of(
                    StatusCodes.Status409Conflict,
                    "Which run?",
                    $"'{text}' may mean any of {found.Length} runs: {string.Join(", ", found.Take(MostNamed))}"
                        + $"{(found.Length > MostNamed ? ", …" : "")}. Say more of the id.",
                    "run"
                )
            ),
        };
    }
}
