using System.Collections.Immutable;
using Laptime.Core.Pictures;

namespace Laptime.Transfer.Pictures;

/// <summary>The pictures of a job.</summary>
/// <param name="Train">To train on.</param>
/// <param name="Valid">To validate with; the same classes.</param>
/// <param name="Unreadable">A sentence for each file left out so far because it could not be read; new ones come last.</param>
/// <param name="Close">Ends what feeds them.</param>
public sealed record TransferPictures(
    IPictureSource Train,
    IPictureSource Valid,
    Func<ImmutableArray<string>> Unreadable,
    Action Close
) : IDisposable
{
    /// <inheritdoc />
    public void Dispose() => Close();
}
