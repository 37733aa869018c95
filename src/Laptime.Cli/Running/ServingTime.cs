using Laptime.Core.Cases;
using Laptime.Core.Protocols;
using Laptime.Core.Quantities;
using Laptime.Core.Trials;

namespace Laptime.Cli.Running;

/// <summary>Time for serving scenarios, which take longer than a suite's own budget allows.</summary>
internal static class ServingTime
{
    /// <summary>The suite with time enough for its serving cases; the same where it has none.</summary>
    /// <param name="suite">Suite with the budget for everything else.</param>
    /// <param name="tier">Tier.</param>
    /// <param name="repeat">Launches asked for; null: as many as the tier begins with.</param>
    public static Suite SetAside(Suite suite, Tier tier, int? repeat)
    {
        Case[] serving = [.. suite.Cases.Where(one => one.Scenario.IsServing())];
        if (serving.Length == 0)
        {
            return suite;
        }
        int launches = repeat ?? Protocol.Current.For(tier).Looks[0];
        Seconds rest = serving.Length == suite.Cases.Length ? Seconds.Zero : suite.Budget;
        Seconds needed = new(serving.Sum(one => Protocol.Current.Serving.NeedOf(one, tier).Value) * launches);
        return suite with { Budget = rest + needed };
    }
}
