using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Laptime.Core.Runs;
using Laptime.Core.Trials;
using Laptime.Formats.Sealing;
using Laptime.Testing;

namespace Laptime.Formats.Tests;

public sealed class SealingTests
{
    // What docs/results-format.md says is not sealed, as members of the document.
    private static readonly string[] NotSealed =
    [
        "status",
        "ended_at",
        "note",
        "weights_path",
        "platform.host_name",
        "platform.disk.path",
        "platform.engine.library_path",
        "platform.host.evidence",
        "platform.host.slurm_job",
        "platform.unreadable",
        "transfer.data",
        "transfer.tensor_board",
        "transfer.checkpoints",
        "trials.reason",
        "trials.attempted",
        "trials.advice",
        "trials.samples.invalid_reason",
        "trials.samples.settings",
    ];

    private static RunRecord Measured(int seed = 3)
    {
        RunRecord record = Filled.Make<RunRecord>(new Random(seed));
        record = record with
        {
            Run = record.Run with { Seal = null, ToolVersion = "0.1.0" },
            Trials = [.. record.Trials.Select(trial => trial with { RunId = record.Run.Id })],
        };
        Trial failed = Some.Trial(record.Run.Id) with { Outcome = new TrialOutcome.Failed("At /home/me/x.", "Retry.") };
        return record with { Trials = record.Trials.Add(failed) };
    }

    [Fact]
    public void Verify_SealedRun_Unsigned()
    {
        RunRecord record = RunSealing.Seal(Measured(), key: null);

        RunSealing.Verify(record).ShouldBe(new SealVerdict(SealState.Unsigned, null, null));
        RunSealing.Verify(Measured()).State.ShouldBe(SealState.Unsealed);
    }

    [Fact]
    public void Verify_SignedRun_VerifiedWithTheKeysFingerprint()
    {
        using var key = SigningKey.Create();

        RunRecord record = RunSealing.Seal(Measured(), key);

        RunSealing.Verify(record).ShouldBe(new SealVerdict(SealState.Verified, key.Fingerprint, null));
        using var again = SigningKey.FromPem(key.ToPem());
        again.Fingerprint.ShouldBe(key.Fingerprint);
    }

