using System.Globalization;
using Laptime.Store;
using Laptime.Store.Bench;
using Laptime.Store.Relational;

// What a store of many runs costs in time; the runs are made up here, the same every time.
//   build STORE [RUNS]    fill an empty store; 100,000 runs unless given
//   list STORE [TIMES]    time what pages and commands ask of it; 100 times each unless given
// STORE is a file or postgres://user@host/database.
if (args is not ["build" or "list", _, ..])
{
    await Console.Error.WriteLineAsync("build STORE [RUNS] | list STORE [TIMES]");
    return 2;
}
await using RelationalStore store = await StoreAddress
    .Parse(args[1], () => throw new NotSupportedException("name a store"))
    .OpenAsync(TimeProvider.System, TimeSpan.FromSeconds(30), CancellationToken.None);
if (args[0] == "build")
{
    await BigStore.BuildAsync(store, Number(100_000));
}
else
{
    await ListingBench.RunAsync(store, Number(100));
}
return 0;

int Number(int otherwise) => args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : otherwise;
