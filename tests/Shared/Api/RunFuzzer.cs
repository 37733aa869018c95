using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Laptime.Fuzzing;

/// <summary>A document that was made wrong on purpose.</summary>
/// <param name="What">What was done to it, with the seed: enough to do it again.</param>
/// <param name="Content">The bytes.</param>
/// <param name="Path">Where a value was replaced, as a reader names it; null: the text was broken, or several places.</param>
public sealed record Mutant(string What, byte[] Content, string? Path = null);

/// <summary>
/// Makes wrong documents of a right one, the same ones for the same seed: values of the wrong type and size at every place,
/// members left out, doubled and swapped, texts cut, bytes flipped.
/// </summary>
public sealed class RunFuzzer(byte[] valid, int seed)
{
    private static readonly string[] Literals =
    [
        "null",
        "true",
        "-1",
        "0",
        "-0.0",
        "1.5",
        "1e999",
        "-1e999",
        "1e308",
        "4.9e-324",
        "2147483648",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775809",
        "123456789012345678901234567890",
        "0.1e-400",
        "\"NaN\"",
        "\"Infinity\"",
        "\"\"",
        "\"text\"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"\\u202e\\u0007\\u001b[31m\"",
        "\"=cmd|'/c calc'!A1\"",
        "\"<script>alert(1)</script>\"",
        "\"../../../../etc/passwd\"",
        "\"a\\r\\nSet-Cookie: x=1\"",
        "\"0001-01-01T00:00:00Z\"",
        "\"9999-12-31T23:59:59.9999999Z\"",
        "\"00000000-0000-0000-0000-000000000000\"",
        "[]",
        "{}",
        "[null]",
        "[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]",
        "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}}}}}}}}}}}}",
        "NaN",
        "Infinity",
        "nul",
        "'text'",
        "01",
        "+1",
        "1.",
        ".5",
        "0x10",
    ];

    private readonly Random random = new(seed);

    /// <summary>The next mutant; there is no last one.</summary>
    public Mutant Next() =>
        random.Next(20) switch
        {
            < 10 => ReplaceValue(),
            < 12 => RemoveMember(),
            < 13 => DoubleMember(),
            < 14 => SwapValues(),
            < 15 => RepeatElement(),
            < 17 => Cut(),
            < 19 => FlipBytes(),
            _ => Wrap(),
        };

    /// <summary>Whole documents that no small change leads to.</summary>
    public static IEnumerable<Mutant> Extremes(byte[] valid)
    {
        string text = Encoding.UTF8.GetString(valid);
        yield return new Mutant("nothing", []);
        yield return new Mutant("blanks", "  \n\t"u8.ToArray());
        yield return new Mutant("only a mark", [0xEF, 0xBB, 0xBF]);
        yield return new Mutant(
            "UTF-16",
            Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(text)).ToArray()
        );
        yield return new Mutant("two marks", [0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF, .. valid]);
        yield return new Mutant("two documents", [.. valid, .. valid]);
        yield return new Mutant("a document and more", [.. valid, .. "x"u8]);
        yield return new Mutant(
            "no UTF-8",
            Encoding.Latin1.GetBytes(text.Replace("quick", "qu\u00EFck", StringComparison.Ordinal))
        );
        yield return new Mutant("overlong UTF-8", [.. "{\"schema\":\""u8, 0xC0, 0xAF, .. "\"}"u8]);
        yield return new Mutant("100,000 brackets", Encoding.ASCII.GetBytes(new string('[', 100_000)));
        yield return new Mutant(
            "100,000 objects in each other",
            Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 100_000)))
        );
        yield return new Mutant(
            "a number of a million digits",
            Encoding.ASCII.GetBytes(With(text, "seed", new string('7', 1_000_000)))
        );
        yield return new Mutant(
            "a text of a million characters",
            Encoding.ASCII.GetBytes(With(text, "note", $"\"{new string('x', 1_000_000)}\"")),
            "$.note"
        );
        yield return new Mutant(
            "a name of a million characters",
            Encoding.ASCII.GetBytes("{\"" + new string('n', 1_000_000) + "\":1," + text[1..])
        );
        yield return new Mutant(
            "300,000 empty trials",
            Encoding.ASCII.GetBytes(With(text, "trials", $"[{string.Join(',', Enumerable.Repeat("{}", 300_000))}]")),
            "$.trials"
        );
        yield return new Mutant(
            "10,000,000 numbers",
            Encoding.ASCII.GetBytes(
                With(text, "trials", $"[{{\"seed\":[{string.Join(',', Enumerable.Repeat("1", 10_000_000))}]}}]")
            ),
            "$.trials"
        );
        yield return new Mutant(
            "50,000 settings of the same name",
            Encoding.ASCII.GetBytes(
                With(text, "transfer", "{" + string.Join(',', Enumerable.Repeat("\"data\":\"x\"", 50_000)) + "}")
            )
        );
        yield return new Mutant(
            "another schema",
            Encoding.UTF8.GetBytes(text.Replace("laptime.run/1", "laptime.trial/1", StringComparison.Ordinal)),
            "$.schema"
        );
        yield return new Mutant(
            "a later version",
            Encoding.UTF8.GetBytes(text.Replace("laptime.run/1", "laptime.run/999999999999", StringComparison.Ordinal)),
            "$.schema"
        );
    }

    private static string With(string text, string member, string value)
    {
        JsonObject whole = JsonNode.Parse(text)!.AsObject();
        whole.Remove(member);
        string rest = whole.ToJsonString();
        return $"{rest[..^1]},\"{member}\":{value}}}";
    }

    private Mutant ReplaceValue()
    {
        string literal = random.Next(12) == 0 ? Long() : Literals[random.Next(Literals.Length)];
        (byte[] content, string path) = Edit((text, start, end) => text[..start] + literal + text[end..]);
        string shown = literal.Length > 60 ? literal[..60] + "…" : literal;
        return new Mutant($"seed {seed}: {shown} at {path}", content, path);
    }

    private string Long() =>
        random.Next(3) switch
        {
            0 => $"\"{new string('y', random.Next(150_000, 300_000))}\"",
            1 => $"[{string.Join(',', Enumerable.Repeat("0.5", random.Next(100, 20_000)))}]",
            _ => new string('9', random.Next(20, 5000)),
        };

    private Mutant RemoveMember()
    {
        JsonNode root = JsonNode.Parse(valid)!;
        JsonObject parent = Objects(root)[^1];
        JsonObject[] all = [.. Objects(root).Where(one => one.Count > 0)];
        parent = all[random.Next(all.Length)];
        string name = parent.ElementAt(random.Next(parent.Count)).Key;
        string path = $"{parent.GetPath()}.{name}";
        parent.Remove(name);
        return new Mutant($"seed {seed}: without {path}", Bytes(root), path);
    }

    private Mutant DoubleMember()
    {
        JsonNode root = JsonNode.Parse(valid)!;
        JsonObject[] all = [.. Objects(root).Where(one => one.Count > 0)];
        JsonObject parent = all[random.Next(all.Length)];
        (string name, JsonNode? value) = parent.ElementAt(random.Next(parent.Count));
        const string Marker = "the_same_again";
        string path = $"{parent.GetPath()}.{name}";
        parent.Add(Marker, value?.DeepClone());
        string text = Encoding
            .UTF8.GetString(Bytes(root))
            .Replace($"\"{Marker}\"", JsonSerializer.Serialize(name), StringComparison.Ordinal);
        return new Mutant($"seed {seed}: {path} twice", Encoding.UTF8.GetBytes(text), path);
    }

    private Mutant SwapValues()
    {
        JsonNode root = JsonNode.Parse(valid)!;
        JsonObject[] all = [.. Objects(root).Where(one => one.Count > 1)];
        JsonObject parent = all[random.Next(all.Length)];
        string a = parent.ElementAt(random.Next(parent.Count)).Key;
        string b = parent.ElementAt(random.Next(parent.Count)).Key;
        (parent[a], parent[b]) = (parent[b]?.DeepClone(), parent[a]?.DeepClone());
        return new Mutant($"seed {seed}: {a} and {b} swapped in {parent.GetPath()}", Bytes(root));
    }

    private Mutant RepeatElement()
    {
        JsonNode root = JsonNode.Parse(valid)!;
        JsonArray[] all = [.. Nodes(root).OfType<JsonArray>().Where(one => one.Count > 0)];
        JsonArray list = all[random.Next(all.Length)];
        int count = random.Next(1, 50);
        for (int i = 0; i < count; i++)
        {
            list.Add(list[random.Next(list.Count)]?.DeepClone());
        }
        return new Mutant($"seed {seed}: {count} more in {list.GetPath()}", Bytes(root));
    }

    private Mutant Cut()
    {
        int length = random.Next(valid.Length);
        return new Mutant($"seed {seed}: cut after {length} bytes", valid[..length]);
    }

    private Mutant FlipBytes()
    {
        byte[] content = [.. valid];
        int count = random.Next(1, 6);
        for (int i = 0; i < count; i++)
        {
            content[random.Next(content.Length)] = (byte)random.Next(256);
        }
        return new Mutant($"seed {seed}: {count} bytes flipped", content);
    }

    private Mutant Wrap() =>
        random.Next(3) switch
        {
            0 => new Mutant($"seed {seed}: in a list", [.. "["u8, .. valid, .. "]"u8]),
            1 => new Mutant($"seed {seed}: in an object", [.. "{\"run\":"u8, .. valid, .. "}"u8]),
            _ => new Mutant(
                $"seed {seed}: as a text",
                JsonSerializer.SerializeToUtf8Bytes(Encoding.UTF8.GetString(valid))
            ),
        };

    // Replaces one value of the text, which need not be JSON afterwards.
    private (byte[] Content, string Path) Edit(Func<string, int, int, string> edit)
    {
        const string Marker = "\"here-it-is-4711\"";
        JsonNode root = JsonNode.Parse(valid)!;
        JsonNode[] all = [.. Nodes(root).Where(node => node.Parent is not null)];
        JsonNode node = all[random.Next(all.Length)];
        string path = node.GetPath();
        node.ReplaceWith("here-it-is-4711");
        string text = Encoding.UTF8.GetString(Bytes(root));
        int start = text.IndexOf(Marker, StringComparison.Ordinal);
        return (Encoding.UTF8.GetBytes(edit(text, start, start + Marker.Length)), path);
    }

    private static JsonObject[] Objects(JsonNode root) => [.. Nodes(root).OfType<JsonObject>()];

    private static IEnumerable<JsonNode> Nodes(JsonNode node)
    {
        yield return node;
        IEnumerable<JsonNode?> children = node switch
        {
            JsonObject members => members.Select(member => member.Value),
            JsonArray elements => elements,
            _ => [],
        };
        foreach (JsonNode? child in children.ToArray())
        {
            if (child is not null)
            {
                foreach (JsonNode below in Nodes(child))
                {
                    yield return below;
                }
            }
        }
    }

    private static byte[] Bytes(JsonNode root) => JsonSerializer.SerializeToUtf8Bytes(root);
}
