namespace Laptime.Answers;

/// <summary>Something in a question makes no sense; the message says what, and what to do: a mistake of whoever asks.</summary>
/// <param name="message">One or two sentences for people.</param>
public sealed class QuestionException(string message) : Exception(message);
