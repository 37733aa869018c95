using Laptime.Cli.Pictures;
using Laptime.Cli.Terminal;
using Laptime.Core.Pictures;
using Laptime.Core.Transfer;
using Laptime.Input;
using Laptime.Input.Sets;
using Laptime.Input.Synthetic;
using Laptime.Store;
using Laptime.Transfer.Pictures;

namespace Laptime.Cli.Running;

/// <summary>Where the pictures of a transfer-learning job come from.</summary>
internal static class TransferData
{
    /// <summary>The set that the program draws; the same one that <c>laptime bench-input synthetic</c> reads.</summary>
    public static SyntheticPlan Synthetic { get; } = new();

    /// <summary>The directory of the pictures; the program's own are drawn if they are not there yet.</summary>
    /// <exception cref="PictureException">They cannot be written.</exception>
    public static async Task<string> LocateAsync(string data, Screen screen, CancellationToken cancellationToken) =>
        data == TransferSettings.Synthetic
            ? await SyntheticPictures.EnsureAsync(
                Path.Combine(DataDirectory.Locate(Environment.GetEnvironmentVariable), "pictures"),
                Synthetic,
                new DrawingDisplay(screen),
                cancellationToken
            )
            : data;

    /// <summary>The pictures of a directory. How those without <c>valid/</c> are divided does not depend on a run's seed, so that runs compare.</summary>
    /// <exception cref="PictureException">There are none; the message says what to do.</exception>
    public static PictureFolder Open(string directory, int workers, IPictureMemory? memory)
    {
        InputOptions options = new() { Workers = workers };
        return PictureFolder.Open(
            directory,
            new PictureSplit(),
            memory is null ? options : options with { Memory = memory }
        );
    }

    /// <summary>The same as a job takes them.</summary>
    /// <exception cref="PictureException">There are none; the message says what to do.</exception>
    public static TransferPictures OpenForJob(string directory, int workers, IPictureMemory memory)
    {
        PictureFolder folder = Open(directory, workers, memory);
        return new TransferPictures(
            folder.Training,
            folder.Validation,
            () =>
                [
                    .. folder
                        .Training.Unreadable.Concat(folder.Validation.Unreadable)
                        .Select(picture => $"{picture.Path} is left out: {picture.Reason}"),
                ],
            () => { }
        );
    }
}
