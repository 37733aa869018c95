namespace Laptime.Web.Forms;

/// <summary>How a field is filled in.</summary>
public enum FieldKind
{
    /// <summary>A line of text, which may be chosen from a list of suggestions.</summary>
    Text,

    /// <summary>One of a few values.</summary>
    Choice,

    /// <summary>Yes or no.</summary>
    Flag,
}

/// <summary>A field of a form whose answer stands in the address.</summary>
/// <param name="Name">Name in the address: <c>on_device</c>; the option of the command of the same name is <c>--on-device</c>.</param>
/// <param name="Label">What people read.</param>
public sealed record FormField(string Name, string Label)
{
    /// <summary>How it is filled in.</summary>
    public FieldKind Kind { get; init; }

    /// <summary>What it is for; null: the label says it.</summary>
    public string? Description { get; init; }

    /// <summary>What an empty field shows; null: nothing.</summary>
    public string? Placeholder { get; init; }

    /// <summary>Value of a form that nobody has filled in yet; null: empty.</summary>
    public string? Default { get; init; }

    /// <summary>Values to choose from, with what people read; suggestions where any text will do.</summary>
    public IReadOnlyList<(string Value, string Label)> Choices { get; init; } = [];

    /// <summary>Characters that are room enough for; null: the usual.</summary>
    public int? Width { get; init; }

    /// <summary>The option of the command that asks the same: <c>--on-device</c>.</summary>
    public string Option => "--" + Name.Replace('_', '-');

    /// <summary>A field with a choice, the first of which is no restriction.</summary>
    public static FormField Choose(string name, string label, string any, IEnumerable<string> values) =>
        new(name, label) { Kind = FieldKind.Choice, Choices = [("", any), .. values.Select(value => (value, value))] };

    /// <summary>A field for yes or no.</summary>
    public static FormField Flag(string name, string label, string? description = null) =>
        new(name, label) { Kind = FieldKind.Flag, Description = description };
}
