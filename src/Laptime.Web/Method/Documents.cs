using System.Collections.Frozen;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Laptime.Web.Method;

/// <summary>
/// The documents of the program, out of the program itself, as HTML. The method is written down once, and shown as it is
/// written.
/// </summary>
internal static class Documents
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseAutoIdentifiers()
        .DisableHtml()
        .Build();

    private static readonly FrozenDictionary<string, Lazy<Document>> All = typeof(Documents)
        .Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith("docs/", StringComparison.Ordinal))
        .ToFrozenDictionary(
            name => Path.GetFileNameWithoutExtension(name),
            name => new Lazy<Document>(() => Read(name)),
            StringComparer.Ordinal
        );

    /// <summary>Their names, in alphabetical order.</summary>
    public static IEnumerable<string> Names => All.Keys.Order(StringComparer.Ordinal);

    /// <summary>One of them; null: there is none of that name.</summary>
    public static Document? Find(string name) =>
        All.TryGetValue(name, out Lazy<Document>? document) ? document.Value : null;

    private static Document Read(string resource)
    {
        using StreamReader reader = new(typeof(Documents).Assembly.GetManifestResourceStream(resource)!);
        MarkdownDocument parsed = Markdown.Parse(reader.ReadToEnd(), Pipeline);
        foreach (LinkInline link in parsed.Descendants<LinkInline>())
        {
            Redirect(link);
        }
        string title =
            parsed.Descendants<HeadingBlock>().FirstOrDefault()?.Inline?.FirstChild?.ToString()
            ?? Path.GetFileNameWithoutExtension(resource);
        return new Document(title, parsed.ToHtml(Pipeline));
    }

    // A link to another of the documents leads to its page; whatever else lies beside the sources has no page.
    private static void Redirect(LinkInline link)
    {
        string target = link.Url ?? "";
        if (target.StartsWith('#') || target.StartsWith("https://", StringComparison.Ordinal))
        {
            return;
        }
        string name = target.Split('#')[0];
        link.Url =
            name.EndsWith(".md", StringComparison.Ordinal)
            && !name.Contains('/', StringComparison.Ordinal)
            && All.ContainsKey(name[..^3])
                ? $"/method/{name[..^3]}{(target.Contains('#', StringComparison.Ordinal) ? target[target.IndexOf('#', StringComparison.Ordinal)..] : "")}"
                : "/method";
    }
}

/// <summary>A document.</summary>
/// <param name="Title">Its first heading.</param>
/// <param name="Html">The whole of it.</param>
internal sealed record Document(string Title, string Html);
