using Laptime.Cli.Terminal;
using Laptime.Core.Platforms;
using Laptime.Torch.Engine;

namespace Laptime.Cli.Running;

/// <summary>The libtorch of this machine, as the commands need it; nothing is loaded into this process.</summary>
internal static class Engine
{
    /// <summary>What the search found, as a fact about the platform; null if it found nothing.</summary>
    public static EngineFacts? Describe(LibtorchBuild? build) =>
        build is null
            ? null
            : new EngineFacts
            {
                Version = build.Version,
                LibraryPath = build.LibraryDirectory,
                Origin = build.Origin,
                Cuda = build.Cuda,
                Cudnn = build.Cudnn,
                Cxx11Abi = build.Cxx11Abi,
            };

    /// <summary>Looks for a libtorch.</summary>
    public static Task<LibtorchSearch> FindAsync(CancellationToken cancellationToken) =>
        new LibtorchFinder(EngineEnvironment.Current).FindAsync(cancellationToken);

    /// <summary>The adapter for a libtorch, built with a line for each step if it was not built before.</summary>
    /// <exception cref="EngineException">Something is missing; the message says how to mend it.</exception>
    public static async Task<Adapter> PrepareAsync(
        LibtorchBuild libtorch,
        Screen screen,
        CancellationToken cancellationToken
    )
    {
        AdapterBuilder builder = new(EngineEnvironment.Current);
        Adapter adapter =
            builder.FindBuilt(libtorch) ?? await builder.BuildAsync(libtorch, screen.Say, cancellationToken);
        if (adapter.Note is { } note)
        {
            screen.Warn(note);
        }
        return adapter;
    }
}
