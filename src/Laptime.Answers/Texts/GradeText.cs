using Laptime.Core.Findings;

namespace Laptime.Answers.Texts;

/// <summary>Grades in few words.</summary>
public static class GradeText
{
    /// <summary>What a grade means.</summary>
    public static string Meaning(Grade grade) =>
        grade switch
        {
            Grade.A => "All evidence is there, and clean",
            Grade.B => "All evidence is there, with warnings",
            Grade.C => "Some evidence is not to be had on this platform",
            _ => "Invalid: shown, never scored",
        };
}
