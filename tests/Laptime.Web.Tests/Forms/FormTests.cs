using Laptime.Answers;
using Laptime.Web.Forms;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Laptime.Web.Tests.Forms;

public class FormTests
{
    private static readonly FormField[] Fields =
    [
        new("on_device", "On device") { Default = "t4" },
        new("items", "Items"),
        FormField.Choose("kind", "Kind", "any", ["gpu", "cpu"]),
        FormField.Flag("no_spot", "No spot"),
    ];

    [Fact]
    public void Text_NobodyFilledItIn_IsTheDefault()
    {
        Form form = Of(("other", "1"));

        form.IsBlank.ShouldBeTrue();
        form.Text("on_device").ShouldBe("t4");
        form.Text("items").ShouldBeNull();
    }

    [Fact]
    public void Text_SomethingFilledIn_HasNoDefaults()
    {
        Form form = Of(("items", " 90M "), ("no_spot", "on"));

        form.IsBlank.ShouldBeFalse();
        form.Text("on_device").ShouldBeNull();
        form.Text("items").ShouldBe("90M");
        form.Flag("no_spot").ShouldBeTrue();
    }

    [Fact]
    public void Text_TooLong_IsOneSentenceWithTheLabel() =>
        Should
            .Throw<QuestionException>(() => Of(("items", new string('9', 201))).Text("items"))
            .Message.ShouldBe("“Items” takes 200 characters at most.");

    [Fact]
    public void Read_Nonsense_NamesTheLabelAndWhatItTakes() =>
        Should
            .Throw<QuestionException>(() => Of(("items", "<b>")).Read<int>("items", _ => null, "takes a number"))
            .Message.ShouldBe("“Items” takes a number, not '<b>'.");

    [Fact]
    public void Chosen_NotOffered_SaysWhatIs()
    {
        Of(("kind", "cpu")).Chosen("kind").ShouldBe("cpu");
        Should
            .Throw<QuestionException>(() => Of(("kind", "tpu")).Chosen("kind"))
            .Message.ShouldBe("“Kind” cannot be 'tpu': gpu, cpu.");
    }

    [Theory]
    [InlineData("--on-device and --items belong together.", "“On device” and “Items” belong together.")]
    [InlineData("Measure it: laptime run --model resnet50", "Measure it: laptime run --model resnet50")]
    [InlineData("--items-per-step", "--items-per-step")]
    public void Say_OptionsOfTheForm_BecomeLabels(string sentence, string expected) =>
        Of().Say(sentence).ShouldBe(expected);

    [Fact]
    public void Address_Changes_KeepsTheRestAndEscapes() =>
        Of(("items", "1 & 2"), ("no_spot", "on"), ("on_device", ""))
            .Address("/cost", ("no_spot", null), ("page", "2"))
            .ShouldBe("/cost?items=1%20%26%202&page=2");

    private static Form Of(params (string Name, string Value)[] values) =>
        new(Fields, new QueryCollection(values.ToDictionary(pair => pair.Name, pair => new StringValues(pair.Value))));
}
