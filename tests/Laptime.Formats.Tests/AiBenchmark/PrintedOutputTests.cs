using System.Diagnostics;
using System.Text;
using Laptime.Core.AiBenchmark;
using Laptime.Formats.AiBenchmark;

namespace Laptime.Formats.Tests.AiBenchmark;

/// <summary>Printed output in the formats of the original's print statements and of what people paste.</summary>
public class PrintedOutputTests
{
    private static readonly string Plain = Output(test => $"{test.Reference.Value * 2e3:F0} ± 3 ms");

    [Fact]
    public void Read_WholeOutput_HasAllAndItsSurroundings()
    {
        PrintedOutput output = PrintedOutput.Read(Plain);

        PrintedRun run = output.Runs.ShouldHaveSingleItem();
        run.Figures.Select(figure => figure.SubTest).ShouldBe(SubTests.Full);
        run.Version.ShouldBe("0.1.2");
        run.TensorFlow.ShouldBe("2.11.0");
        run.Platform.ShouldBe("Linux-5.15-with-glibc2.35");
        run.Cpu.ShouldBeNull();
        run.CpuMemory.ShouldBe("63 GB");
        run.Gpus.ShouldBe(["Tesla V100-SXM2-16GB, 14.4 GB"]);
        run.Machine.ShouldBe("Tesla V100-SXM2-16GB");
        run.InferenceScore.ShouldBe(5000);
        run.Disagreements().ShouldBeEmpty();
        (output.Unread, output.Others).ShouldBe((0, 0));
    }

    public static TheoryData<string, Func<string, string>> Wrappings =>
        new()
        {
            { "CRLF", text => text.Replace("\n", "\r\n", StringComparison.Ordinal) },
            { "CR", text => text.Replace('\n', '\r') },
            { "colours", text => EachLine(text, line => $"\e[1;32m{line}\e[0m\e]0;title\a") },
            {
                "entities",
                text =>
                    text.Replace("±", "&plusmn;", StringComparison.Ordinal)
                        .Replace("  ", "&nbsp; ", StringComparison.Ordinal)
            },
            { "br", text => text.Replace("\n", "<br/>", StringComparison.Ordinal) },
            { "no-break spaces", text => text.Replace(' ', '\u00A0') },
            { "timestamps", text => EachLine(text, line => $"2025-03-04T03:08:59.778108Z {line}") },
            { "MPI", text => EachLine(text, line => $"[1,0]<stdout>:{line}") },
            { "logging", text => EachLine(text, line => $"INFO:root:{line}") },
            { "quoted", text => EachLine(text, line => $"> {line}") },
            {
                "notebook",
                text =>
                    EachLine(text, line => $"      \"{line.Replace("±", "\\u00b1", StringComparison.Ordinal)}\\n\",")
            },
            {
                "markdown",
                text =>
                    EachLine(text, line => line.Contains('/', StringComparison.Ordinal) ? $"### {line}  " : $"{line}  ")
            },
            { "ASCII", text => text.Replace("±", "+/-", StringComparison.Ordinal) },
            { "mojibake", text => text.Replace("±", "Â±", StringComparison.Ordinal) },
            { "replacement", text => text.Replace('±', '\uFFFD') },
            { "terminal without ±", text => text.Replace("±", "ms, std:", StringComparison.Ordinal) },
            { "code page", text => text.Replace("±", "┬▒", StringComparison.Ordinal) },
            {
                "wrapped",
                text =>
                    text.Replace(": ", ":\n", StringComparison.Ordinal)
                        .Replace("*  TF Version:\n", "*  TF Version: ", StringComparison.Ordinal)
            },
            {
                "wrapped at 40",
                text =>
                    EachLine(
                        text,
                        line => line.Contains("batch", StringComparison.Ordinal) ? line.Insert(40, "\n") : line
                    )
            },
            {
                "warnings",
                text => EachLine(text, line => $"I0000 gpu_device.cc:2022] Created device GPU:0 with 14785 MB\n{line}")
            },
            { "twice", text => EachLine(text, line => $"{line}\n{line}") },
        };

    [Theory]
    [MemberData(nameof(Wrappings), DisableDiscoveryEnumeration = true)]
    public void Read_Wrapped_SameFigures(string name, Func<string, string> wrap)
    {
        PrintedRun expected = PrintedOutput.Read(Plain).Runs.Single();

        PrintedOutput output = PrintedOutput.Read(wrap(Plain));

        output.Unread.ShouldBe(0, name);
        output.Runs.ShouldHaveSingleItem(name).Figures.ShouldBe(expected.Figures, name);
    }

