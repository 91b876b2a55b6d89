using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace WithingsSync.Server.OAuth;

/// <summary>
/// Counts what comes from an address within a minute, on this node. What it slows down is not what keeps anybody out: a token has 32 random bytes.
/// </summary>
internal sealed class AddressLimit(TimeProvider time, int mostPerMinute)
{
    /// <summary>When so many addresses were seen within a minute, counting begins anew: memory has an end.</summary>
    private const int MostAddresses = 10_000;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<DateTimeOffset>> _seen = new(StringComparer.Ordinal);

    /// <summary>Counts one more.</summary>
    /// <returns>How long to wait; null when there was room, and it is counted.</returns>
    public TimeSpan? Take(HttpContext context)
    {
        var (now, address) = (time.GetUtcNow(), AddressOf(context));
        lock (_gate)
        {
            if (_seen.Count >= MostAddresses)
            {
                Sweep(now);
            }

            if (!_seen.TryGetValue(address, out var moments))
            {
                _seen[address] = moments = [];
            }

            moments.RemoveAll(moment => now - moment >= Window);
            if (moments.Count >= mostPerMinute)
            {
                return moments[0] + Window - now;
            }

            moments.Add(now);
            return null;
        }
    }

    /// <summary>What was counted last was in order after all.</summary>
    public void GiveBack(HttpContext context)
    {
        lock (_gate)
        {
            if (_seen.TryGetValue(AddressOf(context), out var moments) && moments.Count > 0)
            {
                moments.RemoveAt(moments.Count - 1);
            }
        }
    }

    private void Sweep(DateTimeOffset now)
    {
        foreach (var old in _seen.Where(one => one.Value.TrueForAll(moment => now - moment >= Window)).Select(one => one.Key).ToList())
        {
            _seen.Remove(old);
        }

        if (_seen.Count >= MostAddresses)
        {
            _seen.Clear();
        }
    }

    /// <summary>Behind a proxy of ours, which has an address nobody has on the internet, whom the proxy names. A household shares a prefix of IPv6.</summary>
    private static string AddressOf(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } remote)
        {
            return "";
        }

        remote = Plain(remote);
        if (IsNear(remote) && IPAddress.TryParse(context.Request.Headers["X-Forwarded-For"].ToString().Split(',')[^1].Trim(), out var named))
        {
            remote = Plain(named);
        }

        return remote.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(remote.GetAddressBytes().AsSpan(0, 8)) : remote.ToString();
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static bool IsNear(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return IPAddress.IsLoopback(address) || address.IsIPv6UniqueLocal || address.IsIPv6LinkLocal;
        }

        return address.GetAddressBytes() is [127, ..] or [10, ..] or [172, >= 16 and < 32, ..] or [192, 168, ..];
    }
}
