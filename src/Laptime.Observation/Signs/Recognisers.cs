using System.Collections.Immutable;

namespace Laptime.Observation.Signs;

/// <summary>All recognisers. The first that knows a line has it, so the more particular stand before the more general.</summary>
public static class Recognisers
{
    /// <summary>In the order in which they are asked.</summary>
    public static ImmutableArray<IRecogniser> All { get; } =
    [
        new LightningRecogniser(),
        new UltralyticsRecogniser(),
        new TqdmRecogniser(),
        new FastaiRecogniser(),
        new KerasRecogniser(),
        new ImageNetRecogniser(),
        new TimmRecogniser(),
        new MegatronRecogniser(),
        new DeepSpeedRecogniser(),
        new OpenMmLabRecogniser(),
        new DetectronRecogniser(),
        new FairseqRecogniser(),
        new DarknetRecogniser(),
        new NanoGptRecogniser(),
        new LanguageModelRecogniser(),
        new PytorchExampleRecogniser(),
        new JsonLineRecogniser(),
        new HuggingFaceRecogniser(),
        new StepWordRecogniser(),
        new EpochWordRecogniser(),
    ];
}
