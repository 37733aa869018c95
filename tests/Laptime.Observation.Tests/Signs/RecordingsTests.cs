using Laptime.Observation.Analysis;
using Laptime.Observation.Signs;

namespace Laptime.Observation.Tests.Signs;

/// <summary>Recorded output of training scripts: the right recogniser finds the right number of steps.</summary>
public sealed class RecordingsTests
{
    [Theory]
    // Of 3 × 40 steps the bars were last drawn at 36 of each round.
    [InlineData("tqdm-nested.real.txt", "tqdm", 108, "step")]
    [InlineData("tqdm-slow.real.txt", "tqdm", 6, "step")]
    [InlineData("tqdm-unknown.real.txt", "tqdm", 60, "step")]
    [InlineData("tqdm-scaled.real.txt", "tqdm", 60_000, "step")]
    [InlineData("tqdm-torch.real.txt", "tqdm", 80, "step")]
    [InlineData("fastai.real.txt", "fastai", 240, "step")]
    // The first bar of all shows 1 of 60.
    [InlineData("keras3.real.txt", "keras", 179, "step")]
    // From batch 5 of the first epoch of 41 to batch 40 of the second.
    [InlineData("imagenet.real.txt", "imagenet", 76, "step")]
    [InlineData("torchvision.real.txt", "imagenet", 150, "step")]
    [InlineData("nanogpt.real.txt", "nanogpt", 200, "step")]
    [InlineData("mingpt.real.txt", "step", 200, "step")]
    // From batch 20 of the first epoch of 100 to batch 80 of the second.
    [InlineData("word-lm.real.txt", "word-lm", 160, "step")]
    // Two rounds of 1,920 pictures, the last line at 1,280; four rounds of 6,400, the last line at 5,120.
    [InlineData("pytorch-mnist.real.txt", "pytorch-example", 3_200, "item")]
    [InlineData("pytorch-vae.real.txt", "pytorch-example", 24_320, "item")]
    [InlineData("darknet.real.txt", "darknet", 99, "step")]
    [InlineData("scikit-learn.real.txt", "step", 29, "step")]
    [InlineData("gensim.real.txt", "epoch", 11, "epoch")]
    [InlineData("lightning.typed.txt", "lightning", 100, "step")]
    [InlineData("lightning-rich.typed.txt", "lightning", 100, "step")]
    [InlineData("ultralytics.typed.txt", "ultralytics", 100, "step")]
    [InlineData("ultralytics-new.typed.txt", "ultralytics", 100, "step")]
    [InlineData("fastai.typed.txt", "fastai", 100, "step")]
    // Five epochs: four between the first row and the last.
    [InlineData("fastai-table.typed.txt", "fastai", 4, "epoch")]
    // The first bar of a round shows 1 of 50.
    [InlineData("keras2.typed.txt", "keras", 99, "step")]
    [InlineData("keras3.typed.txt", "keras", 99, "step")]
    [InlineData("imagenet.typed.txt", "imagenet", 100, "step")]
    [InlineData("torchvision.typed.txt", "imagenet", 100, "step")]
    [InlineData("timm.typed.txt", "timm", 100, "step")]
    [InlineData("megatron.typed.txt", "megatron", 100, "step")]
    [InlineData("deepspeed.typed.txt", "deepspeed", 100, "step")]
    [InlineData("mmcv.typed.txt", "openmmlab", 100, "step")]
    [InlineData("mmengine.typed.txt", "openmmlab", 100, "step")]
    [InlineData("detectron2.typed.txt", "detectron2", 100, "step")]
    [InlineData("fairseq.typed.txt", "fairseq", 100, "step")]
    [InlineData("fairseq-json.typed.txt", "json", 100, "step")]
    [InlineData("nanogpt.typed.txt", "nanogpt", 100, "step")]
    [InlineData("word-lm.typed.txt", "word-lm", 100, "step")]
    // Two rounds of 6,400 pictures, the last line at 5,760.
    [InlineData("pytorch-mnist.typed.txt", "pytorch-example", 12_160, "item")]
    [InlineData("jsonl.typed.txt", "json", 100, "step")]
    // The first line stands at epoch 0.2 of 2, which were 100 steps.
    [InlineData("huggingface.typed.txt", "huggingface", 90, "step")]
    [InlineData("huggingface-bar.typed.txt", "tqdm", 100, "step")]
    [InlineData("step-slash.typed.txt", "step", 100, "step")]
    [InlineData("step-bracket.typed.txt", "step", 100, "step")]
    [InlineData("tf-estimator.typed.txt", "step", 100, "step")]
    public void Read_Recording_ItsStepsByTheRightRecogniser(string name, string recogniser, int steps, string counts)
    {
        StepTimeline timeline = TimelineReader.Read(Recording.Play(name)).ShouldNotBeNull();

        timeline.Recogniser.ShouldBe(recogniser);
        timeline.Spans.Sum(span => span.Steps).ShouldBe(steps);
        timeline.StepName.ShouldBe(counts);
        timeline.Spans.Zip(timeline.Spans.Skip(1)).ShouldAllBe(pair => pair.First.End <= pair.Second.Start);
    }

    [Theory]
    [InlineData("tqdm-nested.real.txt")]
    [InlineData("lightning.typed.txt")]
    [InlineData("ultralytics.typed.txt")]
    [InlineData("fastai.typed.txt")]
    [InlineData("imagenet.typed.txt")]
    [InlineData("timm.typed.txt")]
    [InlineData("megatron.typed.txt")]
    [InlineData("mmengine.typed.txt")]
    [InlineData("fairseq.typed.txt")]
    [InlineData("word-lm.typed.txt")]
    [InlineData("jsonl.typed.txt")]
    [InlineData("huggingface-bar.typed.txt")]
    public void Read_RecordingWithValidation_NamedWhereItWas(string name)
    {
        StepTimeline timeline = TimelineReader.Read(Recording.Play(name)).ShouldNotBeNull();

        int interrupted = timeline.Spans.Count(span => span.Interruption == Activity.Validation);
        interrupted.ShouldBeInRange(1, 5);
        timeline.Spans.Count(span => span.Interruption is null).ShouldBeGreaterThan(interrupted);
    }

    [Fact]
    public void Read_SavingOnly_NamedSaving()
    {
        StepTimeline timeline = TimelineReader.Read(Recording.Play("mmcv.typed.txt")).ShouldNotBeNull();

        timeline.Spans.Count(span => span.Interruption == Activity.Saving).ShouldBe(2);
    }

    [Theory]
    [InlineData("imagenet.typed.txt", 0.303)]
    [InlineData("timm.typed.txt", 0.303)]
    [InlineData("megatron.typed.txt", 0.9876)]
    [InlineData("mmcv.typed.txt", 0.739)]
    [InlineData("detectron2.typed.txt", 0.3322)]
    [InlineData("nanogpt.typed.txt", 0.0431)]
    [InlineData("word-lm.typed.txt", 0.01234)]
    [InlineData("keras3.typed.txt", 0.099)]
    [InlineData("tqdm-slow.real.txt", 1.15)]
    public void Read_Recording_ItsOwnAccountOfAStep(string name, double seconds) =>
        TimelineReader.Read(Recording.Play(name))!.Stated!.Value.Value.ShouldBe(seconds, 1e-9);
}
