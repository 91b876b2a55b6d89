using System.Net;
using WithingsSync.Server.Links;
using WithingsSync.Simulator.Garmin;
using WithingsSync.Simulator.TrainerRoad;
using WithingsSync.Storage.Server;
using WithingsSync.SystemTests.Server;
using Xunit;

namespace WithingsSync.SystemTests.Links;

/// <summary>Linking: passwords, codes, waits, and what nobody else may see.</summary>
public sealed class LinkTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_code_finishes_the_sign_in_it_was_sent_for(StoreKind kind)
    {
        await using var world = await LinkWorld.StartAsync(kind);
        world.Garmin.Account.Mfa = GarminMfa.Email;

        var begun = await world.LinkGarminAsync();
        var again = await world.LinkGarminAsync();
        Assert.Equal(HttpStatusCode.Accepted, begun.Status);
        Assert.Equal(HttpStatusCode.Accepted, again.Status);
        Assert.Equal("needs_code", (string?)begun.Body["state"]);
        Assert.Equal("r***@example.com", (string?)begun.Body["code_sent_to"]);
        Assert.Equal("needs_code", (string?)(await world.StateOfAsync("garmin"))["state"]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await world.GiveCodeAsync("000000")).Status);

        await world.RestartAsync();
        var code = world.Garmin.CodeOf(LinkWorld.Runner)!;
        Assert.Equal(HttpStatusCode.OK, (await world.GiveCodeAsync(code)).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await world.GiveCodeAsync(code)).Status);

        Assert.Equal(1, world.Garmin.CodesSentTo(LinkWorld.Runner));
        Assert.Equal("linked", (string?)(await world.StateOfAsync("garmin"))["state"]);
        await world.WeighAsync(72.4m);
        await world.DeliverAsync();
        Assert.Equal([72400], world.AtGarmin);
    }

    [Fact]
    public async Task A_code_that_comes_too_late_is_refused_and_asks_for_no_other()
    {
        await using var world = await LinkWorld.StartAsync();
        world.Garmin.Account.Mfa = GarminMfa.Email;
        await world.LinkGarminAsync();
        var code = world.Garmin.CodeOf(LinkWorld.Runner)!;

        world.Time.Advance(TimeSpan.FromMinutes(16));

        Assert.Equal(HttpStatusCode.Conflict, (await world.GiveCodeAsync(code)).Status);
        Assert.Equal(1, world.Garmin.CodesSentTo(LinkWorld.Runner));
        Assert.Equal("not_linked", (string?)(await world.StateOfAsync("garmin"))["state"]);
        Assert.Equal(HttpStatusCode.Accepted, (await world.LinkGarminAsync()).Status);
        Assert.Equal(2, world.Garmin.CodesSentTo(LinkWorld.Runner));
    }

    [Fact]
    public async Task A_wrong_password_is_sent_once_and_replaces_nothing()
    {
        await using var world = await LinkWorld.StartAsync();
        await world.LinkGarminAsync();
        var before = world.SignIns;

        var first = await world.LinkGarminAsync("wrong-Pa55word!");
        var second = await world.LinkGarminAsync("wrong-Pa55word!");

        Assert.Equal([HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity], new[] { first.Status, second.Status });
        Assert.Contains("does not accept", (string?)first.Body["detail"], StringComparison.Ordinal);
        Assert.DoesNotContain("withings-sync", (string?)first.Body["detail"], StringComparison.Ordinal);
        Assert.Equal(1, world.SignIns - before);
        await world.WeighAsync(72.4m);
        await world.DeliverAsync();
        Assert.Equal([72400], world.AtGarmin);
        Assert.Equal(HttpStatusCode.OK, (await world.LinkGarminAsync()).Status);
    }

    [Fact]
    public async Task A_wrong_password_at_TrainerRoad_is_sent_once_until_the_link_is_ended()
    {
        await using var world = await LinkWorld.StartAsync();

        var answers = new[] { await world.LinkTrainerRoadAsync("wrong-Pa55word!"), await world.LinkTrainerRoadAsync("wrong-Pa55word!") };

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status));
        Assert.Equal(1, world.World.TrainerRoad.Requests.CountOf("/trainerroad/app/login", "POST"));
        await world.SendAsync(HttpMethod.Delete, "/trainerroad");
        await world.LinkTrainerRoadAsync("wrong-Pa55word!");
        Assert.Equal(2, world.World.TrainerRoad.Requests.CountOf("/trainerroad/app/login", "POST"));
        Assert.Equal(HttpStatusCode.OK, (await world.LinkTrainerRoadAsync()).Status);
    }

    [Fact]
    public async Task After_too_many_sign_ins_Garmin_is_left_alone_also_when_the_link_was_ended()
    {
        await using var world = await LinkWorld.StartAsync();
        world.Garmin.LimitLogins(LinkWorld.Runner, TimeSpan.FromMinutes(30));

        var refused = await world.LinkGarminAsync();
        var asked = world.SignIns;
        await world.SendAsync(HttpMethod.Delete, "/garmin");
        var again = await world.LinkGarminAsync();

        Assert.Equal([HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable], new[] { refused.Status, again.Status });
        Assert.InRange(refused.RetryAfter!.Value, TimeSpan.FromMinutes(119), TimeSpan.FromMinutes(121));
        Assert.Equal(asked, world.SignIns);
        world.Garmin.EndLimits();
        world.Time.Advance(TimeSpan.FromHours(3));
        Assert.Equal(HttpStatusCode.OK, (await world.LinkGarminAsync()).Status);
    }

    [Fact]
    public async Task Passwords_cannot_be_tried_out()
    {
        await using var world = await LinkWorld.StartAsync();
        var answers = new List<HttpStatusCode>();

        for (var at = 0; at < 6; at++)
        {
            answers.Add((await world.LinkTrainerRoadAsync($"guess {at} Pa55word")).Status);
        }

        Assert.Equal([.. Enumerable.Repeat(HttpStatusCode.UnprocessableEntity, 5), HttpStatusCode.TooManyRequests], answers);
        Assert.InRange((await world.GiveCodeAsync("123456")).RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Assert.Equal(5, world.World.TrainerRoad.Requests.CountOf("/trainerroad/app/login", "POST"));
        world.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.OK, (await world.LinkTrainerRoadAsync()).Status);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"username":"","password":"x"}""")]
    [InlineData("""{"username":"a@example.com","password":""}""")]
    [InlineData("""{"username":"a@example.com","password":5}""")]
    [InlineData("""{"username":"a@example.com","password":"x","since":"tomorrow"}""")]
    [InlineData("""{"username":"a@example.com","password":"x","since":"2030-01-01"}""")]
    public async Task Rude_input_is_refused_before_anybody_is_asked(string body)
    {
        await using var world = await LinkWorld.StartAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await world.SendAsync(HttpMethod.Put, "/garmin", body)).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await world.SendAsync(HttpMethod.Put, "/garmin", $$"""{"username":"{{new string('a', 5000)}}"}""")).Status);
        Assert.Equal(0, world.SignIns);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task Another_person_sees_and_changes_nothing(StoreKind kind)
    {
        await using var world = await LinkWorld.StartAsync(kind);
        var (_, bos) = await world.Server.AddPersonAsync("bo");
        var service = await world.Server.IssueAsync(AccessTokenKind.Service);
        world.Garmin.Account.Mfa = GarminMfa.Email;
        await world.LinkGarminAsync();
        await world.LinkTrainerRoadAsync();

        Assert.Equal("not_linked", (string?)(await world.StateOfAsync("garmin", bos))["state"]);
        Assert.Equal(HttpStatusCode.Conflict, (await world.GiveCodeAsync(world.Garmin.CodeOf(LinkWorld.Runner)!, bos)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await world.SendAsync(HttpMethod.Delete, "/trainerroad", token: bos)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await world.SendAsync(HttpMethod.Delete, "/trainerroad", null, service, ("X-Subject", "user-17"))).Status);

        Assert.Equal("linked", (string?)(await world.StateOfAsync("trainerroad"))["state"]);
        Assert.Equal(HttpStatusCode.OK, (await world.GiveCodeAsync(world.Garmin.CodeOf(LinkWorld.Runner)!)).Status);
        Assert.Equal("not_linked", (string?)(await world.StateOfAsync("garmin", bos))["state"]);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task Neither_the_database_nor_the_log_holds_a_password_or_a_token(StoreKind kind)
    {
        await using var world = await LinkWorld.StartAsync(kind);
        world.Garmin.Account.Mfa = GarminMfa.Email;
        await world.LinkGarminAsync();
        var waiting = await DumpedStore.TextAsync(world.Server);
        await world.GiveCodeAsync(world.Garmin.CodeOf(LinkWorld.Runner)!);
        await world.LinkTrainerRoadAsync();
        await world.LinkTrainerRoadAsync("wrong-Pa55word!");
        await world.WeighAsync(72.4m);
        await world.DeliverAsync();

        var text = waiting + await DumpedStore.TextAsync(world.Server) + world.Server.Log.Text;
        string[] secrets = [.. world.Garmin.Secrets, .. world.World.TrainerRoad.Secrets, GarminService.DefaultPassword, TrainerRoadService.DefaultPassword, "wrong-Pa55word!"];
        Assert.All(secrets.Where(secret => secret.Length > 8), secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
        Assert.DoesNotContain(LinkWorld.Runner, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task Whoever_is_removed_leaves_no_sign_in(StoreKind kind)
    {
        await using var world = await LinkWorld.StartAsync(kind);
        await world.LinkGarminAsync();
        await world.WeighAsync(72.4m);
        await world.DeliverAsync();
        var store = world.Server.Get<DestinationSecretStore>();
        Assert.NotNull(await store.FindAsync(world.Ana, "garmin", LinkSecrets.Credentials, Stop));

        await world.Server.Get<PeopleStore>().RemoveAsync(world.Ana, world.Time.GetUtcNow(), Stop);

        Assert.Null(await store.FindAsync(world.Ana, "garmin", LinkSecrets.Credentials, Stop));
        Assert.Null(await store.FindAsync(world.Ana, "garmin", LinkSecrets.Session, Stop));
        Assert.Null(await world.Server.Get<DestinationLinkStore>().FindAsync(world.Ana, "garmin", Stop));
        Assert.DoesNotContain($"{world.Ana} garmin", await DumpedStore.TextAsync(world.Server), StringComparison.Ordinal);
        await world.DeliverAsync();
        Assert.Null(await store.FindAsync(world.Ana, "garmin", LinkSecrets.Notes, Stop));
    }

    [Fact]
    public async Task A_service_links_for_the_person_it_names()
    {
        await using var world = await LinkWorld.StartAsync();
        var service = await world.Server.IssueAsync(AccessTokenKind.Service);

        var linked = await world.SendAsync(
            HttpMethod.Put, "/trainerroad", $$"""{"username":"{{LinkWorld.Rider}}","password":"{{TrainerRoadService.DefaultPassword}}"}""", service, ("X-Subject", "user-17"));

        Assert.Equal(HttpStatusCode.OK, linked.Status);
        Assert.Equal("not_linked", (string?)(await world.StateOfAsync("trainerroad"))["state"]);
    }
}
