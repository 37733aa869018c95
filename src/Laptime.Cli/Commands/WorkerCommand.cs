using System.CommandLine;
using System.Diagnostics;
using Laptime.Cli.Running;
using Laptime.Core.Trials;
using Laptime.Launch;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime worker</c>: the fresh process of one trial. Called by the program itself, so help does not show it.</summary>
internal static class WorkerCommand
{
    public static Command Create()
    {
        Argument<string> adapter = new("adapter") { Description = "The adapter's shared library." };
        Argument<string?> purpose = new("purpose")
        {
            Description = "'try': do one step, measure nothing.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Command command = new("worker", "Measures one case; started by the program itself.") { Hidden = true };
        command.Arguments.Add(adapter);
        command.Arguments.Add(purpose);
        command.SetAction(
            async (parse, cancellationToken) =>
            {
                await using Stream output = WorkerOutput.Claim();
                await using Stream input = Console.OpenStandardInput();
                string path = parse.GetRequiredValue(adapter);
                using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(
                    cancellationToken
                );
                bool saves = false;
                return await WorkerHost.RunAsync(input, output, Measure, parentGone: End, ending.Token);

                TrialOutcome Measure(TrialRequest request, IProgress<TrialProgress> progress, CancellationToken token)
                {
                    Volatile.Write(ref saves, request.Transfer is not null);
                    return request switch
                    {
                        { Transfer: not null } => TransferWorker.Run(path, request, progress, token),
                        { Script: not null } when parse.GetValue(purpose) == ScriptTrial.Try => ScriptWorker.Try(
                            path,
                            request
                        ),
                        { Script: not null } => ScriptWorker.Measure(path, request, progress, token),
                        _ => Worker.Measure(path, request, progress, token),
                    };
                }

                // A job that takes hours saves its work first; whatever else is measured has nobody left to measure for.
                void End()
                {
                    if (Volatile.Read(ref saves))
                    {
                        ending.Cancel();
                        Thread.Sleep(TransferSession.Grace);
                    }
                    // Not Environment.Exit, which waits for others: where memory ran out they may never come.
                    using Process self = Process.GetCurrentProcess();
                    self.Kill();
                }
            }
        );
        return command;
    }
}
