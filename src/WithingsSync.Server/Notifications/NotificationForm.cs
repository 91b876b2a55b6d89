using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using WithingsSync.Storage.Server;

namespace WithingsSync.Server.Notifications;

/// <summary>
/// Reads what was posted. Whoever knows the secret may still send anything: a field that is not what it should be is left out, and without a person there is no
/// notification. Fields we do not know are passed over.
/// </summary>
internal static class NotificationForm
{
    /// <summary>0 to the end of the year 9999.</summary>
    private const long LastSecond = 253_402_300_799;

    /// <returns>Null when it names nobody.</returns>
    public static Notification? Read(ReadOnlySpan<byte> body, DateTimeOffset receivedAt)
    {
        var form = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body));
        return Word(form, "userid", 64) is { } user
            ? new(
                Guid.CreateVersion7(receivedAt).ToString(), user, Number(form, "appli", int.MaxValue), Moment(form, "startdate"), Moment(form, "enddate"),
                Word(form, "date", 20), Word(form, "action", 32), Word(form, "deviceid", 128), receivedAt)
            : null;
    }

    private static DateTimeOffset? Moment(Dictionary<string, StringValues> form, string name) =>
        Number(form, name, LastSecond) is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    private static long? Number(Dictionary<string, StringValues> form, string name, long most) =>
        form.TryGetValue(name, out var values) && values is [{ } text] && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most ? number : null;

    /// <summary>Letters, digits, - _ . : only, which every database takes and no log is confused by.</summary>
    private static string? Word(Dictionary<string, StringValues> form, string name, int longest) =>
        form.TryGetValue(name, out var values) && values is [{ Length: > 0 } text] && text.Length <= longest
        && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or ':')
            ? text
            : null;
}
