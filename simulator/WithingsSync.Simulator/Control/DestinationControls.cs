using System.Text.Json;
using System.Text.Json.Nodes;
using WithingsSync.Simulator.Garmin;

namespace WithingsSync.Simulator.Control;

/// <summary>The controls of Garmin and TrainerRoad.</summary>
internal sealed class DestinationControls(SimulatedWorld world)
{
    private readonly GarminService _garmin = world.Garmin;
    private readonly TrainerRoad.TrainerRoadService _rider = world.TrainerRoad;

    public void AddTo(Action<string, string, string, Func<ControlCall, object?>> add)
    {
        AddAccounts(add);
        AddReadings(add);
        add("GET", "/simulator/trainerroad/settings", "switches", _ => RiderSettings());
        add("POST", "/simulator/trainerroad/settings", "{requiresAntiForgery?, ignoresWrites?, roundsToOneDecimal?, answersNoContent?}", SetRider);
        add("POST", "/simulator/trainerroad/accounts", "{username, password}", c => Do(() => _rider.AddAccount(Name(c), c.Required("password").GetString()!)));
        add("GET", "/simulator/trainerroad/accounts/{person}", "the whole profile", c => _rider.ProfileOf(c.Person));
        add("POST", "/simulator/trainerroad/accounts/{person}", "change fields of the profile: {weightKg, ...}", c => Do(() => SetProfile(c)));
        add("POST", "/simulator/trainerroad/cookies/expire", "everybody must sign in again", _ => Do(_rider.ExpireCookies));
        add("GET", "/simulator/trainerroad/requests", "how many calls, and the latest", _ => Shown(_rider.Requests));
        add("DELETE", "/simulator/trainerroad/requests", "count from 0 again", _ => Do(_rider.Requests.Clear));
    }

    private void AddAccounts(Action<string, string, string, Func<ControlCall, object?>> add)
    {
        add("GET", "/simulator/garmin/accounts", "who has an account, without passwords", _ => _garmin.Accounts.Select(Shown));
        add("POST", "/simulator/garmin/accounts", "{username, password}", c => Shown(_garmin.AddAccount(Name(c), c.Required("password").GetString()!)));
        add("POST", "/simulator/garmin/accounts/{person}", "{mfa?, state?, requiresCaptcha?, refusesWidgetTokens?, timeZone?}", SetAccount);
        add("GET", "/simulator/garmin/accounts/{person}/code", "the code sent last, and how many were", c => new { code = _garmin.CodeOf(c.Person), sent = _garmin.CodesSentTo(c.Person) });
        add("POST", "/simulator/garmin/accounts/{person}/ticket", "{service?}: a ticket as copied out of a browser", c => new { ticket = c.Text("service") is { } service ? _garmin.IssueTicket(c.Person, service) : _garmin.IssueTicket(c.Person) });
        add("POST", "/simulator/garmin/accounts/{person}/limit", "{seconds, clientId?}: 429 at the sign-in, renewed by every try", c => Do(() => _garmin.LimitLogins(c.Person, TimeSpan.FromSeconds(c.Required("seconds").GetDouble()), c.Text("clientId") ?? "GCM_IOS_DARK")));
        add("POST", "/simulator/garmin/tokens/expire", "{username?}: access tokens die now", c => Do(() => _garmin.ExpireAccessTokens(c.Text("username"))));
        add("POST", "/simulator/garmin/tokens/revoke", "{username?}: refresh tokens die now", c => Do(() => _garmin.RevokeRefreshTokens(c.Text("username"))));
        add("GET", "/simulator/garmin/settings", "switches", _ => Settings());
        add("POST", "/simulator/garmin/settings", "{mergeSameSecond?, recordsPerFile?, recordsStoredOfTooLongFile?, acceptUploads?, acceptSeconds?, duplicateFilesRefused?, uploadIdIsEmpty?, fractionDigits?, clockSkewSeconds?, shortestPauseSeconds?}", Set);
        add("GET", "/simulator/garmin/requests", "how many calls, and the latest", _ => Shown(_garmin.Requests));
        add("DELETE", "/simulator/garmin/requests", "count from 0 again", _ => Do(_garmin.Requests.Clear));
    }

    private void AddReadings(Action<string, string, string, Func<ControlCall, object?>> add)
    {
        add("GET", "/simulator/garmin/accounts/{person}/weigh-ins", "all of them", c => _garmin.WeighInsOf(c.Person));
        add("POST", "/simulator/garmin/accounts/{person}/weigh-ins", "{grams, date?, bodyFat?, bmi?}: typed in by hand", c => _garmin.AddWeighIn(c.Person, c.Date ?? world.UtcNow, c.Required("grams").GetDouble(), (double?)c.Decimal("bodyFat"), (double?)c.Decimal("bmi")));
        add("DELETE", "/simulator/garmin/accounts/{person}/weigh-ins/{id}", "take it away", c => Do(() => _garmin.DeleteWeighIn(c.Person, c.Id)));
        add("GET", "/simulator/garmin/accounts/{person}/blood-pressures", "all of them", c => _garmin.BloodPressuresOf(c.Person));
        add("POST", "/simulator/garmin/accounts/{person}/blood-pressures", "{systolic, diastolic, pulse?, date?}: typed in by hand", c => _garmin.AddBloodPressure(c.Person, c.Date ?? world.UtcNow, c.Required("systolic").GetInt32(), c.Required("diastolic").GetInt32(), c.Int("pulse")));
        add("DELETE", "/simulator/garmin/accounts/{person}/blood-pressures/{id}", "take it away", c => Do(() => _garmin.DeleteBloodPressure(c.Person, c.Id)));
        add("POST", "/simulator/garmin/accounts/{person}/wipe", "all readings are gone", c => Do(() => _garmin.Wipe(c.Person)));
    }

