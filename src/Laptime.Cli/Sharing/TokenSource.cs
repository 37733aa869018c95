using Laptime.Store.Access;

namespace Laptime.Cli.Sharing;

/// <summary>
/// Where the token comes from: a file or the environment. Never the command line, which every user of the machine can read,
/// and which shells keep.
/// </summary>
internal static class TokenSource
{
    public const string Variable = "LAPTIME_TOKEN";

    /// <summary>The token, or null where none was given; or what is wrong with it, without saying it.</summary>
    /// <param name="file">File that holds it on a line; null: none named.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<(string? Token, string? Objection)> ReadAsync(
        string? file,
        CancellationToken cancellationToken
    )
    {
        string? text = Environment.GetEnvironmentVariable(Variable);
        string origin = $"{Variable} holds";
        if (file is not null)
        {
            try
            {
                text = await File.ReadAllTextAsync(file, cancellationToken);
                origin = $"{file} holds";
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return (null, $"The token cannot be read: {e.Message}");
            }
        }
        text = text?.Trim();
        return string.IsNullOrEmpty(text)
                ? (null, file is null ? null : $"{file} is empty; it should hold a token of 'laptime token create'.")
            : TokenText.IdOf(text) is null
                ? (null, $"{origin} no token of Laptime; one begins with laptime_ and has 69 characters.")
            : (text, null);
    }
}
