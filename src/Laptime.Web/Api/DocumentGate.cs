namespace Laptime.Web.Api;

/// <summary>
/// Reading and writing a document takes several times its size in memory: two at a time for each processor, as the store
/// makes some of them wait.
/// </summary>
internal sealed class DocumentGate : IDisposable
{
    private readonly SemaphoreSlim gate = new(Math.Max(4, 2 * Environment.ProcessorCount));

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
