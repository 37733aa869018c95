using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Laptime.Web.Operations;

/// <summary>Where the log goes.</summary>
internal static class ServerLog
{
    /// <summary>Sets the log up, on standard error.</summary>
    public static void Add(ILoggingBuilder logging, LogForm form)
    {
        logging.ClearProviders();
        if (form == LogForm.None)
        {
            return;
        }
        logging.AddFilter("Laptime", form == LogForm.Json ? LogLevel.Debug : LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddConsoleFormatter<ShortLines, ConsoleFormatterOptions>();
        logging.AddJsonConsole(json =>
        {
            json.UseUtcTimestamp = true;
            json.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
        });
        logging.Services.Configure<ConsoleLoggerOptions>(console =>
        {
            console.FormatterName = form == LogForm.Json ? ConsoleFormatterNames.Json : ShortLines.FormatterName;
            console.LogToStandardErrorThreshold = LogLevel.Trace;
        });
    }
}
