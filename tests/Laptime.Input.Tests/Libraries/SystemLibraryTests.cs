using Laptime.Input.Libraries;

namespace Laptime.Input.Tests.Libraries;

public class SystemLibraryTests
{
    [Fact]
    public void Require_Missing_SaysWhatToInstall()
    {
        SystemLibrary library = new("x", "libnowhere.so.0", "Nothing can be read", "apt install libnowhere0");

        Should
            .Throw<PictureException>(library.Require)
            .Message.ShouldBe(
                "Nothing can be read: the library libnowhere.so.0 is missing. Install it with: apt install libnowhere0"
            );
    }

    [Fact]
    public void Require_ThoseOfTheTests_AreThere()
    {
        Should.NotThrow(SystemLibrary.TurboJpeg.Require);
        Should.NotThrow(SystemLibrary.Png.Require);
    }
}