    [Fact]
    public void Verify_ExportedRedactedAndReordered_StaysVerified()
    {
        using var key = SigningKey.Create();
        RunRecord record = RunSealing.Seal(Measured(), key);

        RunRecord copy = RunDocument.Read(RunDocument.Write(Redaction.Apply(record))).Value!;
        copy = copy with { Trials = [.. copy.Trials.Reverse()] };

        copy.Run.Platform.HostName.ShouldBeNull();
        RunSealing.Verify(copy).State.ShouldBe(SealState.Verified);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Verify_AnySealedFigureChanged_Altered(int seed)
    {
        RunRecord record = RunSealing.Seal(Measured(seed), key: null);
        byte[] document = RunDocument.Write(record);
        int altered = 0;
        foreach (string place in Leaves(JsonNode.Parse(document)!))
        {
            JsonNode changed = JsonNode.Parse(document)!;
            Change(changed, place);
            if (RunDocument.Read(Encoding.UTF8.GetBytes(changed.ToJsonString())).Value is not { } read)
            {
                continue; // the format itself refuses it
            }
            if (RunDocument.Write(read).AsSpan().SequenceEqual(document))
            {
                continue; // it follows from the rest, and is not read
            }
            string member = string.Join('.', place.Split('/').Where(part => !part.All(char.IsAsciiDigit)));
            bool isSealed = !NotSealed.Any(name =>
                member == name || member.StartsWith($"{name}.", StringComparison.Ordinal)
            );

            SealState state = RunSealing.Verify(read).State;

            state.ShouldBe(isSealed ? SealState.Altered : SealState.Unsigned, place);
            altered += isSealed ? 1 : 0;
        }
        // Else the walk has missed the document.
        altered.ShouldBeGreaterThan(80);
    }

    [Fact]
    public void Verify_TrialRemovedOrMadeValid_Altered()
    {
        RunRecord record = Measured();
        Trial trial = Some.Trial(record.Run.Id) with
        {
            Outcome = new TrialOutcome.Measured(Some.Samples() with { InvalidReason = "Too hot." }),
        };
        record = RunSealing.Seal(record with { Trials = record.Trials.Add(trial) }, key: null);
        RunSealing.Verify(record).State.ShouldBe(SealState.Unsigned);

        RunSealing.Verify(record with { Trials = record.Trials.RemoveAt(0) }).State.ShouldBe(SealState.Altered);
        RunSealing
            .Verify(
                record with
                {
                    Trials = record.Trials.Replace(
                        trial,
                        trial with
                        {
                            Outcome = new TrialOutcome.Measured(Some.Samples()),
                        }
                    ),
                }
            )
            .State.ShouldBe(SealState.Altered);
    }

    [Fact]
    public void Verify_SignatureOfAnotherKeyOrDamaged_Altered()
    {
        using var mine = SigningKey.Create();
        using var other = SigningKey.Create();
        RunRecord record = RunSealing.Seal(Measured(), mine);
        RunSeal seal = record.Run.Seal!;
        RunSeal theirs = RunSealing.Seal(record, other).Run.Seal!;
        RunSeal[] wrong =
        [
            seal with
            {
                PublicKey = theirs.PublicKey,
            },
            seal with
            {
                Signature = theirs.Signature,
            },
            seal with
            {
                Signature = null,
            },
            seal with
            {
                PublicKey = null,
            },
            seal with
            {
                PublicKey = "no base64!",
            },
            seal with
            {
                PublicKey = "AAAA",
            },
            seal with
            {
                Signature = "AAAA",
            },
            seal with
            {
                Signature = new string('A', 100_000),
            },
            seal with
            {
                Digest = new string('0', 64),
            },
        ];

        foreach (RunSeal one in wrong)
        {
            RunSealing
                .Verify(record with { Run = record.Run with { Seal = one } })
                .State.ShouldBe(SealState.Altered, one.ToString());
        }
    }

    [Fact]
    public void Verify_MadeByANewerLaptime_NotCalledAltered()
    {
        RunRecord record = RunSealing.Seal(
            Measured() with
            {
                Run = Measured().Run with { ToolVersion = "99.0.0" },
            },
            null
        );
        RunRecord unreadable = record with { Run = record.Run with { Seal = record.Run.Seal! with { Digest = "0" } } };
        RunRecord form = record with { Run = record.Run with { Seal = record.Run.Seal! with { Form = 2 } } };

        RunSealing.Verify(record).State.ShouldBe(SealState.Unsigned);
        RunSealing.Verify(unreadable).State.ShouldBe(SealState.Unsealed);
        RunSealing.Verify(form).State.ShouldBe(SealState.Unsealed);
    }

    [Fact]
    public void Merge_LongerStoryComesIn_ItsSignatureStays()
    {
        using var key = SigningKey.Create();
        RunRecord whole = RunSealing.Seal(Measured(), key);
        RunRecord part = RunSealing.Seal(whole with { Trials = whole.Trials.RemoveAt(0) }, key: null);
        RunRecord altered = part with { Run = part.Run with { Seal = part.Run.Seal! with { Digest = "0" } } };
        Run bare = whole.Run with { Seal = null };

        RunSealing.Merge(whole with { Run = bare }, part, whole).ShouldBe(whole.Run.Seal);
        RunSealing.Merge(whole with { Run = bare }, whole, part).ShouldBe(whole.Run.Seal);
        // Neither fits the whole: nobody vouches for it.
        RunSealing.Merge(whole with { Run = bare }, part, part).Signature.ShouldBeNull();
        // What was altered is not washed clean.
        RunSealing.Merge(part with { Run = bare }, altered, altered).ShouldBe(altered.Run.Seal);
    }

    [Fact]
    public async Task Digest_ByTheProgramInTheDocumentation_Same()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/python3"), "There is no python3.");
        string directory = Directory.CreateTempSubdirectory("laptime-seal-").FullName;
        try
        {
            string documentation = await File.ReadAllTextAsync(
                DocumentationTests.Find("docs/results-format.md"),
                TestContext.Current.CancellationToken
            );
            string program = documentation.Split("```python")[1].Split("```")[0];
            await File.WriteAllTextAsync($"{directory}/digest.py", program, TestContext.Current.CancellationToken);
            RunRecord record = RunSealing.Seal(Measured(), key: null);
            await File.WriteAllBytesAsync(
                $"{directory}/run.json",
                RunDocument.Write(Redaction.Apply(record)),
                TestContext.Current.CancellationToken
            );

            string output = await RunAsync("/usr/bin/python3", $"{directory}/digest.py", $"{directory}/run.json");

            output.Trim().ShouldBe(record.Run.Seal!.Digest);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task Signature_ByOpenssl_Verified()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/openssl"), "There is no openssl.");
        string directory = Directory.CreateTempSubdirectory("laptime-seal-").FullName;
        try
        {
            using var key = SigningKey.Create();
            RunSeal seal = RunSealing.Seal(Measured(), key).Run.Seal!;
            CancellationToken token = TestContext.Current.CancellationToken;
            await File.WriteAllTextAsync($"{directory}/key.pem", key.ToPublicPem(), token);
            await File.WriteAllTextAsync($"{directory}/statement", $"laptime-seal/1\n{seal.Digest}\n", token);
            await File.WriteAllBytesAsync($"{directory}/signature", Convert.FromBase64String(seal.Signature!), token);

            string output = await RunAsync(
                "/usr/bin/openssl",
                "dgst",
                "-sha256",
                "-verify",
                $"{directory}/key.pem",
                "-signature",
                $"{directory}/signature",
                $"{directory}/statement"
            );

            output.Trim().ShouldBe("Verified OK");
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false }
        )!;
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output;
    }

    /// <summary>Paths of all values that hold no others, separated by slashes; without schemas and the seal itself.</summary>
    private static IEnumerable<string> Leaves(JsonNode node, string path = "") =>
        node switch
        {
            JsonObject members => members
                .Where(member => member.Value is not null && member.Key is not ("seal" or "schema"))
                .SelectMany(member => Leaves(member.Value!, $"{path}/{member.Key}")),
            JsonArray items => items.SelectMany((item, i) => item is null ? [] : Leaves(item, $"{path}/{i}")),
            _ => [path.TrimStart('/')],
        };

    private static void Change(JsonNode root, string place)
    {
        string[] parts = place.Split('/');
        JsonNode parent = root;
        foreach (string part in parts[..^1])
        {
            parent = parent is JsonArray ? parent[int.Parse(part)]! : parent[part]!;
        }
        JsonNode value = parent is JsonArray ? parent[int.Parse(parts[^1])]! : parent[parts[^1]]!;
        JsonNode changed = value.GetValueKind() switch
        {
            JsonValueKind.True => JsonValue.Create(false),
            JsonValueKind.False => JsonValue.Create(true),
            JsonValueKind.Number => value.AsValue().TryGetValue(out long whole)
                ? JsonValue.Create(whole + 1)
                : JsonValue.Create(Math.BitIncrement(value.GetValue<double>())),
            _ => JsonValue.Create($"{value.GetValue<string>()}x"),
        };
        if (parent is JsonArray list)
        {
            list[int.Parse(parts[^1])] = changed;
        }
        else
        {
            parent[parts[^1]] = changed;
        }
    }
}
