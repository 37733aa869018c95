using Laptime.Cli.Terminal;
using Laptime.Core.Catalogs;
using Laptime.Prices;
using Laptime.Store;

namespace Laptime.Cli.Catalogs;

/// <summary>The catalog as commands see it.</summary>
internal static class OpenedCatalog
{
    /// <summary>Where the user's imports are.</summary>
    /// <exception cref="StoreException">There is no place for them.</exception>
    public static string Directory => DataDirectory.Locate(Environment.GetEnvironmentVariable);

    /// <summary>Day by which prices are judged.</summary>
    public static DateOnly Today => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    /// <summary>What is shipped and what was imported; tables that cannot be read are warned of and left out.</summary>
    public static Catalog Read(Screen screen)
    {
        try
        {
            return CatalogFiles.Read(Directory, screen.Warn);
        }
        catch (StoreException)
        {
            // Without a home there are no imports; what is shipped can be read anywhere.
            return CatalogFiles.ReadShipped();
        }
    }
}
