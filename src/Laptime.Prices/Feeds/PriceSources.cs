using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Laptime.Prices.Imports;
using Laptime.Prices.Reading;

namespace Laptime.Prices.Feeds;

/// <summary>The sources that the user added, in <c>catalog/sources.json</c> of the data directory. Without it, nothing is contacted.</summary>
public sealed class PriceSources(string dataDirectory)
{
    private const string Schema = "laptime.catalog-sources/1";

    private string PathOfFile => Path.Combine(CatalogFiles.DirectoryIn(dataDirectory), "sources.json");

    /// <summary>All, by name.</summary>
    /// <exception cref="CatalogException">The file cannot be read.</exception>
    public ImmutableArray<PriceSource> Read()
    {
        if (!File.Exists(PathOfFile))
        {
            return [];
        }
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(PathOfFile));
            return
            [
                .. document
                    .RootElement.Items("sources")
                    .Select(row => new PriceSource(row.Text("name"), row.Text("location"), row.TextOrNull("provider"))),
            ];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new CatalogException($"{PathOfFile} is damaged; correct or delete it. {e.Message}", e);
        }
    }

    /// <summary>Adds a source, in the place of one of the same name.</summary>
    public void Add(PriceSource source) =>
        Write([
            .. Read()
                .Where(other => other.Name != source.Name)
                .Append(source)
                .OrderBy(other => other.Name, StringComparer.Ordinal),
        ]);

    /// <summary>Removes a source; false if there is none of this name.</summary>
    public bool Remove(string name)
    {
        var sources = Read();
        var left = sources.RemoveAll(source => source.Name == name);
        if (left.Length == sources.Length)
        {
            return false;
        }
        Write(left);
        return true;
    }

    private void Write(ImmutableArray<PriceSource> sources)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("schema", Schema);
            json.WriteStartArray("sources");
            foreach (var source in sources)
            {
                json.WriteStartObject();
                json.WriteString("name", source.Name);
                json.WriteString("location", source.Location);
                if (source.Provider is { } provider)
                {
                    json.WriteString("provider", provider);
                }
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        Directory.CreateDirectory(CatalogFiles.DirectoryIn(dataDirectory));
        WrittenFile.Replace(PathOfFile, writer => writer.WriteLine(Encoding.UTF8.GetString(stream.ToArray())));
    }
}
