using System.Diagnostics;
using System.IO.Pipes;
using System.Text;
using Laptime.Core.Trials;
using Laptime.Formats;
using Laptime.Testing;

namespace Laptime.Launch.Tests;

public sealed class WorkerHostTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_RequestUnderstood_ProgressThenOutcome()
    {
        (int code, WorkerMessage[] messages) = await RunAsync(
            (request, progress, _) =>
            {
                progress.Report(new TrialProgress(Phase.Pilot, 1, null, null));
                return new TrialOutcome.Skipped(request.Case.Id);
            }
        );

        code.ShouldBe(0);
        messages.ShouldBe([
            new WorkerMessage.Progressed(new TrialProgress(Phase.Pilot, 1, null, null)),
            new WorkerMessage.Ended(new TrialOutcome.Skipped(Some.Case().Id)),
        ]);
    }

    [Fact]
    public async Task Run_MeasureThrows_FailedOutcome()
    {
        (int code, WorkerMessage[] messages) = await RunAsync(
            (_, _, _) => throw new InvalidOperationException("shapes differ")
        );

        code.ShouldBe(0);
        Outcome(messages).Attempted.ShouldBe($"{Some.Case()} failed with InvalidOperationException: shapes differ");
    }

    [Fact]
    public async Task Run_OutOfMemory_AdvisesSmallerBatch()
    {
#pragma warning disable MA0012, CA2201 // What the runtime throws is what has to be caught.
        (_, WorkerMessage[] messages) = await RunAsync((_, _, _) => throw new OutOfMemoryException("8 GiB"));
#pragma warning restore MA0012, CA2201

        Outcome(messages).Advice.ShouldBe("Choose a smaller batch.");
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("{\"schema\":\"laptime.request/9\"}\n")]
    [InlineData("")]
    public async Task Run_RequestNotUnderstood_FailedOutcomeAndCode2(string line)
    {
        (int code, WorkerMessage[] messages) = await RunAsync(
            (_, _, _) => throw new UnreachableException(),
            Encoding.UTF8.GetBytes(line)
        );

        code.ShouldBe(2);
        Outcome(messages).Attempted.ShouldContain("could not understand the request ($");
    }

    [Fact]
    public async Task Run_Cancelled_Code130AndNoOutcome()
    {
        using CancellationTokenSource cancel = new();

        (int code, WorkerMessage[] messages) = await RunAsync(
            (_, _, token) =>
            {
                cancel.Cancel();
                token.ThrowIfCancellationRequested();
                throw new UnreachableException();
            },
            token: cancel.Token
        );

        code.ShouldBe(130);
        messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_LauncherDoesNotListen_IOException()
    {
        await Should.ThrowAsync<IOException>(() =>
            WorkerHost.RunAsync(
                new MemoryStream(Line()),
                new DeafStream(),
                (_, progress, _) =>
                {
                    progress.Report(new TrialProgress(Phase.Pilot, 1, null, null));
                    throw new UnreachableException();
                },
                () => { },
                Token
            )
        );
    }

    [Fact]
    public async Task ParentWatch_PipeCloses_Called()
    {
        using AnonymousPipeServerStream parent = new(PipeDirection.Out);
        using AnonymousPipeClientStream worker = new(PipeDirection.In, parent.ClientSafePipeHandle);
        TaskCompletionSource gone = new();

        ParentWatch.Start(worker, gone.SetResult);

        await Task.Delay(50, Token);
        gone.Task.IsCompleted.ShouldBeFalse();
        parent.Dispose();
        await gone.Task.WaitAsync(TimeSpan.FromSeconds(5), Token);
    }

    [Fact]
    public async Task Worker_ParentGone_EndsAtOnceInTheMiddleOfATrial()
    {
        using Process worker = Process.Start(
            new ProcessStartInfo(Environment.ProcessPath!, ["worker", "endless"])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }
        )!;
        await worker.StandardInput.BaseStream.WriteAsync(Line(), Token);
        await worker.StandardInput.BaseStream.FlushAsync(Token);
        await worker.StandardOutput.ReadLineAsync(Token);
        (await worker.StandardOutput.ReadLineAsync(Token)).ShouldNotBeNull();
        worker.HasExited.ShouldBeFalse();

        worker.StandardInput.Close();

        await worker.WaitForExitAsync(Token).WaitAsync(TimeSpan.FromSeconds(5), Token);
        worker.ExitCode.ShouldBe(137);
    }

    private static byte[] Line() => [.. RequestDocument.Write(Some.Request()), (byte)'\n'];

    private static TrialOutcome.Failed Outcome(WorkerMessage[] messages) =>
        messages
            .ShouldHaveSingleItem()
            .ShouldBeOfType<WorkerMessage.Ended>()
            .Outcome.ShouldBeOfType<TrialOutcome.Failed>();

    private static async Task<(int Code, WorkerMessage[] Messages)> RunAsync(
        Func<TrialRequest, IProgress<TrialProgress>, CancellationToken, TrialOutcome> measure,
        byte[]? line = null,
        CancellationToken? token = null
    )
    {
        using MemoryStream output = new();
        int code = await WorkerHost.RunAsync(
            new MemoryStream(line ?? Line()),
            output,
            measure,
            () => { },
            token ?? Token
        );
        output.Position = 0;
        List<WorkerMessage> messages = [];
        await foreach (ReadResult<WorkerMessage> message in MessageReader.ReadAsync(output, Token))
        {
            messages.Add(message.Value.ShouldNotBeNull());
        }
        return (code, [.. messages]);
    }

    /// <summary>A pipe whose other end is closed.</summary>
    private sealed class DeafStream : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("Broken pipe");

        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("Broken pipe");
    }
}
