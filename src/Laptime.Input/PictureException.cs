namespace Laptime.Input;

/// <summary>Pictures cannot be had. The message is one sentence that says what to do.</summary>
public sealed class PictureException(string message, Exception? inner = null) : Exception(message, inner);
