using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Laptime.Answers;
using Microsoft.AspNetCore.Http;

namespace Laptime.Web.Forms;

/// <summary>A form as it was filled in: its fields with the values of an address. One that nobody filled in shows defaults.</summary>
public sealed partial class Form
{
    /// <summary>Longest value that is read; nothing sensible is longer.</summary>
    private const int LongestValue = 200;

    private readonly ImmutableArray<FormField> fields;
    private readonly IQueryCollection query;

    /// <summary>Reads a form.</summary>
    /// <param name="fields">Its fields.</param>
    /// <param name="query">Values of the address; what belongs to no field is ignored.</param>
    public Form(IEnumerable<FormField> fields, IQueryCollection query)
    {
        this.fields = [.. fields];
        this.query = query;
        IsBlank = !this.fields.Any(field => query.ContainsKey(field.Name));
    }

    /// <summary>Whether nobody has filled it in yet.</summary>
    public bool IsBlank { get; }

    /// <summary>The fields of some names, in that order.</summary>
    public IEnumerable<FormField> Fields(params IEnumerable<string> names) => names.Select(Field);

    /// <summary>All fields.</summary>
    public IEnumerable<FormField> All => fields;

    /// <summary>What a field shows; empty: nothing.</summary>
    public string Shown(FormField field)
    {
        string text = IsBlank ? field.Default ?? "" : query[field.Name].ToString().Trim();
        return text.Length <= LongestValue ? text : text[..LongestValue];
    }

    /// <summary>Whether any of the fields has a value.</summary>
    public bool AnyOf(IEnumerable<FormField> some) => some.Any(field => Shown(field).Length > 0);

    /// <summary>What was typed; null: nothing.</summary>
    /// <exception cref="QuestionException">It is too long.</exception>
    public string? Text(string name)
    {
        FormField field = Field(name);
        if (!IsBlank && query[name].ToString().Trim().Length > LongestValue)
        {
            throw new QuestionException($"“{field.Label}” takes {LongestValue} characters at most.");
        }
        return Shown(field) is { Length: > 0 } text ? text : null;
    }

    /// <summary>Whether a flag is set.</summary>
    public bool Flag(string name) => Text(name) is not null;

    /// <summary>A value that a function reads; null: nothing was typed.</summary>
    /// <param name="name">Name of the field.</param>
    /// <param name="read">Null where the text means nothing.</param>
    /// <param name="wants">Ends the sentence that begins with the label: <c>takes a number above 0</c>.</param>
    /// <exception cref="QuestionException">The text means nothing.</exception>
    public T? Read<T>(string name, Func<string, T?> read, string wants)
        where T : struct =>
        Text(name) is not { } text ? null
        : read(text) is { } value ? value
        : throw new QuestionException($"“{Field(name).Label}” {wants}, not '{text}'.");

    /// <summary>One of the values that a field offers; null: none was chosen.</summary>
    /// <exception cref="QuestionException">The field does not offer it.</exception>
    public string? Chosen(string name)
    {
        FormField field = Field(name);
        return Text(name) is not { } text ? null
            : field.Choices.Any(choice => choice.Value == text) ? text
            : throw new QuestionException(
                $"“{field.Label}” cannot be '{text}': {string.Join(", ", field.Choices.Where(c => c.Value.Length > 0).Select(c => c.Value))}."
            );
    }

    /// <summary>What was typed, by name; fields without a value are left out.</summary>
    /// <param name="names">The fields.</param>
    /// <exception cref="QuestionException">Something is too long.</exception>
    public IReadOnlyDictionary<string, string> Values(IEnumerable<string> names)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        foreach (string name in names)
        {
            if (Text(name) is { } text)
            {
                values[name] = text;
            }
        }
        return values;
    }

    /// <summary>A sentence of the program with the labels of this form in the place of options of a command line.</summary>
    public string Say(string sentence) =>
        OptionName()
            .Replace(
                sentence,
                match =>
                    fields.FirstOrDefault(field => field.Option == match.Value) is { } field
                        ? $"“{field.Label}”"
                        : match.Value
            );

    /// <summary>The same form at another address, or with some values changed: <c>/cost?workload=resnet50</c>.</summary>
    /// <param name="path">Path of the page.</param>
    /// <param name="changes">Values to set; null takes one away.</param>
    public string Address(string path, params (string Name, string? Value)[] changes)
    {
        var kept = fields
            .Where(field => !changes.Any(change => change.Name == field.Name))
            .Select(field => (field.Name, Value: Shown(field)))
            .Concat(changes.Select(change => (change.Name, Value: change.Value ?? "")))
            .Where(pair => pair.Value.Length > 0)
            .Select(pair => $"{Uri.EscapeDataString(pair.Name)}={Uri.EscapeDataString(pair.Value)}");
        string values = string.Join('&', kept);
        return values.Length > 0 ? $"{path}?{values}" : path;
    }

    private FormField Field(string name) => fields.First(field => field.Name == name);

    [GeneratedRegex("--[a-z][a-z-]*[a-z]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OptionName();
}
