using System.Net;
using Laptime.Web.Api;
using Microsoft.AspNetCore.Http;

namespace Laptime.Web.Hosting;

/// <summary>
/// Answers only to names that are ours. Another site could have its own name point to this machine and its scripts, which a
/// browser then takes for ours, read what they like (DNS rebinding). An address cannot be borrowed that way; a name can.
/// </summary>
internal sealed class HostGate(RequestDelegate next, DashboardSettings settings)
{
    private readonly HashSet<string> names = new(
        ["localhost", .. settings.HostNames],
        StringComparer.OrdinalIgnoreCase
    );

    public Task InvokeAsync(HttpContext context) => IsOurs(context.Request.Host) ? next(context) : RefuseAsync(context);

    private bool IsOurs(HostString host) =>
        host.HasValue && (names.Contains(host.Host) || IPAddress.TryParse(host.Host.Trim('[', ']'), out _));

    private static Task RefuseAsync(HttpContext context) =>
        Problems
            .Of(
                StatusCodes.Status421MisdirectedRequest,
                "Not our name",
                "This server does not answer to that name. If it should, start it with --host and the name.",
                "Host"
            )
            .ExecuteAsync(context);
}
