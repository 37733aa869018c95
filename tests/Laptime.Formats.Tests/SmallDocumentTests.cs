using Laptime.Core.Platforms;
using Laptime.Core.Trials;

namespace Laptime.Formats.Tests;

public sealed class SmallDocumentTests
{
    [Fact]
    public void Platform_EveryPropertyFilled_SameValues()
    {
        PlatformFacts facts = Filled.Make<PlatformFacts>(new Random(1));

        Filled.ShouldMatch(PlatformDocument.Read(PlatformDocument.Write(facts)).Value, facts, "platform");
    }

    [Fact]
    public void Trial_EveryPropertyFilled_SameValues()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            Trial trial = Filled.Make<Trial>(new Random(seed));

            Filled.ShouldMatch(TrialDocument.Read(TrialDocument.Write(trial)).Value, trial, "trial");
        }
    }

    [Fact]
    public void Request_EveryPropertyFilled_SameValuesOnOneLine()
    {
        TrialRequest request = Filled.Make<TrialRequest>(new Random(2)) with { WeightsPath = "/tmp/a\nb.pth" };

        byte[] text = RequestDocument.Write(request);

        text.ShouldNotContain((byte)'\n');
        Filled.ShouldMatch(RequestDocument.Read(text).Value, request, "request");
    }

    [Fact]
    public void Request_ReadAsPlatform_ErrorSaysWhatItIs()
    {
        byte[] text = RequestDocument.Write(Filled.Make<TrialRequest>(new Random(3)));

        PlatformDocument
            .Read(text)
            .Error.ShouldBe(new FormatError("$.schema", "\"laptime.request/1\" is not \"laptime.platform/1\""));
    }
}
