namespace Laptime.Input.Decoding;

/// <summary>A file holds no picture that can be read. The message says why, in a few words.</summary>
internal sealed class UnreadableException(string reason) : Exception(reason);
