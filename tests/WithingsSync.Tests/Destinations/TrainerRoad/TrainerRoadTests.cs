using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using WithingsSync.Destinations.TrainerRoad;
using WithingsSync.Pipeline.Delivering;
using WithingsSync.Pipeline.Measures;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.Tests.Destinations.TrainerRoad;

/// <summary>What is said to TrainerRoad, and what its answers mean.</summary>
public sealed class TrainerRoadTests : IDisposable
{
    private const string Get = "GET /app/api/profile/rider-information";
    private const string Put = "PUT /app/api/profile/rider-information";
    private static readonly string[] SignIn = ["GET /app/login", "POST /app/login"];

    private readonly CannedTrainerRoad _service = new();
    private readonly MemorySessionStore _store = new();
    private readonly ManualTime _time = new();

    public void Dispose() => _service.Dispose();

    [Fact]
    public async Task The_first_delivery_signs_in_writes_and_reads_back()
    {
        Assert.IsType<SendResult.Stored>(await SendAsync(80_530));

        Assert.Equal([.. SignIn, Get, Put, Get], _service.Requests);
        Assert.Equal("rider@example.com", _store.Saved?.Recipient);
        Assert.Equal(new DateTimeOffset(2026, 12, 20, 12, 0, 0, TimeSpan.Zero), _store.Saved?.ExpiresAt); // 30 days; the cookie says a day more
    }

    [Theory]
    [InlineData("""{"ftp":250,"weightKg":81.2,"units":"mph"}""", """{"ftp":250,"weightKg":80.53,"units":"mph"}""")]
    [InlineData("""{ "Ftp" : 7.10, "WeightKg" :81,"New":[1.50, {"weightKg":1}], "e":1E2 }""", """{ "Ftp" : 7.10, "WeightKg" :80.53,"New":[1.50, {"weightKg":1}], "e":1E2 }""")]
    [InlineData("""{"name":"\u00fc ö \/","weightKg":null}""", """{"name":"\u00fc ö \/","weightKg":80.53}""")]
    [InlineData("""{"weightKg":1,"weightKg":2}""", """{"weightKg":80.53,"weightKg":80.53}""")]
    public async Task Everything_but_the_weight_goes_back_as_it_came(string document, string expected)
    {
        _service.Document = document;

        Assert.IsType<SendResult.Stored>(await SendAsync(80_530));

        Assert.Equal(expected, _service.Put);
    }

    [Theory]
    [InlineData(80_535, "80.54")]
    [InlineData(80_500, "80.5")]
    [InlineData(80_000, "80")]
    public async Task A_weight_has_two_decimals_at_most(long grams, string expected)
    {
        Assert.IsType<SendResult.Stored>(await SendAsync(grams));

        Assert.Equal($$"""{"ftp":250,"weightKg":{{expected}},"units":"mph"}""", _service.Put);
    }

    [Theory]
    [InlineData("80.53")]
    [InlineData("80.5345")]
    public async Task A_weight_that_is_there_is_not_written_again(string weight)
    {
        _service.Document = $$"""{"weightKg":{{weight}}}""";

        Assert.IsType<SendResult.AlreadyThere>(await SendAsync(80_530));

        Assert.Null(_service.Put);
    }

    [Fact]
    public async Task A_service_that_rounds_to_one_decimal_has_kept_it()
    {
        _service.Keeps = _ => """{"weightKg":80.5}""";

        Assert.IsType<SendResult.Stored>(await SendAsync(80_530));
    }

    [Fact]
    public async Task A_third_weight_read_back_leaves_it_open()
    {
        _service.Keeps = _ => """{"weightKg":70}""";

        Assert.IsType<SendResult.Unknown>(await SendAsync(80_530));
    }

    [Fact]
    public async Task A_connection_cut_after_the_write_is_looked_at_before_it_is_judged()
    {
        _service.InsteadAfter = asked => asked == Put ? throw new HttpRequestException("cut") : null;
        Assert.IsType<SendResult.Stored>(await SendAsync(80_530));

        _service.InsteadAfter = _ => null;
        _service.Instead = asked => asked == Put ? new(HttpStatusCode.BadGateway) : null;
        Assert.IsType<SendResult.Unknown>(await SendAsync(79_000));

        // One decimal that was there before proves nothing.
        _service.Document = """{"weightKg":79.5}""";
        Assert.IsType<SendResult.Unknown>(await SendAsync(79_530));
    }

