using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Laptime.Web.Hosting;

/// <summary>What the web server itself refuses, before a request reaches the program.</summary>
internal static class ServerGuard
{
    private const int BytesPerSecond = 1024;

    /// <summary>Sets the limits. Who sends too slowly, on purpose or not, is cut off.</summary>
    public static void Limit(KestrelServerLimits server, ServerLimits limits)
    {
        server.MaxConcurrentConnections = limits.Connections;
        server.MaxRequestBodySize = limits.Run.Bytes;
        server.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        server.KeepAliveTimeout = TimeSpan.FromMinutes(1);
        server.MinRequestBodyDataRate = new MinDataRate(BytesPerSecond, TimeSpan.FromSeconds(5));
        server.MinResponseDataRate = new MinDataRate(BytesPerSecond, TimeSpan.FromSeconds(5));
    }
}
