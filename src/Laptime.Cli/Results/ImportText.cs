using Laptime.Store;

namespace Laptime.Cli.Results;

/// <summary>What an import changed, in words that follow the run.</summary>
internal static class ImportText
{
    public static string Of(ImportResult result)
    {
        string trials = result.NewTrials == 1 ? "1 trial" : $"{result.NewTrials} trials";
        return result switch
        {
            { IsNewRun: true } => $"is new, with {trials}",
            { NewTrials: 0 } => "was here already, with all its trials",
            _ => $"was here already; {trials} of it were not",
        };
    }
}
