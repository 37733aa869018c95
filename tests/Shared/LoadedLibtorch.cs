using Laptime.Torch;
using Laptime.Torch.Engine;

namespace Laptime.Tests;

/// <summary>
/// This machine's libtorch, loaded into the test process once, behind an adapter that is built if need be (about a
/// minute of processor time the first time). An adapter that does not compile fails the tests.
/// </summary>
public sealed class LoadedLibtorch : IAsyncLifetime
{
    private string? missing;

    /// <summary>The libtorch; the test is skipped if there is none.</summary>
    public LibtorchBuild Build
    {
        get
        {
            Assert.SkipWhen(missing is not null, missing ?? "");
            return field!;
        }
        private set;
    }

    /// <summary>Path of the adapter; null without libtorch.</summary>
    public string? AdapterPath { get; private set; }

    public async ValueTask InitializeAsync()
    {
        var environment = EngineEnvironment.Current;
        var search = await new LibtorchFinder(environment).FindAsync(CancellationToken.None);
        if (search.Build?.IncludeDirectory is null)
        {
            missing = "no libtorch with headers is installed";
            return;
        }

        Build = search.Build;
        var adapter = await new AdapterBuilder(environment).BuildAsync(
            search.Build,
            line => TestContext.Current.SendDiagnosticMessage(line),
            CancellationToken.None
        );
        Libtorch.Load(adapter.Path);
        AdapterPath = adapter.Path;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
