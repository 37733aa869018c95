using System.Collections.Immutable;
using System.CommandLine;
using Laptime.Cli.Reports;
using Laptime.Cli.Running;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;
using Laptime.Core.Findings;
using Laptime.Core.Platforms;
using Laptime.Formats;
using Laptime.Probe;
using Laptime.Store;
using Laptime.Torch.Engine;

namespace Laptime.Cli.Commands;

/// <summary><c>laptime probe</c>.</summary>
internal static class ProbeCommand
{
    /// <summary>Name and version of the JSON schema; docs/json-output.md describes it.</summary>
    private const string Schema = "laptime.probe/1";

    public static Command Create(Screen screen)
    {
        DocumentedCommand command = new(
            "probe",
            "Says what this machine is: processor, memory, disk, GPUs, libtorch, cloud or container.",
            new Example("laptime probe", "what is known, and what may spoil a measurement"),
            new Example("laptime probe --json", "the same, for programs")
        )
        {
            Options = { ReadingOptions.Json },
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                PlatformFacts facts = await ReadAsync(cancellationToken);
                ImmutableArray<Finding> findings = PlatformFindings.Of(facts);
                if (parsed.GetValue(ReadingOptions.Json))
                {
                    WriteJson(facts, findings, screen);
                }
                else
                {
                    PlatformReport.Write(facts, screen);
                    FindingReport.Write(findings, screen);
                }
                return ExitCode.Done;
            }
        );
        return command;
    }

    /// <summary>Asking Python for its libtorch takes longest, up to a third of a second: the hardware is read meanwhile.</summary>
    public static async Task<PlatformFacts> ReadAsync(CancellationToken cancellationToken)
    {
        Task<LibtorchSearch> search = Task.Run(() => Engine.FindAsync(cancellationToken), cancellationToken);
        PlatformFacts facts = PlatformProbe.Read(Data(), TimeProvider.System, engine: null);
        try
        {
            return facts with { Engine = Engine.Describe((await search).Build) };
        }
        catch (Exception e) when (e is EngineException or IOException or UnauthorizedAccessException)
        {
            return facts with { Unreadable = facts.Unreadable.SetItem("libtorch", e.Message) };
        }
    }

    private static string Data()
    {
        try
        {
            return DataDirectory.Locate(Environment.GetEnvironmentVariable);
        }
        catch (StoreException)
        {
            // Without a home directory nothing can be saved, as the other commands say; a disk there is all the same.
            return Environment.CurrentDirectory;
        }
    }

    private static void WriteJson(PlatformFacts facts, ImmutableArray<Finding> findings, Screen screen) =>
        JsonReport.Write(
            json =>
            {
                json.WriteString("schema", Schema);
                json.WritePropertyName("platform");
                json.WriteRawValue(PlatformDocument.Write(facts));
                json.WriteStartArray("findings");
                foreach (Finding finding in findings)
                {
                    json.WriteStartObject();
                    json.WriteString("code", finding.Code);
                    json.WriteString("severity", finding.Severity.ToString().ToLowerInvariant());
                    json.WriteString("message", finding.Message);
                    json.WriteKnown("advice", finding.Advice);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
            },
            screen
        );
}
