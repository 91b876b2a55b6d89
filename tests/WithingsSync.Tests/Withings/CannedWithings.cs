using System.Net;
using System.Text;
using System.Web;

namespace WithingsSync.Tests.Withings;

/// <summary>What a request said.</summary>
internal sealed record Asked(string Path, IReadOnlyDictionary<string, string> Form, string? Bearer)
{
    public string Action => Form["action"];
}

/// <summary>Stands where the network is, and answers from a script.</summary>
internal sealed class CannedWithings : HttpMessageHandler
{
    private readonly Lock _gate = new();
    private readonly List<Asked> _requests = [];

    public Func<Asked, int, HttpResponseMessage> Answer { get; set; } = (_, _) => Json("""{"status":0,"body":{}}""");

    public IReadOnlyList<Asked> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    public static HttpResponseMessage Json(string text) => new(HttpStatusCode.OK) { Content = new StringContent(text, Encoding.UTF8, "application/json") };

    public static HttpResponseMessage Status(int status, string error = "", string body = "{}") =>
        Json($$"""{"status":{{status}},"body":{{body}},"error":"{{error}}"}""");

    /// <summary>Answers one after the other, the last one again and again.</summary>
    public void InTurn(params Func<HttpResponseMessage>[] answers) => Answer = (_, number) => answers[Math.Min(number, answers.Length - 1)]();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var fields = HttpUtility.ParseQueryString(await request.Content!.ReadAsStringAsync(cancellationToken));
        var asked = new Asked(request.RequestUri!.AbsolutePath, fields.AllKeys.ToDictionary(key => key!, key => fields[key]!), request.Headers.Authorization?.Parameter);
        int number;
        lock (_gate)
        {
            number = _requests.Count;
            _requests.Add(asked);
        }

        return Answer(asked, number);
    }
}
