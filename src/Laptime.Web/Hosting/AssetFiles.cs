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

    private static readonly FrozenDictionary<string, string> Digests = Assembly
        .GetManifestResourceNames()
        .Where(name => name.StartsWith("assets/", StringComparison.Ordinal))
        .ToFrozenDictionary(name => name, DigestOf, StringComparer.Ordinal);

    /// <summary>Address of one of them; it changes with the content, so that browsers may keep what they have.</summary>
    /// <exception cref="KeyNotFoundException">There is no such asset.</exception>
    public static string Address(string path) => $"/assets/{path}?v={Digests["assets/" + path]}";

    /// <summary>Its text.</summary>
    public static string Text(string path)
    {
        using StreamReader reader = new(Open("assets/" + path));
        return reader.ReadToEnd();
    }

    /// <summary>One of them; a browser that has it already is told so.</summary>
    public static IResult Serve(string path, HttpContext context)
    {
        string name = "assets/" + path;
        if (!Digests.TryGetValue(name, out string? digest))
        {
            return Results.NotFound();
        }
        context.Response.Headers.CacheControl =
            context.Request.Query["v"] == digest ? "public, max-age=31536000, immutable" : "no-cache";
        // Weak: the same content may be sent compressed in one way or another.
        return Results.Stream(
            Open(name),
            TypeOf(path),
            entityTag: new EntityTagHeaderValue($"\"{digest}\"", isWeak: true)
        );
    }

    private static Stream Open(string name) => Assembly.GetManifestResourceStream(name)!;

    private static string TypeOf(string path) =>
        Path.GetExtension(path) switch
        {
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            ".txt" => "text/plain; charset=utf-8",
            _ => "application/octet-stream",
        };

    private static string DigestOf(string name)
    {
        using Stream stream = Open(name);
        return Convert.ToHexStringLower(SHA256.HashData(stream))[..16];
    }
}