    [Fact]
    public void Read_OrderOfLinesReversed_SameScores()
    {
        string reversed = string.Join('\n', Plain.Split('\n').Reverse());

        ScoreSheet sheet = PrintedOutput.Read(reversed).Runs.ShouldHaveSingleItem().ToSheet("", null, null);

        sheet.Ai!.Points.ShouldBe(PrintedOutput.Read(Plain).Runs.Single().ToSheet("", null, null).Ai!.Points);
    }

    [Theory]
    [InlineData("1.1 - inference | batch=50, size=224x224: 60,8 ± 2,8 ms", 60.8, 2.8, 1)]
    [InlineData("1.1 - inference | batch=50, size=224x224: 240474.0 ± 0.0 ms", 240474, 0, 1)]
    [InlineData("1.1 - inference | batch=50, size=224x224: 1,234 ± 5 ms", 1234, 5, 0)]
    [InlineData("1.1-inference|batch=50,size=224x224:466±16ms", 466, 16, 0)]
    public void Read_OneLine_AsPrinted(string line, double mean, double deviation, int decimals)
    {
        PrintedFigure figure = PrintedOutput.Read(line).Runs.Single().Figures.ShouldHaveSingleItem();

        figure.SubTest.ShouldBe(SubTests.Full[0]);
        (figure.MeanMilliseconds, figure.DeviationMilliseconds, figure.Decimals).ShouldBe((mean, deviation, decimals));
    }

    [Fact]
    public void Read_BatchTornApart_SizeDecides() =>
        // Found in a README in which headings were made by search and replace.
        PrintedOutput
            .Read("1.2 - training  | batch=5### 0, size=224x224: 768 ± 32 ms")
            .Runs.Single()
            .Figures.ShouldHaveSingleItem()
            .SubTest.ShouldBe(SubTests.Full[1]);

    [Fact]
    public void Read_TrainingOnly_NumbersRestartAtOne()
    {
        // As forks of 18 tests print: 8.1 is the training of test 8, which a full run calls 8.3.
        StringBuilder text = new();
        foreach (SubTest test in SubTests.Full.Where(test => test.Kind == SubTestKind.Training))
        {
            text.Append(
                $"{test.Test}/18. {test.Title}\n\n{test.Test}.1 - training  | batch={test.Batch}, size={test.Height}x{test.Width}: 34.8 ± 0.8 ms\n"
            );
        }

        PrintedRun run = PrintedOutput.Read(text.ToString()).Runs.ShouldHaveSingleItem();

        run.Figures.Length.ShouldBe(18);
        run.ToSheet("", null, null).Training!.IsPartial.ShouldBeFalse();
        run.ToSheet("", null, null).Inference.ShouldBeNull();
    }

    [Fact]
    public void Read_Micro_IsTheMicroSet()
    {
        string text = string.Concat(
            SubTests.Micro.Select(test =>
                $"{test.Test}.1 - inference | batch=1, size={test.Height}x{test.Width}: {test.Reference.Value * 1e3:F1} ± 0.1 ms\n"
            )
        );

        PrintedRun run = PrintedOutput.Read(text + "Device Inference Score: 12000").Runs.ShouldHaveSingleItem();

        run.ToSheet("", null, null).Micro!.Value.ShouldBeInRange(9999, 10000);
        run.Disagreements().ShouldHaveSingleItem().ShouldStartWith("The printed inference score is 12000");
    }

    [Fact]
    public void Read_TwoRunsInOneText_AreTwo()
    {
        PrintedOutput output = PrintedOutput.Read(
            Plain + "\n" + Output(test => $"{test.Reference.Value * 4e3:F0} ± 3 ms")
        );

        output.Runs.Select(run => run.ToSheet("", null, null).Inference!.Points).ShouldBe([5000, 2500], 1);
        output.Runs[1].Disagreements().Count().ShouldBe(3);
        output.Runs.ShouldAllBe(run => run.Gpus.Length == 1);
    }

    [Fact]
    public void Read_ErrorInsteadOfTimes_IsMissingWithTheReason()
    {
        PrintedRun run = PrintedOutput
            .Read(Plain.Replace("50, size=224x224: 150 ± 3 ms", "50, size=224x224: error", StringComparison.Ordinal))
            .Runs.ShouldHaveSingleItem();

        MissingSubTest missing = run.ToSheet("", null, null).Missing.ShouldHaveSingleItem();
        (missing.SubTest.Id, missing.Reason).ShouldBe(("1.1", "error"));
    }

