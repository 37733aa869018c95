using System.Text;
using Laptime.Core.Quantities;
using Laptime.Core.Trials;
using Laptime.Testing;

namespace Laptime.Formats.Tests;

public sealed class WorkerMessageTests
{
    public static TheoryData<WorkerMessage> Messages =>
        [
            new WorkerMessage.Progressed(new TrialProgress(Phase.Measurement, 3, 16, new Seconds(0.125))),
            new WorkerMessage.Progressed(new TrialProgress(Phase.Pilot, 0, null, null)),
            new WorkerMessage.Ended(new TrialOutcome.Skipped("No tf32 on a processor.")),
            new WorkerMessage.Ended(new TrialOutcome.Failed("Loss became\nNaN.", "Lower the batch.")),
            new WorkerMessage.Ended(new TrialOutcome.Measured(Some.Samples())),
        ];

    [Theory]
    [MemberData(nameof(Messages), DisableDiscoveryEnumeration = true)]
    public void Read_WrittenMessage_Same(WorkerMessage message)
    {
        byte[] line = Line(WorkerMessage.Write(message));

        WorkerMessage.IsMessage(line).ShouldBeTrue();
        Filled.ShouldMatch(WorkerMessage.Read(line).Value, message, "message");
    }

    [Fact]
    public void Write_AfterUnfinishedPrint_StillALineOfItsOwn()
    {
        byte[] message = WorkerMessage.Write(new WorkerMessage.Ended(new TrialOutcome.Skipped("No GPU.")));
        byte[] output = [.. "onednn_verbose,exec"u8, .. message, .. "more"u8];

        string[] lines = Encoding.UTF8.GetString(output).Split('\n');

        lines.Count(line => WorkerMessage.IsMessage(Encoding.UTF8.GetBytes(line))).ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"ended\":{\"outcome\":\"skipped\",\"reason\":\"x\"}}")]
    [InlineData("laptime.worker/1 {}")]
    [InlineData("\u001elaptime.worker/2 {}")]
    public void IsMessage_StrayPrint_False(string line) =>
        WorkerMessage.IsMessage(Encoding.UTF8.GetBytes(line)).ShouldBeFalse();

    [Theory]
    [InlineData("{}", "$: must hold either progress or ended")]
    [InlineData("null", "$: missing")]
    [InlineData("{\"ended\":{\"outcome\":\"won\"}}", "$.ended.outcome: must be one of measured, skipped, failed")]
    [InlineData("{\"progress\":{\"phase\":\"pilot\",\"blocks\":-1}}", "$.progress.blocks: must be at least 0")]
    [InlineData("{\"progress\":", "$.progress: not JSON")]
    public void Read_BrokenMessage_ErrorNamesTheField(string json, string error) =>
        WorkerMessage
            .Read([.. WorkerMessage.Prefix, .. Encoding.UTF8.GetBytes(json)])
            .Error.ShouldNotBeNull()
            .ToString()
            .ShouldStartWith(error);

    private static byte[] Line(byte[] written)
    {
        written[0].ShouldBe((byte)'\n');
        written[^1].ShouldBe((byte)'\n');
        written.Count(value => value == '\n').ShouldBe(2);
        return written[1..^1];
    }
}
