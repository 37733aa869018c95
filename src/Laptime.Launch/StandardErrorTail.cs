using System.Text;

namespace Laptime.Launch;

/// <summary>Keeps the end of what a process writes to its standard error.</summary>
internal sealed class StandardErrorTail
{
    private const int KeptCharacters = 4000;

    private readonly StringBuilder _kept = new();

    /// <summary>Reads to the end, however much it is.</summary>
    public async Task ReadAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        char[] buffer = new char[2048];
        int length;
        while ((length = await reader.ReadAsync(buffer, cancellationToken)) > 0)
        {
            lock (_kept)
            {
                _kept.Append(buffer, 0, length);
                _kept.Remove(0, Math.Max(0, _kept.Length - KeptCharacters));
            }
        }
    }

    /// <summary>The last lines, without control characters, which could play tricks on a terminal; empty if nothing was said.</summary>
    public string LastLines(int count)
    {
        string text;
        lock (_kept)
        {
            text = _kept.ToString();
        }
        return string.Join(
            '\n',
            text.Split('\n')
                .Select(line => string.Concat(line.Where(c => !char.IsControl(c))).Trim())
                .Where(line => line.Length > 0)
                .TakeLast(count)
        );
    }
}