    [Theory]
    [InlineData("1.1 - inference | batch=51, size=224x224: 466 ± 16 ms")] // a fork with another batch
    [InlineData("1.1 - inference | batch=50, size=224x224: 0.0 ± 0.0 ms")] // no time at all
    [InlineData("1.1 - inference | batch=50, size=224x224: 46")] // cut off
    [InlineData("3.1 - inference | batch=50, size=224x224: 466 ± 16 ms")] // number and shape disagree
    public void Read_LineThatIsNone_IsCountedAndNamed(string line)
    {
        PrintedOutput output = PrintedOutput.Read(line);

        output.Runs.ShouldBeEmpty();
        output.Unread.ShouldBe(1);
        output.Examples.ShouldHaveSingleItem().ShouldStartWith(line[..20]);
    }

    [Fact]
    public void Read_RandomMutations_NeverThrowsAndNeverInvents()
    {
        Random random = new(20261121);
        const string Marks = "±|=x:.,-/\0\e[];&<>\r\n 0123456789abcinferencetraining\uD83D";
        for (int round = 0; round < 400; round++)
        {
            char[] text = Plain.ToCharArray();
            for (int i = 0; i < round; i++)
            {
                text[random.Next(text.Length)] = Marks[random.Next(Marks.Length)];
            }

            PrintedOutput output = PrintedOutput.Read(new string(text));

            foreach (PrintedRun run in output.Runs)
            {
                run.Figures.Select(figure => figure.SubTest).Distinct().Count().ShouldBe(run.Figures.Length);
                run.Figures.ShouldAllBe(figure =>
                    figure.MeanMilliseconds > 0 && double.IsFinite(figure.MeanMilliseconds)
                );
                PrintedRunDocument.Read(PrintedRunDocument.Write(run)).Error.ShouldBeNull();
            }
        }
    }

    [Theory]
    [InlineData("1.1 - inference | batch=")]
    [InlineData("inference")]
    [InlineData("0123456789")]
    [InlineData("\e[")]
    [InlineData("\e]")]
    [InlineData("&amp;")]
    [InlineData("<br")]
    [InlineData("1/19. ")]
    public void Read_OneMegabyteOfOneThing_TakesNoTime(string thing)
    {
        string text = string.Concat(Enumerable.Repeat(thing, 1_000_000 / thing.Length));
        var watch = Stopwatch.StartNew();

        PrintedOutput.Read(text).Runs.ShouldBeEmpty();

        // Quadratic time would be minutes; other work on the machine is given its share.
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Document_WrittenAndRead_IsTheSameRun()
    {
        PrintedRun run = PrintedOutput.Read(Plain).Runs.Single();

        PrintedRun back = PrintedRunDocument.Read(PrintedRunDocument.Write(run)).Value.ShouldNotBeNull();

        PrintedRunDocument.Write(back).ShouldBe(PrintedRunDocument.Write(run));
        ForeignRun.IdOf(back).ShouldBe(ForeignRun.IdOf(run));
        ForeignRun.IdOf(back with { TensorFlow = "2.12.0" }).ShouldNotBe(ForeignRun.IdOf(run));
    }

    private static string EachLine(string text, Func<string, string> change) =>
        string.Join('\n', text.Split('\n').Select(change));

    private static string Output(Func<SubTest, string> times)
    {
        StringBuilder text = new(
            """

            >>   AI-Benchmark-v.0.1.2   
            >>   Let the AI Games begin..

            *  TF Version: 2.11.0
            *  Platform: Linux-5.15-with-glibc2.35
            *  CPU: N/A
            *  CPU RAM: 63 GB
            *  GPU/0: Tesla V100-SXM2-16GB
            *  GPU RAM: 14.4 GB
            *  CUDA Version: 12.8
            *  CUDA Build: V12.8.61

            The benchmark is running...
            The tests might take up to 20 minutes
            Please don't interrupt the script

            """
        );
        foreach (IGrouping<int, SubTest> group in SubTests.Full.GroupBy(test => test.Test))
        {
            text.Append($"\n{group.Key}/19. {group.First().Title}\n\n");
            foreach (SubTest test in group)
            {
                string kind = test.Kind == SubTestKind.Training ? "training " : "inference";
                text.Append(
                    $"{test.Id} - {kind} | batch={test.Batch}, size={test.Height}x{test.Width}: {times(test)}\n"
                );
            }
        }
        text.Append(
            """

            Device Inference Score: 5000
            Device Training Score: 5000
            Device AI Score: 10000

            For more information and results, please visit http://ai-benchmark.com/alpha
            """
        );
        return text.ToString();
    }
}