    private object SetAccount(ControlCall call)
    {
        lock (world.Gate)
        {
            var account = _garmin.Known(call.Person);
            account.Mfa = Choice(call.Text("mfa"), account.Mfa);
            account.State = Choice(call.Text("state"), account.State);
            account.RequiresCaptcha = call.Flag("requiresCaptcha") ?? account.RequiresCaptcha;
            account.RefusesWidgetTokens = call.Flag("refusesWidgetTokens") ?? account.RefusesWidgetTokens;
            account.TimeZone = call.Text("timeZone") ?? account.TimeZone;
            world.Save();
            return Shown(account);
        }
    }

    private object Set(ControlCall call)
    {
        _garmin.MergeSameSecond = call.Flag("mergeSameSecond") ?? _garmin.MergeSameSecond;
        _garmin.RecordsPerFile = call.Int("recordsPerFile") ?? _garmin.RecordsPerFile;
        _garmin.RecordsStoredOfTooLongFile = call.Int("recordsStoredOfTooLongFile") ?? _garmin.RecordsStoredOfTooLongFile;
        _garmin.AcceptUploads = call.Flag("acceptUploads") ?? _garmin.AcceptUploads;
        _garmin.AcceptDelay = Seconds(call, "acceptSeconds") ?? _garmin.AcceptDelay;
        _garmin.DuplicateFilesRefused = call.Flag("duplicateFilesRefused") ?? _garmin.DuplicateFilesRefused;
        _garmin.UploadIdIsEmpty = call.Flag("uploadIdIsEmpty") ?? _garmin.UploadIdIsEmpty;
        _garmin.FractionDigits = call.Int("fractionDigits") ?? _garmin.FractionDigits;
        _garmin.ClockSkew = Seconds(call, "clockSkewSeconds") ?? _garmin.ClockSkew;
        _garmin.ShortestPause = Seconds(call, "shortestPauseSeconds") ?? _garmin.ShortestPause;
        return Settings();
    }

    private object SetRider(ControlCall call)
    {
        _rider.RequiresAntiForgery = call.Flag("requiresAntiForgery") ?? _rider.RequiresAntiForgery;
        _rider.IgnoresWrites = call.Flag("ignoresWrites") ?? _rider.IgnoresWrites;
        _rider.RoundsToOneDecimal = call.Flag("roundsToOneDecimal") ?? _rider.RoundsToOneDecimal;
        _rider.AnswersNoContent = call.Flag("answersNoContent") ?? _rider.AnswersNoContent;
        return RiderSettings();
    }

    private void SetProfile(ControlCall call)
    {
        foreach (var (name, value) in call.As<JsonObject>())
        {
            _rider.SetProfile(call.Person, name, value);
        }
    }

    private object Settings() => new
    {
        _garmin.MergeSameSecond,
        _garmin.RecordsPerFile,
        _garmin.RecordsStoredOfTooLongFile,
        _garmin.AcceptUploads,
        AcceptSeconds = _garmin.AcceptDelay.TotalSeconds,
        _garmin.DuplicateFilesRefused,
        _garmin.UploadIdIsEmpty,
        _garmin.FractionDigits,
        ClockSkewSeconds = _garmin.ClockSkew.TotalSeconds,
        ShortestPauseSeconds = _garmin.ShortestPause?.TotalSeconds,
    };

    private object RiderSettings() => new { _rider.RequiresAntiForgery, _rider.IgnoresWrites, _rider.RoundsToOneDecimal, _rider.AnswersNoContent };

    private static object Shown(GarminAccount account) =>
        new { account.Username, account.Mfa, account.State, account.RequiresCaptcha, account.RefusesWidgetTokens, account.TimeZone };

    private static object Shown(Withings.RequestLog log) => new { log.Total, log.Counts, log.Recent };

    private static T Choice<T>(string? text, T otherwise)
        where T : struct, Enum =>
        text is null ? otherwise : Enum.TryParse<T>(text, ignoreCase: true, out var value) ? value : throw new JsonException($"\"{text}\" is not known.");

    private static TimeSpan? Seconds(ControlCall call, string name) => call.Decimal(name) is { } seconds ? TimeSpan.FromSeconds((double)seconds) : null;

    private static string Name(ControlCall call) => call.Required("username").GetString()!;

    private static object Do(Action action)
    {
        action();
        return new { done = true };
    }
}
