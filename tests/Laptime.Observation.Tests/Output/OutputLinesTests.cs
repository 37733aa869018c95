using System.Text;
using Laptime.Observation.Output;

namespace Laptime.Observation.Tests.Output;

public sealed class OutputLinesTests
{
    [Fact]
    public void Add_RedrawnBar_EachStateWithItsOwnArrival()
    {
        List<(string, long)> found = Read((1, "\r 1/9"), (5, "\r 2/9"), (9, "\r 3/9\n"));

        found.ShouldBe([(" 1/9", 1), (" 2/9", 5), (" 3/9", 9)]);
    }

    [Fact]
    public void Add_Backspaces_EndAState() =>
        Read((1, "1/2 [=>]"), (2, "\b\b\b\b\b\b\b\b\r2/2 [==]\n")).ShouldBe([("1/2 [=>]", 1), ("2/2 [==]", 2)]);

    [Fact]
    public void Add_LineInPieces_Whole() => Read((1, "ste"), (2, "p 1"), (3, "0\n")).ShouldBe([("step 10", 3)]);

    [Theory]
    [InlineData("\x1b[1m34\x1b[0m/50")]
    [InlineData("\x1b]0;title\a34/50")]
    [InlineData("\x1b]0;title\x1b\\34/50")]
    [InlineData("3\0\u00014/50")]
    public void Add_EscapeSequences_LeftOut(string text) => Read((1, text + "\n")).ShouldBe([("34/50", 1)]);

    [Fact]
    public void Add_AnyBytes_NeverFailsNeverGrows()
    {
        Random random = new(7);
        OutputLines lines = new();
        byte[] bytes = new byte[100_000];
        for (int round = 0; round < 20; round++)
        {
            random.NextBytes(bytes);
            bytes.AsSpan().Replace((byte)'\n', (byte)'x');
            lines.Add(round, bytes, (line, _) => line.Length.ShouldBeLessThanOrEqualTo(OutputLines.Longest));
        }
    }

    private static List<(string, long)> Read(params (long Ticks, string Text)[] pieces)
    {
        OutputLines lines = new();
        List<(string, long)> found = [];
        foreach ((long ticks, string text) in pieces)
        {
            lines.Add(ticks, Encoding.UTF8.GetBytes(text), (line, at) => found.Add((line, at)));
        }
        lines.Flush((line, at) => found.Add((line, at)));
        return found;
    }
}
