namespace Laptime.Web.Api;

/// <summary>
/// Reading and writing a document takes several times its size in memory: as many at a time as there are processors to do it.
/// </summary>
internal sealed class DocumentGate : IDisposable
{
    private readonly SemaphoreSlim gate = new(Math.Max(2, Environment.ProcessorCount));

    /// <summary>Does the work when it is its turn.</summary>
    public async Task<T> DoAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            return await work();
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();
}
