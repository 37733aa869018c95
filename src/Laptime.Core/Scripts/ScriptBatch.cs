using System.Collections.Immutable;

namespace Laptime.Core.Scripts;

/// <summary>Finds the batch among the sizes of a program's inputs, so that a sweep can change it.</summary>
public static class ScriptBatch
{
    /// <summary>
    /// The inputs with the batch marked, and how large it is as they were typed. Where a size is typed as <c>N</c>, that
    /// is the batch, 1 unless given elsewhere. Otherwise it is the first size of the first tensor (of a list: the number of
    /// its tensors), and that of every other input that has the same.
    /// </summary>
    /// <returns>The batch is null where it was typed as <c>N</c>, and where no input has one.</returns>
    public static (ImmutableArray<ScriptInput> Inputs, int? Batch) Mark(ImmutableArray<ScriptInput> typed)
    {
        if (
            typed.Any(input => input.FollowsBatch)
            || typed.Select(First).FirstOrDefault(size => size is not null) is not { } batch
        )
        {
            return (typed, null);
        }
        return ([.. typed.Select(input => Mark(input, batch))], batch);
    }

    /// <summary>Size that would be the batch; null if there is none.</summary>
    private static int? First(ScriptInput input) =>
        input switch
        {
            { Copies: { } copies } => copies,
            { IsList: true } => input.Shapes.Length,
            { Shapes: [[var first, ..]] } => first,
            _ => null,
        };

    private static ScriptInput Mark(ScriptInput input, int batch) =>
        input switch
        {
            { Copies: { } copies } => copies == batch ? input with { Copies = ScriptInput.Batch } : input,
            { IsList: false, Shapes: [[var first, ..] shape] } when first == batch => input with
            {
                Shapes = [shape.SetItem(0, ScriptInput.Batch)],
            },
            _ => input,
        };
}
