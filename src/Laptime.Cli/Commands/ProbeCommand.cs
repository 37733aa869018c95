using System.Collections.Immutable;
using System.CommandLine;
using Laptime.Cli.Reports;
using Laptime.Cli.Roofs;
using Laptime.Cli.Running;
using Laptime.Cli.Terminal;
using Laptime.Cli.Usage;
using Laptime.Core.Findings;
using Laptime.Core.Platforms;
using Laptime.Core.Quantities;
using Laptime.Core.Roofs;
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

    private static readonly Option<bool> Measure = new("--measure")
    {
        Description =
            "Measure what this machine can do at best: matrix products, memory, copies, operators, disk, decoding; about a minute.",
    };

    private static readonly Option<ImmutableArray<RoofKind>?> Only = OptionValues.Axis<RoofKind>(
        "--only",
        "With --measure: some of matmul, triad, copy, launch, disk, decode, with commas between",
        OptionValues.ReadWord<RoofKind>
    );

    private static readonly Option<Seconds?> Time = new("--seconds")
    {
        Description = "With --measure: time for all of it; a minute unless set.",
        HelpName = "SPAN",
        CustomParser = OptionValues.ParseSpan,
    };

    public static Command Create(Screen screen)
    {
        DocumentedCommand command = new(
            "probe",
            "Says what this machine is: processor, memory, disk, GPUs, libtorch, cloud or container.",
            new Example("laptime probe", "what is known, and what may spoil a measurement"),
            new Example("laptime probe --json", "the same, for programs"),
            new Example("laptime probe --measure", "and what it can do at best"),
            new Example("laptime probe --measure --only matmul,triad", "arithmetic and memory alone")
        )
        {
            Options = { Measure, Only, Time, ReadingOptions.Json },
        };
        command.Validators.Add(result =>
        {
            if (!result.GetValue(Measure) && (result.GetResult(Only) ?? result.GetResult(Time)) is { } option)
            {
                result.AddError($"{option.Option.Name} goes with --measure.");
            }
        });
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                PlatformFacts facts = await ReadAsync(cancellationToken);
                ImmutableArray<Finding> findings = PlatformFindings.Of(facts);
                ImmutableArray<Roof>? roofs = null;
                try
                {
                    roofs = parsed.GetValue(Measure)
                        ? await MeasureAsync(parsed, facts, screen, cancellationToken)
                        : null;
                }
                catch (OperationCanceledException)
                {
                    screen.Rewrite("");
                    return ExitCode.Cancelled;
                }
                if (parsed.GetValue(ReadingOptions.Json))
                {
                    WriteJson(facts, findings, roofs, screen);
                    return ExitCode.Done;
                }
                PlatformReport.Write(facts, screen);
                FindingReport.Write(findings, screen);
                if (roofs is { } measured)
                {
                    screen.Results.WriteLine();
                    RoofReport.Write(measured, facts, screen);
                }
                return ExitCode.Done;
            }
        );
        return command;
    }

    private static async Task<ImmutableArray<Roof>> MeasureAsync(
        ParseResult parsed,
        PlatformFacts facts,
        Screen screen,
        CancellationToken cancellationToken
    )
    {
        ImmutableArray<RoofSubject> subjects = RoofPlan.Of(
            facts,
            PlatformDefaults.Of(facts).Threads,
            parsed.GetValue(Only)
        );
        ImmutableArray<Roof> missing = RoofPlan.Missing(facts, parsed.GetValue(Only));
        if (subjects.IsEmpty)
        {
            return missing; // nothing but copies was asked for
        }
        Adapter? adapter = null;
        try
        {
            LibtorchSearch search = await Engine.FindAsync(cancellationToken);
            adapter = await Engine.PrepareAsync(search.Require(), screen, cancellationToken);
        }
        catch (EngineException e)
        {
            screen.Warn($"Measured without libtorch: {e.Message.ReplaceLineEndings(" ")}");
        }
        ImmutableArray<Roof> measured = await new RoofSession(screen, facts, adapter).MeasureAsync(
            subjects,
            parsed.GetValue(Time) ?? RoofSession.UsualTime,
            cancellationToken
        );
        return [.. measured, .. missing];
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

    private static void WriteJson(
        PlatformFacts facts,
        ImmutableArray<Finding> findings,
        ImmutableArray<Roof>? roofs,
        Screen screen
    ) =>
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
                if (roofs is { } measured)
                {
                    RoofReport.WriteJson(measured, json);
                }
            },
            screen
        );
}
