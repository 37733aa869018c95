namespace Laptime.Formats.Wire;

/// <summary>Carries a <see cref="FormatError"/> out of nested mapping; <see cref="Document"/> turns it into a result.</summary>
internal sealed class InvalidFieldException(FormatError error) : Exception(error.ToString())
{
    public FormatError Error { get; } = error;
}
