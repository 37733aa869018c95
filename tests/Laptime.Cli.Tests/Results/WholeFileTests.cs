using Laptime.Cli.Results;

namespace Laptime.Cli.Tests.Results;

public class WholeFileTests
{
    [Fact]
    public async Task WriteAsync_FailingHalfway_LeavesTheOldFileAndNothingElse()
    {
        using TemporaryData data = new();
        string file = data.File("precious");
        await File.WriteAllTextAsync(file, "precious", TestContext.Current.CancellationToken);

        await Should.ThrowAsync<IOException>(() =>
            WholeFile.WriteAsync(
                file,
                mayReplace: true,
                async stream =>
                {
                    await stream.WriteAsync(new byte[100_000]);
                    throw new IOException("No space left on device");
                }
            )
        );

        (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).ShouldBe("precious");
        Directory.GetFiles(data.Directory).ShouldBe([file]);
    }

    [Fact]
    public async Task WriteAsync_IntoAMissingDirectory_Throws()
    {
        using TemporaryData data = new();

        await Should.ThrowAsync<IOException>(() =>
            WholeFile.WriteAsync(data.File("none/file"), mayReplace: false, _ => Task.CompletedTask)
        );
    }
}
