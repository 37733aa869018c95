namespace Laptime.Web.Operations;

/// <summary>How the log is written, on standard error.</summary>
public enum LogForm
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Short lines for people: runs handed in, refusals and failures.</summary>
    Text,

    /// <summary>One JSON object a line, for programs: every request.</summary>
    Json,
}
