using System.Collections.Immutable;
using Laptime.Core.Findings;
using Laptime.Core.Results;

namespace Laptime.Answers.Results;

/// <summary>The findings of many cases, told once.</summary>
public static class FindingSummary
{
    /// <summary>Each finding once, told of the case where it is worst; the gravest first.</summary>
    public static ImmutableArray<Finding> Of(ImmutableArray<CaseResult> results)
    {
        bool withThreads = CaseText.NeedThreads(results.Select(result => result.Case));
        return
        [
            .. from result in results
            from finding in result.Findings
            group (Case: CaseText.Full(result.Case, withThreads), Finding: finding) by finding.Code into code
            let worst = code.MaxBy(entry => entry.Finding.Severity)
            orderby worst.Finding.Severity descending
            select worst.Finding with
            {
                Message = code.Count() switch
                {
                    1 => $"{worst.Case}: {worst.Finding.Message}",
                    2 => $"{worst.Case}, and one more case: {worst.Finding.Message}",
                    int cases => $"{worst.Case}, and {cases - 1} more cases: {worst.Finding.Message}",
                },
            },
        ];
    }
}
