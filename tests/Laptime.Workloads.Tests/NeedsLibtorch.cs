using Laptime.Tests;

namespace Laptime.Workloads.Tests;

[CollectionDefinition(TorchTest.Collection, DisableParallelization = true)]
public sealed class NeedsLibtorch : ICollectionFixture<LoadedLibtorch>, ICollectionFixture<PythonOracle>;
