namespace Laptime.Observation.Tests;

public sealed class SecretArgumentsTests
{
    [Theory]
    [InlineData("train.py --token abc123", "train.py --token (left out)", 1)]
    [InlineData("train.py --hf-token=abc", "train.py --hf-token=(left out)", 1)]
    [InlineData("env WANDB_API_KEY=0a1b train.py", "env WANDB_API_KEY=(left out) train.py", 1)]
    [InlineData("curl https://me:geheim@host/x", "curl https://me:(left out)@host/x", 1)]
    [InlineData("x hf_AbCdEfGhIjKlMnOpQr", "x (left out)", 1)]
    [InlineData("x ghp_AbCdEfGhIjKlMnOpQr12", "x (left out)", 1)]
    [InlineData("x AKIAABCDEFGHIJKLMNOP", "x (left out)", 1)]
    [InlineData(
        "train.py --tokenizer gpt2 --max-tokens 512 --lr 0.1",
        "train.py --tokenizer gpt2 --max-tokens 512 --lr 0.1",
        0
    )]
    [InlineData("train.py --token --batch 3", "train.py --token --batch 3", 0)]
    public void Write_Line_WithoutSecrets(string line, string kept, int replaced)
    {
        SecretArguments.Write([.. line.Split(' ')], out int count).ShouldBe(kept);

        count.ShouldBe(replaced);
    }

    [Fact]
    public void Write_WordWithBlanks_InQuotes() =>
        SecretArguments.Write(["sh", "-c", "a b"], out _).ShouldBe("sh -c 'a b'");
}
