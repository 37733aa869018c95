using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Laptime.Web.Hosting;

/// <summary>Style sheets and scripts, out of the program itself.</summary>
internal static class AssetFiles
{
    private static readonly Assembly Assembly = typeof(AssetFiles).Assembly;

    private static readonly FrozenDictionary<string, EntityTagHeaderValue> Tags = Assembly
        .GetManifestResourceNames()
        .Where(name => name.StartsWith("assets/", StringComparison.Ordinal))
        .ToFrozenDictionary(name => name, TagOf, StringComparer.Ordinal);

    /// <summary>One of them; a browser that has it already is told so.</summary>
    public static IResult Serve(string path) =>
        Tags.TryGetValue("assets/" + path, out EntityTagHeaderValue? tag)
            ? Results.Stream(Assembly.GetManifestResourceStream("assets/" + path)!, TypeOf(path), entityTag: tag)
            : Results.NotFound();

    private static string TypeOf(string path) =>
        Path.GetExtension(path) switch
        {
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            ".txt" => "text/plain; charset=utf-8",
            _ => "application/octet-stream",
        };

    private static EntityTagHeaderValue TagOf(string name)
    {
        using Stream stream = Assembly.GetManifestResourceStream(name)!;
        return new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(stream))[..16]}\"");
    }
}
