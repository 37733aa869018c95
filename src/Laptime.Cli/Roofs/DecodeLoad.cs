using Laptime.Core.Roofs;
using Laptime.Input.Decoding;
using Laptime.Measurement.Roofs;

namespace Laptime.Cli.Roofs;

/// <summary>Decoding on all threads at once: cores that share a cache and a clock are slower together.</summary>
internal sealed class DecodeLoad : IRoofLoad
{
    private const int Pictures = 8;

    private readonly DecodingSample sample;
    private readonly ThreadTeam team;
    private readonly int threads;

    public DecodeLoad(int threads)
    {
        this.threads = threads;
        sample = new DecodingSample(Pictures, threads);
        team = new ThreadTeam(threads, thread => sample.DecodeAll(thread));
    }

    public double Amount => Pictures * threads;

    public string Method => $"libturbojpeg, {Pictures} pictures of about 400 x 350";

    public void Run(int times)
    {
        for (int i = 0; i < times; i++)
        {
            team.Run();
        }
    }

    public void Dispose()
    {
        team.Dispose();
        sample.Dispose();
    }
}
