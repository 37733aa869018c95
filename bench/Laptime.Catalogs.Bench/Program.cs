using System.Globalization;
using Laptime.Catalogs.Bench;

// What catalogs and advice cost in time; the lists are made up here, the same every time.
//   import [ROWS] [RUNS]      read and check price lists, keep them; 300,000 rows and 7 runs unless given
//   frontier [OFFERS] [RUNS]  time and cost of every offer, and the frontier; 300,000 offers and 15 runs unless given
switch (args)
{
    case ["import", ..]:
        ImportBench.Run(Number(1, 300_000), Number(2, 7));
        return 0;
    case ["frontier", ..]:
        FrontierBench.Run(Number(1, 300_000), Number(2, 15));
        return 0;
    default:
        await Console.Error.WriteLineAsync("import [ROWS] [RUNS] | frontier [OFFERS] [RUNS]");
        return 2;
}

int Number(int index, int otherwise) =>
    args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;
