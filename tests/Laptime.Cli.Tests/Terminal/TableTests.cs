using Laptime.Cli.Terminal;

namespace Laptime.Cli.Tests.Terminal;

public class TableTests
{
    [Fact]
    public void Write_AlignsTextLeftAndNumbersRight()
    {
        Table table = new(new Column("case"), new Column("img/s", IsNumber: true), new Column("grade"));
        table.Add("resnet50", "1,234", "A");
        table.Add("mobilenet_v2", "98", "");

        Text(table, 80)
            .ShouldBe(
                """
                case          img/s  grade
                ────────────  ─────  ─────
                resnet50      1,234  A
                mobilenet_v2     98

                """
            );
    }

    [Fact]
    public void Write_WiderThanTheScreen_WrapsWhereItMay()
    {
        Table table = new(new Column("name"), new Column("advice", Wraps: true));
        table.Add("STEAL", "Other guests of this host take processor time; measure again later.");

        Text(table, 40)
            .ShouldBe(
                """
                name   advice
                ─────  ─────────────────────────────────
                STEAL  Other guests of this host take
                       processor time; measure again
                       later.

                """
            );
    }

    [Fact]
    public void Write_OnATerminal_KeepsColumnsInLine()
    {
        Table table = new(new Column("a"), new Column("b"));
        table.Add(new Cell("x", Style.Good), "y");
        using StringWriter writer = new();

        table.Write(writer, new Ink(isColoured: true), 80);

        writer.ToString().ShouldEndWith("\e[32mx\e[0m  y\n");
    }

    [Fact]
    public void Add_RowOfAnotherLength_Throws() =>
        Should.Throw<ArgumentException>(() => new Table(new Column("a")).Add("x", "y"));

    private static string Text(Table table, int width)
    {
        using StringWriter writer = new();
        table.Write(writer, new Ink(isColoured: false), width);
        return writer.ToString();
    }
}
