using Laptime.Core.Pictures;

namespace Laptime.Transfer.Pictures;

/// <summary>The pictures of a job.</summary>
/// <param name="Train">To train on.</param>
/// <param name="Valid">To validate with; the same classes.</param>
/// <param name="Unreadable">Files left out so far because they could not be read.</param>
/// <param name="Close">Ends what feeds them.</param>
public sealed record TransferPictures(IPictureSource Train, IPictureSource Valid, Func<int> Unreadable, Action Close)
    : IDisposable
{
    /// <inheritdoc />
    public void Dispose() => Close();
}
