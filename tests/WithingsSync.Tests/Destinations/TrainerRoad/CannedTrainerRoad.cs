using System.Net;
using System.Text;
using System.Web;
using WithingsSync.Destinations.TrainerRoad;

namespace WithingsSync.Tests.Destinations.TrainerRoad;

/// <summary>Stands where the network is: one rider, one password, one sign-in at a time.</summary>
internal sealed class CannedTrainerRoad : HttpMessageHandler
{
    public const string UserName = "Rider@Example.com";
    public const string Password = "p+ss w&rd";

    private int _signIns;

    /// <summary>What was asked, in order: "GET /app/login".</summary>
    public List<string> Requests { get; } = [];

    public string Document { get; set; } = """{"ftp":250,"weightKg":81.2,"units":"mph"}""";

    /// <summary>What the service makes of a document that was put.</summary>
    public Func<string, string> Keeps { get; set; } = document => document;

    /// <summary>The document that was put last.</summary>
    public string? Put { get; private set; }

    /// <summary>Answers in the place of the service; null lets it answer.</summary>
    public Func<string, HttpResponseMessage?> Instead { get; set; } = _ => null;

    /// <summary>Answers in the place of the service when it has done what it was asked.</summary>
    public Func<string, HttpResponseMessage?> InsteadAfter { get; set; } = _ => null;

    public string LoginPage { get; set; } =
        """<form method="post"><input type='hidden' value="a&#x2B;b=" name="__RequestVerificationToken" /><input name=ReturnUrl type=hidden value=/app/career></form>""";

    /// <summary>The sign-in that is good; set to something else, the old one is over.</summary>
    public string Cookie { get; set; } = "";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = $"{request.Method} {request.RequestUri!.AbsolutePath}";
        Requests.Add(asked);
        if (Instead(asked) is { } other)
        {
            return other;
        }

        var cookies = request.Headers.TryGetValues("Cookie", out var sent) ? string.Join("; ", sent) : "";
        var answer = asked switch
        {
            "GET /app/login" => Page(),
            "POST /app/login" => LogIn(await request.Content!.ReadAsStringAsync(cancellationToken), cookies),
            _ when Cookie.Length == 0 || !cookies.Contains($"SharedTrainerRoadAuth={Cookie}", StringComparison.Ordinal) => new(HttpStatusCode.Unauthorized),
            "GET /app/api/profile/rider-information" => Json(Document),
            "PUT /app/api/profile/rider-information" => Kept(await request.Content!.ReadAsStringAsync(cancellationToken)),
            _ => new(HttpStatusCode.NotFound),
        };
        return InsteadAfter(asked) ?? answer;
    }

    private HttpResponseMessage Page()
    {
        var page = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(LoginPage, Encoding.UTF8, "text/html") };
        page.Headers.TryAddWithoutValidation("Set-Cookie", "__RequestVerificationToken=half; path=/; HttpOnly");
        return page;
    }

    private HttpResponseMessage LogIn(string form, string cookies)
    {
        var fields = HttpUtility.ParseQueryString(form);
        if (LoginPage.Contains("__Request", StringComparison.Ordinal)
            && (fields["__RequestVerificationToken"] != "a+b=" || fields["ReturnUrl"] != "/app/career" || cookies != "__RequestVerificationToken=half"))
        {
            return new(HttpStatusCode.BadRequest);
        }

        if (fields["Username"] != UserName || fields["Password"] != Password)
        {
            return Page();
        }

        Cookie = $"signed-in-{++_signIns}";
        var answer = new HttpResponseMessage(HttpStatusCode.Found) { Headers = { Location = new Uri("/app/career/rider", UriKind.Relative) } };
        answer.Headers.TryAddWithoutValidation("Set-Cookie", $"SharedTrainerRoadAuth={Cookie}; expires=Mon, 21-Dec-2026 12:00:00 GMT; path=/; secure");
        return answer;
    }

    private HttpResponseMessage Kept(string document)
    {
        Put = document;
        Document = Keeps(document);
        return new(HttpStatusCode.NoContent);
    }

    public static HttpResponseMessage Json(string text) => new(HttpStatusCode.OK) { Content = new StringContent(text, Encoding.UTF8, "application/json") };
}

/// <summary>Keeps the sign-in for as long as a test lasts.</summary>
internal sealed class MemorySessionStore : ITrainerRoadSessionStore
{
    public TrainerRoadSession? Saved { get; set; }

    public TrainerRoadNotes Notes { get; set; } = TrainerRoadNotes.None;

    public Task<TrainerRoadNotes> FindNotesAsync(CancellationToken cancellationToken) => Task.FromResult(Notes);

    public Task SaveNotesAsync(TrainerRoadNotes notes, CancellationToken cancellationToken)
    {
        Notes = notes;
        return Task.CompletedTask;
    }

    public Task<TrainerRoadSession?> FindAsync(CancellationToken cancellationToken) => Task.FromResult(Saved);

    public Task SaveAsync(TrainerRoadSession session, CancellationToken cancellationToken)
    {
        Saved = session;
        return Task.CompletedTask;
    }
}

/// <summary>A connection disposes its handler; the service outlives several.</summary>
internal sealed class BorrowedTrainerRoad(CannedTrainerRoad service) : HttpMessageHandler
{
    private readonly HttpMessageInvoker _service = new(service, disposeHandler: false);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => _service.SendAsync(request, cancellationToken);
}
