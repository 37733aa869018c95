using System.Text.Json.Nodes;

namespace Laptime.Formats.Wire;

/// <summary>Puts what a schema refers to in place of the reference. The wire shapes hold none of themselves, so this ends.</summary>
internal static class SchemaReferences
{
    /// <summary>A copy of <paramref name="node"/> without references.</summary>
    /// <param name="node">A part of the schema.</param>
    /// <param name="root">The whole schema, which references are relative to.</param>
    public static JsonNode Resolve(JsonNode node, JsonNode root) =>
        node switch
        {
            JsonObject part when part["$ref"] is { } reference => Resolve(
                Find(reference.GetValue<string>(), root),
                root
            ),
            JsonObject part => new JsonObject(
                part.Select(member => KeyValuePair.Create(member.Key, Copy(member.Value, root)))
            ),
            JsonArray list => new JsonArray([.. list.Select(one => Copy(one, root))]),
            _ => node.DeepClone(),
        };

    private static JsonNode? Copy(JsonNode? node, JsonNode root) => node is null ? null : Resolve(node, root);

    // JSON pointer (RFC 6901) behind #.
    private static JsonNode Find(string reference, JsonNode root)
    {
        JsonNode at = root;
        foreach (string name in reference.Split('/').Skip(1))
        {
            string key = name.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            at = at is JsonArray list
                ? list[int.Parse(key, System.Globalization.CultureInfo.InvariantCulture)]!
                : at[key]!;
        }
        return at;
    }
}
