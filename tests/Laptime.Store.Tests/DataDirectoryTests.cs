namespace Laptime.Store.Tests;

public sealed class DataDirectoryTests
{
    [Theory]
    [InlineData("/data", "/xdg", "/home/me", "/data")]
    [InlineData(null, "/xdg", "/home/me", "/xdg/laptime")]
    [InlineData("", "", "/home/me", "/home/me/.local/share/laptime")]
    [InlineData(null, "relative", "/home/me", "/home/me/.local/share/laptime")]
    public void Locate_Variables_InTheirOrder(string? own, string? xdg, string? home, string directory) =>
        Locate(own, xdg, home).ShouldBe(directory);

    [Fact]
    public void Locate_RelativeLaptimeData_FromTheWorkingDirectory() =>
        Locate("here", null, null).ShouldBe(Path.Combine(Environment.CurrentDirectory, "here"));

    [Fact]
    public void Locate_NoHome_SaysWhatToSet() =>
        Should.Throw<StoreException>(() => Locate(null, null, null)).Message.ShouldContain("LAPTIME_DATA");

    private static string Locate(string? own, string? xdg, string? home) =>
        DataDirectory.Locate(name =>
            name switch
            {
                "LAPTIME_DATA" => own,
                "XDG_DATA_HOME" => xdg,
                "HOME" => home,
                _ => null,
            }
        );
}
