using Microsoft.Extensions.Logging;

namespace WithingsSync.Server.Web;

/// <summary>Lets the host log where its caller logs. The caller's factory remains the caller's.</summary>
internal sealed class ForwardedLog(ILoggerFactory target) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => target.CreateLogger(categoryName);

    public void Dispose()
    {
    }
}
