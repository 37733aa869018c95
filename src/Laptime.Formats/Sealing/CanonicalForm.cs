using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Laptime.Core.Runs;

namespace Laptime.Formats.Sealing;

/// <summary>
/// The bytes that a seal digests: the measured part of a run in one form that every program can make from an export. It is
/// bencode (BEP 3, https://www.bittorrent.org/beps/bep_0003.html) with three signs more; docs/results-format.md describes it
/// and has a program of a few lines that checks it. What an export leaves out or rewrites is not part of it, so that the
/// digest of a run and of its redacted copy are the same.
/// </summary>
internal static class CanonicalForm
{
    /// <summary>Number of this form; another one gets the next.</summary>
    public const int Number = 1;

    // Where names, paths and free texts of the user's own may stand. Whether a trial is invalid is measured, why is text.
    private static readonly HashSet<string> LeftOut = new(StringComparer.Ordinal)
    {
        "schema",
        "seal",
        "note",
        "status",
        "ended_at",
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
    };

    /// <summary>SHA-256 of the canonical form, in lower-case hexadecimal digits.</summary>
    public static string Digest(RunRecord record)
    {
        using var document = JsonDocument.Parse(
            RunDocument.Write(
                record with
                {
                    Trials = [.. record.Trials.OrderBy(trial => trial.Id.ToString(), StringComparer.Ordinal)],
                }
            )
        );
        using Writer writer = new();
        writer.Write(document.RootElement, "");
        return writer.End();
    }

    private sealed class Writer : IDisposable
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public string End() => Convert.ToHexStringLower(_hash.GetHashAndReset());

        public void Dispose() => _hash.Dispose();

        /// <summary>Writes a value with all that is in it.</summary>
        /// <param name="element">What to write.</param>
        /// <param name="path">Names on the way to it, without positions in lists.</param>
        public void Write(JsonElement element, string path)
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.Object:
                    WriteObject(element, path);
                    break;
                case JsonValueKind.Array:
                    Add("l");
                    foreach (JsonElement item in element.EnumerateArray())
                    {
                        Write(item, path);
                    }
                    Add("e");
                    break;
                case JsonValueKind.String:
                    Add(element.GetString()!, isText: true);
                    break;
                case JsonValueKind.Number:
                    WriteNumber(element);
                    break;
                case JsonValueKind.True or JsonValueKind.False:
                    Add(element.ValueKind == JsonValueKind.True ? "t" : "f");
                    break;
                default:
                    Add("n");
                    break;
            }
        }

        private void WriteObject(JsonElement element, string path)
        {
            Add("d");
            foreach (
                JsonProperty member in element.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal)
            )
            {
                string place = path.Length == 0 ? member.Name : $"{path}.{member.Name}";
                if (LeftOut.Contains(place) || member.Value.ValueKind == JsonValueKind.Null)
                {
                    continue;
                }
                if (path == "trials.samples.settings" && !IsFigure(member.Value.GetString()!))
                {
                    continue;
                }
                Add(member.Name, isText: true);
                if (place == "trials.samples.invalid_reason")
                {
                    Add("t");
                }
                else
                {
                    Write(member.Value, place);
                }
            }
            Add("e");
        }

        /// <summary>
        /// A whole number as such, whether it was written 2 or 2.0; any other by the bits of the double, since languages print
        /// doubles differently.
        /// </summary>
        private void WriteNumber(JsonElement element)
        {
            if (element.TryGetInt64(out long whole))
            {
                Add($"i{whole.ToString(CultureInfo.InvariantCulture)}e");
                return;
            }
            double value = element.GetDouble();
            if (value == Math.Truncate(value) && Math.Abs(value) < 1L << 53)
            {
                Add($"i{((long)value).ToString(CultureInfo.InvariantCulture)}e");
                return;
            }
            Span<byte> bits = stackalloc byte[sizeof(double)];
            BinaryPrimitives.WriteDoubleBigEndian(bits, value);
            Add($"x{Convert.ToHexStringLower(bits)}");
        }

        // Settings are free texts, but figures among them are measured, and redaction does not touch them.
        private static bool IsFigure(string text) =>
            text.Length is > 0 and < 40
            && text.All(c => char.IsAsciiDigit(c) || c is '.' or '-' or '+' or 'e' or 'E')
            && char.IsAsciiDigit(text[^1]);

        private void Add(string text, bool isText = false)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            if (isText)
            {
                _hash.AppendData(Encoding.ASCII.GetBytes($"{bytes.Length.ToString(CultureInfo.InvariantCulture)}:"));
            }
            _hash.AppendData(bytes);
        }
    }
}
