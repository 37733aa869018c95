using Laptime.Torch.Engine;

namespace Laptime.Torch.Tests.Engine;

public sealed class DoctorTests : IDisposable
{
    private readonly FakeMachine machine = new();

    [Fact]
    public async Task Examine_NothingThere_NamesTheCommands()
    {
        var lines = await ExamineAsync();

        lines["libtorch"].State.ShouldBe(DoctorState.Missing);
        lines["libtorch"].Remedy.ShouldNotBeNull().ShouldContain("apt-get install libtorch-dev");
        lines["compiler"].State.ShouldBe(DoctorState.Missing);
        lines["compiler"].Remedy.ShouldNotBeNull().ShouldContain("apt-get install g++");
        lines["cache"].State.ShouldBe(DoctorState.Ok);
    }

    [Fact]
    public async Task Examine_AllThereButNotBuilt_IsWell()
    {
        machine.Libtorch("usr");
        machine.Script("bin/g++", "exit 1");
        machine.Write("program/native/a.cpp", "");

        var lines = await ExamineAsync();

        lines.Values.ShouldAllBe(line => line.State == DoctorState.Ok);
        lines["libtorch"].Found.ShouldContain("2.6.0, CPU only");
        lines["adapter"].Found.ShouldContain("not built yet");
    }

    [Fact]
    public async Task Examine_HeadersMissing_NamesTheCommand()
    {
        machine.Libtorch("torch", headers: null);
        machine.Write("torch/version.py", "__version__ = '2.6.0'");
        machine.Variables["LAPTIME_LIBTORCH"] = machine.At("torch");

        var lines = await ExamineAsync();

        lines["headers"].State.ShouldBe(DoctorState.Missing);
        lines["headers"].Remedy.ShouldNotBeNull().ShouldContain("libtorch-dev");
        lines.Keys.ShouldNotContain("adapter");
    }

    [Fact]
    public async Task Examine_CudaWithoutHeaders_Warns()
    {
        machine.Libtorch("usr");
        machine.Write("usr/lib/libtorch_cuda.so", "elf");

        (await ExamineAsync())["CUDA headers"].State.ShouldBe(DoctorState.Warning);
    }

    [Fact]
    public async Task Examine_NamedCompilerMissing_IsALineNotACrash()
    {
        machine.Libtorch("usr");
        machine.Variables["CXX"] = "no-such-compiler";

        var lines = await ExamineAsync();

        lines["compiler"].Found.ShouldContain("CXX names no-such-compiler");
        lines["adapter"].State.ShouldBe(DoctorState.Missing);
    }

    public void Dispose() => machine.Dispose();

    private async Task<IReadOnlyDictionary<string, DoctorLine>> ExamineAsync() =>
        (await new Doctor(machine.Environment).ExamineAsync(TestContext.Current.CancellationToken))
            .GroupBy(line => line.Subject)
            .ToDictionary(group => group.Key, group => group.First());
}
