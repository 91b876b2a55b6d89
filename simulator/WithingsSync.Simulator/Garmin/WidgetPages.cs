using WithingsSync.Simulator.Wire;

namespace WithingsSync.Simulator.Garmin;

/// <summary>The pages of the widget, with the unevenness that real ones have (section 1.4).</summary>
internal sealed class WidgetPages
{
    public const string MfaTitle = "Enter MFA code for login";
    private const string SignInTitle = "GARMIN Authentication Application";
    private int _shown;

    public static WireAnswer Embed() => Page("GARMIN Authentication Application", "<p>clientId parameter must be specified</p>");

    public WireAnswer SignIn(Session session, int status = 200) => Page(
        SignInTitle,
        $$"""
        <script>var mfaMethod = ""; {{(status == 401 ? "var status = \"FAIL\"; var result = \"error\";" : "var status = \"\"; var result = \"\";")}}</script>
        <form method="post">{{Csrf(session)}}<input name="username"><input name="password" type="password"><input type="hidden" name="embed" value="true"></form>
        """,
        status);

    /// <summary>Codes by mail are asked for under the title of the sign-in page (9 June).</summary>
    public WireAnswer Mfa(Session session, GarminAccount account) => Page(
        account.Mfa == GarminMfa.Email && session.Tries == 0 ? SignInTitle : MfaTitle,
        $$"""
        <script>
            var customerGuid = "{{account.DisplayName}}";
            var mfaMethod    = "{{LoginFrame.MethodName(account.Mfa)}}";
            var locale = "en_US";
            var clientId = "{{Widget.ClientId}}";
            var codeSentTo = "{{(session.Code is null ? "" : LoginFrame.MaskedEmail(account.Username))}}";
        </script>
        <form method="post">{{Csrf(session)}}<input name="mfa-code"><input type="hidden" name="embed" value="true"><input type="hidden" name="fromPage" value="setupEnterMfaCode"></form>
        """);

    public static WireAnswer Success(string ticket) => Page(
        "Success",
        $$"""
        <script type="text/javascript">
            var service_url = "https:\/\/sso.garmin.com\/sso\/embed";
            var response_url = "https:\/\/sso.garmin.com\/sso\/embed?ticket={{ticket}}";
        </script>
        """);

    public static WireAnswer Refusal(GarminAccountState state) => state switch
    {
        GarminAccountState.Locked => Page("Account Locked", "<p>Your account is locked. Use Forgot Password to reset your password.</p>"),
        GarminAccountState.Disabled => Page("Account Error", "<p>Your account is disabled.</p>"),
        GarminAccountState.Child => Page("Unable to Sign In", "<p>This account is managed by a parent.</p>"),
        GarminAccountState.MustSetUpMfa => Page("Account Error", "<p>You must set up MFA.</p>"),
        GarminAccountState.TooManyLogins => Page("Account Error", "<p>The maximum number of logins was exceeded.</p>"),
        _ => Page("Account Error", "<p>Your password must be renewed.</p>"),
    };

    private static WireAnswer Page(string title, string content, int status = 200) =>
        WireAnswer.Html(status, $"<!DOCTYPE html>\n<html>\n<head>\n  <title>{title}</title>\n</head>\n<body>\n{content}\n</body>\n</html>");

    /// <summary>The white space between the attributes varies from page to page.</summary>
    private string Csrf(Session session) => (_shown++ % 3) switch
    {
        0 => $"""<input type="hidden" name="_csrf" value="{session.Csrf}" />""",
        1 => $"<input type=\"hidden\" name=\"_csrf\"\n      value=\"{session.Csrf}\"/>",
        _ => $"""<input type="hidden"  name="_csrf"   value="{session.Csrf}">""",
    };
}
