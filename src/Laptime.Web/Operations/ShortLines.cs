using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Laptime.Web.Operations;

/// <summary>The log for people: time, level where it is out of the ordinary, and what happened, one line each.</summary>
internal sealed class ShortLines(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    /// <summary>Name under which the console knows it.</summary>
    public const string FormatterName = "short";

    public override void Write<TState>(
        in LogEntry<TState> logEntry,
        IExternalScopeProvider? scopeProvider,
        TextWriter textWriter
    )
    {
        string text = logEntry.Formatter(logEntry.State, logEntry.Exception);
        if (logEntry.Exception is { } failure)
        {
            text += $" {failure.GetType().Name}: {failure.Message}";
        }
        string level = logEntry.LogLevel switch
        {
            LogLevel.Warning => "warning: ",
            LogLevel.Error or LogLevel.Critical => "error: ",
            _ => "",
        };
        // A path is the visitor's text: it must not begin a line of its own, nor talk to the terminal.
        string line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
        textWriter.WriteLine($"{time.GetLocalNow():HH:mm:ss} {level}{line}");
    }
}
