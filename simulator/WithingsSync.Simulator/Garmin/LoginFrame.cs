using System.Text.Json.Nodes;
using WithingsSync.Simulator.Wire;

namespace WithingsSync.Simulator.Garmin;

/// <summary>The frame of every JSON sign-in answer: all keys always there, null where unused (section 1.3).</summary>
internal static class LoginFrame
{
    public static WireAnswer Successful(string ticket, string service) => Frame(200, "SUCCESSFUL", "", "OK", ticket, service);

    public static WireAnswer Captcha() => Frame(200, "CAPTCHA_REQUIRED", "captchaRequired", "OK");

    public static WireAnswer WrongPassword() => Frame(401, "INVALID_USERNAME_PASSWORD", "generalLoginInvalidUsernameOrPassword", "UNAUTHORIZED");

    /// <summary>SIM: the types of these answers and of the next two are not known, only the texts of the page.</summary>
    public static WireAnswer Of(GarminAccountState state) => state switch
    {
        GarminAccountState.Locked => Frame(401, "ACCOUNT_LOCKED", "generalLoginAccountLocked", "UNAUTHORIZED"),
        GarminAccountState.Disabled => Frame(401, "ACCOUNT_DISABLED", "generalLoginAccountDisabled", "UNAUTHORIZED"),
        GarminAccountState.Child => Frame(401, "CHILD_ACCOUNT", "generalLoginUnableToSignIn", "UNAUTHORIZED"),
        GarminAccountState.MustRenewPassword => Frame(401, "PASSWORD_RENEWAL_REQUIRED", "generalLoginPasswordMustBeRenewed", "UNAUTHORIZED"),
        GarminAccountState.MustSetUpMfa => Frame(401, "MFA_SETUP_REQUIRED", "generalLoginPermanentMfaSetupRequired", "UNAUTHORIZED"),
        GarminAccountState.TooManyLogins => Frame(401, "MAX_LOGINS_EXCEEDED", "generalLoginMaximumNumberOfLoginsExceeded", "UNAUTHORIZED"),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Nothing is wrong with this account."),
    };

    public static WireAnswer WrongCode() => Frame(401, "INVALID_MFA_CODE", "mfaInvalidCode", "UNAUTHORIZED");

    public static WireAnswer NoPendingSession() => Frame(401, "SESSION_EXPIRED", "mfaSessionExpired", "UNAUTHORIZED");

    public static WireAnswer Invalid(string message) => Frame(400, "INVALID_REQUEST", message, "BAD_REQUEST");

    public static WireAnswer MfaRequired(GarminAccount account)
    {
        var method = MethodName(account.Mfa);
        return Frame(200, "MFA_REQUIRED", "", "OK", mfa: new JsonObject
        {
            ["email"] = MaskedEmail(account.Username),
            ["phoneNumber"] = account.Mfa == GarminMfa.Sms ? "********42" : null,
            ["mfaLastMethodUsed"] = method,
            ["defaultMfaMethod"] = method,
            ["mfaUISetting"] = new JsonObject { ["mfaMethods"] = new JsonArray(method), ["rememberBrowser"] = true },
        });
    }

    public static string MethodName(GarminMfa mfa) => mfa switch
    {
        GarminMfa.Email => "email",
        GarminMfa.Sms => "sms",
        GarminMfa.Totp => "totp",
        _ => "",
    };

    public static string MaskedEmail(string username) => username.IndexOf('@', StringComparison.Ordinal) is > 0 and var at ? $"{username[0]}***{username[at..]}" : $"{username[0]}***";

    private static WireAnswer Frame(int status, string type, string message, string httpStatus, string? ticket = null, string? service = null, JsonObject? mfa = null) =>
        WireAnswer.Json(status, new JsonObject
        {
            ["serviceURL"] = service,
            ["serviceTicketId"] = ticket,
            ["responseStatus"] = new JsonObject { ["type"] = type, ["message"] = message, ["httpStatus"] = httpStatus },
            ["responseReason"] = null,
            ["customerMfaInfo"] = mfa,
            ["consentTypeList"] = null,
            ["captchaAlreadyPassed"] = false,
            ["samlResponse"] = null,
            ["authType"] = ticket is null ? null : "CAS",
        });
}
