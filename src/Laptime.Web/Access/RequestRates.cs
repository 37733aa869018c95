using System.Net;
using System.Threading.RateLimiting;
using Laptime.Web.Hosting;
using Microsoft.AspNetCore.Http;

namespace Laptime.Web.Access;

/// <summary>How often each may come.</summary>
internal sealed class RequestRates(ServerLimits limits) : IDisposable
{
    private readonly PartitionedRateLimiter<string> submissions = PartitionedRateLimiter.Create<string, string>(token =>
        Bucket(token, limits.SubmissionsPerMinute)
    );

    private readonly PartitionedRateLimiter<string> wrongTokens = PartitionedRateLimiter.Create<string, string>(
        address => Bucket(address, limits.WrongTokensPerMinute)
    );

    /// <summary>All requests of an address; null where they do not count.</summary>
    public PartitionedRateLimiter<HttpContext> Requests { get; } =
        PartitionedRateLimiter.Create<HttpContext, string>(context =>
            context.Request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase)
                ? RateLimitPartition.GetNoLimiter("health")
                : Bucket(AddressOf(context), limits.RequestsPerMinute)
        );

    /// <summary>Takes note of a run handed in under a token.</summary>
    /// <returns>How long to wait; null: nothing, go on.</returns>
    public TimeSpan? Submit(string token)
    {
        using RateLimitLease lease = submissions.AttemptAcquire(token);
        return lease.IsAcquired ? null : Wait(lease);
    }

    /// <summary>Whether the address has not shown too many wrong tokens.</summary>
    public bool MayTryTokens(HttpContext context) =>
        wrongTokens.GetStatistics(AddressOf(context)) is not { CurrentAvailablePermits: 0 };

    /// <summary>Takes note of a wrong token.</summary>
    public void CountWrongToken(HttpContext context) => wrongTokens.AttemptAcquire(AddressOf(context)).Dispose();

    /// <summary>How long who was refused should wait.</summary>
    public static TimeSpan Wait(RateLimitLease lease) =>
        lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan after) ? after : TimeSpan.FromSeconds(1);

    public void Dispose()
    {
        submissions.Dispose();
        wrongTokens.Dispose();
        Requests.Dispose();
    }

    private static RateLimitPartition<string> Bucket(string key, int perMinute)
    {
        // One at a time, or as many as a tenth of a second brings: the limiter looks no more often.
        int atOnce = Math.Max(1, perMinute / 600);
        return RateLimitPartition.GetTokenBucketLimiter(
            key,
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = Math.Max(1, perMinute / 3),
                TokensPerPeriod = atOnce,
                ReplenishmentPeriod = TimeSpan.FromMinutes(1) * atOnce / perMinute,
                AutoReplenishment = true,
                QueueLimit = 0,
            }
        );
    }

    // Who has an address of IPv6 has 2^64 of them.
    private static string AddressOf(HttpContext context)
    {
        IPAddress? address = context.Connection.RemoteIpAddress;
        if (address is null)
        {
            return "unknown";
        }
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }
        return address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }
}
