using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Laptime.Store.Sqlite;

/// <summary>
/// Binds Microsoft.Data.Sqlite to the system's SQLite: the one that comes with the package is old and gets no security
/// fixes from the distribution.
/// </summary>
internal static class SystemSqlite
{
    // 3.37 brought STRICT tables (https://www.sqlite.org/changes.html#version_3_37_0).
    private const int OldestVersion = 3_037_000;

    private static readonly string[] Names = ["libsqlite3.so.0", "libsqlite3.so"];

    private static readonly Lock Gate = new();
    private static bool s_bound;

    /// <summary>Done once; later calls do nothing.</summary>
    /// <exception cref="StoreException">There is no SQLite, or it is too old.</exception>
    public static void Bind()
    {
        lock (Gate)
        {
            if (s_bound)
            {
                return;
            }
            NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
            try
            {
                raw.SetProvider(new SQLite3Provider_e_sqlite3());
            }
            catch (DllNotFoundException e)
            {
                throw new StoreException(
                    "Results cannot be kept: the SQLite library is missing. Install it with: apt install libsqlite3-0",
                    e
                );
            }
            if (raw.sqlite3_libversion_number() < OldestVersion)
            {
                throw new StoreException(
                    $"Results cannot be kept: SQLite {raw.sqlite3_libversion().utf8_to_string()} is too old. "
                        + "Laptime needs 3.37 or later, which Debian 12 and Ubuntu 22.04 have."
                );
            }
            s_bound = true;
        }
    }

    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        foreach (string candidate in Names)
        {
            if (NativeLibrary.TryLoad(candidate, out IntPtr library))
            {
                return library;
            }
        }
        return IntPtr.Zero;
    }
}