    [Fact]
    public async Task A_silent_service_costs_the_time_out_and_no_more()
    {
        var never = new TaskCompletionSource<HttpResponseMessage>();
        using var silent = new SilentHandler(never.Task);
        using var connection = Connect(CannedTrainerRoad.Password, silent);

        var failure = await Assert.ThrowsAnyAsync<DestinationException>(() => _time.DriveAsync(connection.Destination.SignInAsync(CancellationToken.None)));

        Assert.Equal((DestinationFailure.Transient, TimeSpan.FromSeconds(30)), (failure.Failure, _time.Elapsed));
    }

    [Fact]
    public async Task A_saved_sign_in_is_used_without_asking()
    {
        await SendAsync(80_530);
        _service.Requests.Clear();

        using var connection = Connect(password: null);

        Assert.Equal("rider@example.com", await connection.Destination.SignInAsync(CancellationToken.None));
        Assert.Equal("rider@example.com", await connection.Destination.FindRecipientAsync(CancellationToken.None));
        Assert.Empty(_service.Requests);
    }

    [Theory]
    [InlineData("someone@else.com", "https://www.trainerroad.com/", "rider-cookie", 5)]
    [InlineData("rider@example.com", "https://elsewhere.example/", "rider-cookie", 5)]
    [InlineData("rider@example.com", "https://www.trainerroad.com/", "rider-cookie", -1)]
    [InlineData("rider@example.com", "https://www.trainerroad.com/", "bad\r\nX-Header: 1", 5)]
    public async Task A_sign_in_of_somebody_else_of_elsewhere_of_yesterday_or_damaged_is_not_used(string recipient, string address, string cookie, int days)
    {
        _store.Saved = new(recipient, address, cookie, _time.GetUtcNow().AddDays(days));

        Assert.IsType<SendResult.Stored>(await SendAsync(80_530));

        Assert.Equal(SignIn, _service.Requests.Take(2));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_sign_in_that_ended_early_is_made_anew_once(bool byRedirect)
    {
        await SendAsync(80_530);
        _service.Cookie = "another";
        _service.Requests.Clear();
        _service.Instead = asked => byRedirect && asked == Get && _service.Cookie == "another" ? new(HttpStatusCode.Found) { Headers = { Location = new("/app/login?ReturnUrl=x", UriKind.Relative) } } : null;

        Assert.IsType<SendResult.Stored>(await SendAsync(79_000));

        Assert.Equal([Get, .. SignIn, Get, Put, Get], _service.Requests);
    }

    [Fact]
    public async Task A_sign_in_that_never_holds_is_not_made_again_and_again()
    {
        _service.Instead = asked => asked == Get ? new(HttpStatusCode.Unauthorized) : null;

        var failure = await Assert.ThrowsAsync<DestinationException>(() => SendAsync(80_530));

        Assert.Equal(DestinationFailure.Rejected, failure.Failure);
        Assert.Equal([.. SignIn, Get, .. SignIn, Get], _service.Requests);
    }

    [Fact]
    public async Task A_wrong_password_is_tried_once()
    {
        using var connection = Connect("wrong");

        var first = await Assert.ThrowsAsync<DestinationException>(() => connection.Destination.SignInAsync(CancellationToken.None));
        var second = await Assert.ThrowsAsync<DestinationException>(() => connection.Destination.SignInAsync(CancellationToken.None));

        Assert.Equal((DestinationFailure.SignInRequired, DestinationFailure.SignInRequired), (first.Failure, second.Failure));
        Assert.Contains("TRAINERROAD_PASSWORD", first.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", first.Message, StringComparison.Ordinal);
        Assert.Equal(SignIn, _service.Requests);
    }

    [Fact]
    public async Task Without_a_password_the_person_is_told_where_to_put_one()
    {
        using var connection = Connect(password: null);

        var failure = await Assert.ThrowsAsync<DestinationException>(() => connection.Destination.SignInAsync(CancellationToken.None));

        Assert.Equal(DestinationFailure.SignInRequired, failure.Failure);
        Assert.Contains("trainerroad_password", failure.Message, StringComparison.Ordinal);
        Assert.Empty(_service.Requests);
    }

    [Fact]
    public async Task A_page_without_hidden_fields_is_signed_in_at_too()
    {
        _service.LoginPage = "<form><input name=Username><input name=Password></form>";

        Assert.IsType<SendResult.Stored>(await SendAsync(80_530));
    }

    [Theory]
    [InlineData("GET /app/login", 403, DestinationFailure.Transient)]
    [InlineData("GET /app/login", 404, DestinationFailure.Rejected)]
    [InlineData("POST /app/login", 400, DestinationFailure.Rejected)]
    [InlineData("POST /app/login", 403, DestinationFailure.Transient)]
    [InlineData("POST /app/login", 500, DestinationFailure.Transient)]
    [InlineData(Get, 403, DestinationFailure.Transient)]
    [InlineData(Get, 404, DestinationFailure.Rejected)]
    [InlineData(Get, 503, DestinationFailure.Transient)]
    [InlineData(Put, 403, DestinationFailure.Transient)]
    public async Task A_status_is_what_it_means_for_the_person(string asked, int status, DestinationFailure expected)
    {
        _service.Instead = now => now == asked ? new((HttpStatusCode)status) : null;

        var failure = await Assert.ThrowsAnyAsync<DestinationException>(() => SendAsync(80_530));

        Assert.Equal(expected, failure.Failure);
        Assert.DoesNotContain(CannedTrainerRoad.Password, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(60, 60)]
    [InlineData(null, 1800)]
    public async Task Too_many_requests_say_until_when(int? retryAfter, int expected)
    {
        _service.Instead = asked =>
        {
            var answer = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
            answer.Headers.RetryAfter = retryAfter is { } seconds ? new(TimeSpan.FromSeconds(seconds)) : null;
            return answer;
        };

        var failure = await Assert.ThrowsAsync<DestinationException>(() => SendAsync(80_530));

        Assert.Equal((DestinationFailure.Throttled, _time.GetUtcNow().AddSeconds(expected)), (failure.Failure, failure.RetryAt));
    }

    [Theory]
    [InlineData("<html>Just a moment…</html>", DestinationFailure.Transient)]
    [InlineData("""{"ftp":250}""", DestinationFailure.Rejected)]
    [InlineData("""{"weightKg":"heavy"}""", DestinationFailure.Rejected)]
    [InlineData("""{"weightKg":80""", DestinationFailure.Transient)]
    [InlineData("[]", DestinationFailure.Rejected)]
    [InlineData("", DestinationFailure.Transient)]
    public async Task What_is_no_profile_is_never_written_back(string document, DestinationFailure expected)
    {
        _service.Document = document;

        var failure = await Assert.ThrowsAsync<DestinationException>(() => SendAsync(80_530));

        Assert.Equal(expected, failure.Failure);
        Assert.Null(_service.Put);
    }

    [Fact]
    public async Task A_weight_that_the_service_does_not_allow_is_refused()
    {
        _service.Instead = asked => asked == Put ? new(HttpStatusCode.BadRequest) : null;

        Assert.IsType<SendResult.Refused>(await SendAsync(80_530));
    }

    [Fact]
    public void It_takes_the_newest_weight_and_nothing_else()
    {
        using var connection = Connect(password: null);
        IDestination destination = connection.Destination;

        Assert.Equal(("trainerroad", "TrainerRoad", true), (destination.Name, destination.Title, destination.KeepsOnlyNewest));
        Assert.True(destination.Takes(ReadingKind.Weight));
        Assert.False(destination.Takes(ReadingKind.BloodPressure));
    }

    private async Task<SendResult> SendAsync(long grams)
    {
        using var connection = Connect(CannedTrainerRoad.Password);
        var groups = new[] { Given.Weight(1, Given.Morning, grams) };
        return await connection.Destination.SendAsync(Reading.From(Moment.From(groups), new Heights(groups)), again: false, CancellationToken.None);
    }

    private TrainerRoadConnection Connect(string? password, HttpMessageHandler? handler = null) =>
        TrainerRoadConnection.Create(new(), new(CannedTrainerRoad.UserName, password), _store, _time, NullLoggerFactory.Instance, innermost: handler ?? new BorrowedTrainerRoad(_service));

    private sealed class SilentHandler(Task<HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => answer.WaitAsync(cancellationToken);
    }
}
