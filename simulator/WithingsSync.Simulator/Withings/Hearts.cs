using System.Text.Json;
using WithingsSync.Simulator.Bodies;

namespace WithingsSync.Simulator.Withings;

/// <summary><c>/v2/heart</c> and <c>/v2/stetho</c>: section 7. No <c>lastupdate</c> here.</summary>
internal static class Hearts
{
    public static void List(Call call, Utf8JsonWriter body) =>
        Pages.Write(call, body, "series", InWindow(call), call.Options.ActivityPageSize, recording => WriteRow(body, recording));

    public static void Get(Call call, Utf8JsonWriter body)
    {
        var id = call.Parameters.RequiredNumber("signalid");

        // SIM: section 7.2 does not say what an unknown signal answers. with_filtered and with_intervals are taken and do nothing (section 7.2).
        var recording = call.History.Hearts(call.Now).Find(h => h.SignalId == id) ?? throw RefusedException.InvalidParams("unknown signalid");
        body.WriteStartArray("signal");
        foreach (var microvolts in Signals.Ecg(recording))
        {
            body.WriteNumberValue(microvolts);
        }

        body.WriteEndArray();
        body.WriteNumber("sampling_frequency", recording.SamplesPerSecond);
        body.WriteNumber("wearposition", recording.SamplesPerSecond == 500 ? 3 : 1);
        body.WriteNumber("model", recording.Device.ModelId);
        body.WriteNumber("heart_rate", recording.HeartRate);
    }

    public static void ListSounds(Call call, Utf8JsonWriter body) =>
        Pages.Write(call, body, "series", [.. InWindow(call).Where(h => h.StethoSignalId is not null)], call.Options.ActivityPageSize, recording =>
        {
            body.WriteStartObject();
            body.WriteString("hash_deviceid", recording.Device.Id);
            body.WriteNumber("signalid", recording.StethoSignalId!.Value);
            body.WriteNumber("vhd", 0);
            body.WriteNumber("timestamp", recording.Timestamp);
            body.WriteString("timezone", call.TimeZone);
            body.WriteEndObject();
        });

    public static void GetSound(Call call, Utf8JsonWriter body)
    {
        var id = call.Parameters.RequiredNumber("signalid");
        var recording = call.History.Hearts(call.Now).Find(h => h.StethoSignalId == id) ?? throw RefusedException.InvalidParams("unknown signalid");
        var sound = Signals.HeartSound(id, recording.HeartRate);
        body.WriteStartArray("signal");
        foreach (var value in sound)
        {
            body.WriteNumberValue(value);
        }

        body.WriteEndArray();
        body.WriteNumber("frequency", Signals.StethoSamplesPerSecond);
        body.WriteNumber("duration", Signals.StethoSeconds);
        body.WriteNumber("format", 1);
        body.WriteNumber("size", sound.Length);
        body.WriteNumber("resolution", 8);
        body.WriteNumber("channel", 1);
        body.WriteNumber("model", recording.Device.ModelId);
        body.WriteNumber("position", 18);
        body.WriteNumber("vhd", 0);
    }

    private static List<HeartRecording> InWindow(Call call)
    {
        var (start, end) = (call.Parameters.Number("startdate"), call.Parameters.Number("enddate"));
        return call.History.Hearts(call.Now).FindAll(h => !(h.Timestamp < start) && !(h.Timestamp > end));
    }

    private static void WriteRow(Utf8JsonWriter json, HeartRecording recording)
    {
        json.WriteStartObject();
        json.WriteString("deviceid", recording.Device.Id);
        json.WriteNumber("model", recording.Device.ModelId);
        json.WriteStartObject("ecg");
        json.WriteNumber("signalid", recording.SignalId);
        json.WriteNumber("afib", recording.Afib);
        json.WriteEndObject();
        if (recording is { Systolic: { } systolic, Diastolic: { } diastolic })
        {
            json.WriteStartObject("bloodpressure");
            json.WriteNumber("diastole", diastolic);
            json.WriteNumber("systole", systolic);
            json.WriteEndObject();
        }

        if (recording.StethoSignalId is { } sound)
        {
            json.WriteStartObject("stetho");
            json.WriteNumber("signalid", sound);
            json.WriteNumber("vhd", 0);
            json.WriteEndObject();
        }

        json.WriteNumber("heart_rate", recording.HeartRate);
        json.WriteNumber("modified", recording.Modified);
        json.WriteNumber("timestamp", recording.Timestamp);
        json.WriteEndObject();
    }
}
