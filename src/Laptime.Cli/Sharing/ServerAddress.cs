using System.Net;

namespace Laptime.Cli.Sharing;

/// <summary>The server of the user's choice.</summary>
internal static class ServerAddress
{
    /// <summary>The address, ending in a slash; or why it is none that should be used.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="isInsecureAllowed">Whether everybody on the way may read along.</param>
    public static (Uri? Address, string? Objection) Read(string text, bool isInsecureAllowed)
    {
        if (
            !Uri.TryCreate(text, UriKind.Absolute, out Uri? address)
            || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps)
        )
        {
            return (null, $"'{text}' is no address of a server: it takes one such as https://laptime.example.org.");
        }
        if (address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            return (
                null,
                "The address takes no user name, password or query. The token comes from LAPTIME_TOKEN or --token-file."
            );
        }
        if (address.Scheme == Uri.UriSchemeHttp && !IsLoopback(address) && !isInsecureAllowed)
        {
            return (
                null,
                $"Over plain http everybody between here and {address.Host} can read the token. Use https, or --insecure "
                    + "where the network is your own."
            );
        }
        return (new Uri(address.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/"), null);
    }

    // By the name itself: what a name server says of another name is not to be relied on.
    private static bool IsLoopback(Uri address) =>
        address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(address.Host.Trim('[', ']'), out IPAddress? ip) && IPAddress.IsLoopback(ip));
}
