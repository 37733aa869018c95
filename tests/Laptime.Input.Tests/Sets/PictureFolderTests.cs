using Laptime.Input.Sets;

namespace Laptime.Input.Tests.Sets;

public sealed class PictureFolderTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Open_DogscatsAsUnpacked_TakesTrainAndValidAlone()
    {
        foreach (string name in (string[])["cat", "dog"])
        {
            for (int i = 0; i < 12; i++)
            {
                directory.Write($"{(i < 10 ? "train" : "valid")}/{name}s/{name}.{i}.jpg", "x"u8);
            }
        }
        directory.Write("test1/1.jpg", "x"u8);
        directory.Write("models/tmp.pth", "x"u8);
        directory.Write("sample/train/cats/cat.1.jpg", "x"u8);
        directory.Write("train/.ipynb_checkpoints/x.jpg", "x"u8);
        directory.Write("train/cats/.DS_Store", "x"u8);
        directory.Write("train/cats/notes.txt", "x"u8);
        directory.Write("train/dogs/UPPER.JPEG", "x"u8);

        PictureFolder folder = Given.Open(directory.Path);

        folder.Training.Count.ShouldBe(21);
        folder.Validation.Count.ShouldBe(4);
        folder.Training.Classes.ShouldBe(["cats", "dogs"]);
        folder.Validation.Classes.ShouldBe(["cats", "dogs"]);
        folder.Training.Files.Select(f => f.Label).ShouldBe(Enumerable.Repeat(0, 10).Concat(Enumerable.Repeat(1, 11)));
        folder
            .Training.Files[..10]
            .Select(f => Path.GetFileName(f.Path))
            .ShouldBeInOrder(SortDirection.Ascending, StringComparer.Ordinal);
    }

    [Fact]
    public void Open_ClassFoldersAlone_DividesEachClassBySeed()
    {
        for (int i = 0; i < 50; i++)
        {
            directory.Write($"a/{i:D3}.png", "x"u8);
            directory.Write($"b/{i:D3}.jpg", "x"u8);
            directory.Write($"c/{i % 10:D3}.jpg", "x"u8);
        }
        PictureFolder Divided(long seed) =>
            PictureFolder.Open(directory.Path, new PictureSplit { Share = 0.2, Seed = seed }, new InputOptions());

        PictureFolder folder = Divided(1);

        folder.Validation.Files.GroupBy(f => f.Label).Select(g => g.Count()).ShouldBe([10, 10, 2]);
        folder.Training.Files.GroupBy(f => f.Label).Select(g => g.Count()).ShouldBe([40, 40, 8]);
        folder.Training.Files.Intersect(folder.Validation.Files).ShouldBeEmpty();
        Divided(1).Validation.Files.ShouldBe(folder.Validation.Files);
        Divided(2).Validation.Files.ShouldNotBe(folder.Validation.Files);
    }

    [Fact]
    public void Open_FilesMadeInAnotherOrder_DividesThemTheSame()
    {
        using TemporaryDirectory other = new();
        for (int i = 0; i < 40; i++)
        {
            directory.Write($"a/{i:D3}.jpg", "x"u8);
            directory.Write($"b/{i:D3}.jpg", "x"u8);
            other.Write($"b/{39 - i:D3}.jpg", "x"u8);
            other.Write($"a/{39 - i:D3}.jpg", "x"u8);
        }

        string[] Names(string path) =>
            [.. Given.Open(path).Validation.Files.Select(f => Path.GetRelativePath(path, f.Path))];

        Names(other.Path).ShouldBe(Names(directory.Path));
    }

    [Fact]
    public void Open_NoSuchFolder_SaysSo() => Fails("", "There is no folder {0}/nowhere: name one", "nowhere");

    [Fact]
    public void Open_Empty_SaysWhatBelongsThere() => Fails("", "{0} holds no folders: put the pictures of each class");

    [Fact]
    public void Open_OneClass_AsksForAnother() => Fails("cats/1.jpg", "{0} has one class only (cats): add a folder");

    [Fact]
    public void Open_ClassWithoutPictures_NamesIt() =>
        Fails("cats/1.jpg cats/2.jpg dogs/readme.txt", "{0}/dogs holds no JPEG or PNG files: add some, or remove");

    [Fact]
    public void Open_TrainWithoutValid_AsksForIt() =>
        Fails("train/cats/1.jpg train/dogs/1.jpg", "{0} has train/ but no valid/: add it, or name {0}/train");

    [Fact]
    public void Open_ClassMissingInValid_NamesIt() =>
        Fails("train/a/1.jpg train/b/1.jpg train/c/1.jpg valid/a/1.jpg valid/b/1.jpg", "{0}/valid has no folder c");

    [Fact]
    public void Open_ClassMissingInTrain_NamesIt() =>
        Fails(
            "train/a/1.jpg train/b/1.jpg valid/a/1.jpg valid/b/1.jpg valid/d/1.jpg",
            "{0}/valid has the class d, which"
        );

    [Fact]
    public void Open_OnePictureInAClass_CannotBeDivided() =>
        Fails("a/1.jpg a/2.jpg b/1.jpg", "{0}/b holds one picture, which cannot be divided");

    [Fact]
    public void Open_FolderThatMayNotBeRead_SaysSo()
    {
        Assert.SkipWhen(Environment.UserName == "root", "root may read everything");
        if (!OperatingSystem.IsLinux())
        {
            return;
        }
        directory.Write("a/1.jpg", "x"u8);
        directory.Write("b/1.jpg", "x"u8);
        string closed = Path.Combine(directory.Path, "a");
        File.SetUnixFileMode(closed, UnixFileMode.None);
        try
        {
            Fails("", "cannot be listed");
        }
        finally
        {
            File.SetUnixFileMode(closed, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private void Fails(string files, string sentence, string folder = "")
    {
        foreach (string file in files.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            directory.Write(file, "x"u8);
        }

        var e = Should.Throw<PictureException>(() => Given.Open(Path.Combine(directory.Path, folder)));

        e.Message.ShouldContain(
            string.Format(System.Globalization.CultureInfo.InvariantCulture, sentence, directory.Path)
        );
        e.Message.ShouldNotContain("\n");
        e.Message.ShouldEndWith(".");
    }
}
