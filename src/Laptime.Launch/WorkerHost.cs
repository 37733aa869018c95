using Laptime.Core.Trials;
using Laptime.Formats;

namespace Laptime.Launch;

/// <summary>The worker's side of the protocol: one request in, progress and one outcome out.</summary>
public static class WorkerHost
{
    private const int LongestRequest = 1 << 20;

    // Autograd and unpickling recurse deeply; this is what a main thread has.
    private const int StackBytes = 8 << 20;

    /// <summary>
    /// Reads the request, runs <paramref name="measure"/> on a thread of its own and writes what it reports. Whatever it throws
    /// becomes the outcome <see cref="TrialOutcome.Failed"/>.
    /// </summary>
    /// <param name="input">Standard input, read unbuffered: all behind the request's line is left in it.</param>
    /// <param name="output">Standard output: <see cref="WorkerOutput.Claim"/>.</param>
    /// <param name="measure">Does the trial; is to end soon when its token is cancelled.</param>
    /// <param name="parentGone">Called when the launcher is gone: see <see cref="ParentWatch"/>.</param>
    /// <param name="cancellationToken">Stops the trial; nothing is written then.</param>
    /// <returns>Exit code: 0 if an outcome was written, 2 if the request could not be understood, 130 if cancelled.</returns>
    /// <exception cref="IOException">The launcher no longer listens.</exception>
    public static async Task<int> RunAsync(
        Stream input,
        Stream output,
        Func<TrialRequest, IProgress<TrialProgress>, CancellationToken, TrialOutcome> measure,
        Action parentGone,
        CancellationToken cancellationToken
    )
    {
        ReadResult<TrialRequest> request = RequestDocument.Read(await ReadLineAsync(input, cancellationToken));
        if (!request.IsRead)
        {
            await WriteAsync(output, Misunderstood(request.Error), cancellationToken);
            return 2;
        }
        ParentWatch.Start(input, parentGone);
        try
        {
            TrialOutcome outcome = await OnOwnThread(() =>
                Measure(measure, request.Value, new Reporter(output), cancellationToken)
            );
            await WriteAsync(output, outcome, cancellationToken);
            return 0;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 130;
        }
    }

    private static TrialOutcome Measure(
        Func<TrialRequest, IProgress<TrialProgress>, CancellationToken, TrialOutcome> measure,
        TrialRequest request,
        Reporter reporter,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return measure(request, reporter, cancellationToken);
        }
        catch (OutOfMemoryException e)
        {
            return new TrialOutcome.Failed($"{request.Case} ran out of memory: {e.Message}", "Choose a smaller batch.");
        }
        catch (Exception e) when (e is not (OperationCanceledException or BrokenPipeException))
        {
            return new TrialOutcome.Failed(
                $"{request.Case} failed with {e.GetType().Name}: {e.Message}",
                "Run `laptime doctor`; if all is well there, please report this."
            );
        }
    }

    private static TrialOutcome.Failed Misunderstood(FormatError error) =>
        new TrialOutcome.Failed(
            $"The worker could not understand the request ({error}).",
            "Launcher and worker must be of one version: build or install Laptime anew."
        );

    private static Task<T> OnOwnThread<T>(Func<T> work)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Thread thread = new(
            () =>
            {
                try
                {
                    done.SetResult(work());
                }
                catch (Exception e)
                {
                    done.SetException(e);
                }
            },
            StackBytes
        )
        {
            IsBackground = true,
            Name = "trial",
        };
        thread.Start();
        return done.Task;
    }

    private static async Task<byte[]> ReadLineAsync(Stream input, CancellationToken cancellationToken)
    {
        using MemoryStream line = new();
        byte[] one = new byte[1];
        // Byte by byte, so that nothing behind the line feed is taken from whoever reads next.
        while (
            line.Length < LongestRequest && await input.ReadAsync(one, cancellationToken) == 1 && one[0] != (byte)'\n'
        )
        {
            line.WriteByte(one[0]);
        }
        return line.ToArray();
    }

    private static async Task WriteAsync(Stream output, TrialOutcome outcome, CancellationToken cancellationToken)
    {
        await output.WriteAsync(WorkerMessage.Write(new WorkerMessage.Ended(outcome)), cancellationToken);
        await output.FlushAsync(cancellationToken);
    }

    /// <summary>Carries the end of the launcher past <see cref="Measure"/>, which would make an outcome of it.</summary>
    private sealed class BrokenPipeException(IOException inner) : IOException(inner.Message, inner);

    /// <summary>Writes at once: it is called between blocks, and the launcher is quick to read.</summary>
    private sealed class Reporter(Stream output) : IProgress<TrialProgress>
    {
        public void Report(TrialProgress value)
        {
            try
            {
                output.Write(WorkerMessage.Write(new WorkerMessage.Progressed(value)));
                output.Flush();
            }
            catch (IOException e)
            {
                throw new BrokenPipeException(e);
            }
        }
    }
}
