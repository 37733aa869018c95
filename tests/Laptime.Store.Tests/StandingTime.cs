using Laptime.Testing;

namespace Laptime.Store.Tests;

/// <summary>A clock that stands still at <see cref="Some.Instant"/>.</summary>
internal sealed class StandingTime : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => Some.Instant;
}
