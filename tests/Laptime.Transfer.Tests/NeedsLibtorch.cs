using Laptime.Tests;

namespace Laptime.Transfer.Tests;

[CollectionDefinition(TorchTest.Collection, DisableParallelization = true)]
public sealed class NeedsLibtorch : ICollectionFixture<LoadedLibtorch>, ICollectionFixture<PythonOracle>;
