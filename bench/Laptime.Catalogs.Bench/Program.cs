using System.Globalization;
using Laptime.Catalogs.Bench;

// What catalogs cost in time; the lists are made up here, the same every time.
//   import [ROWS] [RUNS]   read and check price lists, keep them; 300,000 rows and 7 runs unless given
if (args is not ["import", ..])
{
    await Console.Error.WriteLineAsync("import [ROWS] [RUNS]");
    return 2;
}
ImportBench.Run(Number(1, 300_000), Number(2, 7));
return 0;

int Number(int index, int otherwise) =>
    args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;
