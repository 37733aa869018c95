using Laptime.Torch.Engine;

namespace Laptime.Torch.Tests;

/// <summary>Tests that need libtorch; they run one after the other, because its settings are the process's.</summary>
[CollectionDefinition]
public class NeedsLibtorch : ICollectionFixture<LoadedLibtorch>;

/// <summary>
/// This machine's libtorch, loaded into the test process once, behind an adapter that is built if need be (about a
/// minute of processor time the first time).
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
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
