using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Withings.Feeds;

/// <summary>Every endpoint we read, with all figures it documents (withings-api.md §4–§8).</summary>
internal static class Endpoints
{
    private static readonly MeasureFeed Measures = new();
    private static readonly IntradayFeed Intraday = new();
    private static readonly SleepFeed Sleep = new();

    private static readonly ListFeed Activity = new("/v2/measure", "getactivity", Windows.ChangesOrDays, "activities", ActivityRows.Read,
        "steps,distance,elevation,soft,moderate,intense,active,calories,totalcalories,hr_average,hr_min,hr_max,hr_zone_0,hr_zone_1,hr_zone_2,hr_zone_3");

    private static readonly ListFeed Workouts = new("/v2/measure", "getworkouts", Windows.ChangesOrDays, "series", WorkoutRows.Read,
        "calories,intensity,manual_intensity,manual_distance,manual_calories,hr_average,hr_min,hr_max,hr_zone_0,hr_zone_1,hr_zone_2,hr_zone_3,"
        + "pause_duration,algo_pause_duration,spo2_average,core_body_temperature_avg,core_body_temperature_min,core_body_temperature_max,"
        + "core_body_temperature_status,steps,distance,elevation,pool_laps,strokes,pool_length");

    private static readonly ListFeed Nights = new("/v2/sleep", "getsummary", Windows.ChangesOrDays, "series", NightRows.Read,
        "total_timeinbed,total_sleep_time,asleepduration,lightsleepduration,deepsleepduration,remsleepduration,wakeupduration,sleep_latency,"
        + "wakeup_latency,waso,durationtosleep,durationtowakeup,wakeupcount,out_of_bed_count,nb_rem_episodes,sleep_efficiency,sleep_score,"
        + "hr_average,hr_min,hr_max,rr_average,rr_min,rr_max,rmssd_start_avg,rmssd_end_avg,breathing_disturbances_intensity,"
        + "breathing_quality_assessment,apnea_hypopnea_index,withings_index,snoring,snoringepisodecount,breathing_sounds,"
        + "breathing_sounds_episode_count,chest_movement_rate_average,chest_movement_rate_min,chest_movement_rate_max,"
        + "chest_movement_rate_wellness_average,chest_movement_rate_wellness_min,chest_movement_rate_wellness_max,mvt_score_avg,"
        + "mvt_active_duration,core_body_temperature_min,core_body_temperature_max,core_body_temperature_avg,core_body_temperature_status,night_events");

    private static readonly ListFeed Hearts = new("/v2/heart", "list", Windows.MomentsOrAll, "series", HeartRows.Read);
    private static readonly ListFeed Stethos = new("/v2/stetho", "list", Windows.MomentsOrAll, "series", StethoRows.Read);
    private static readonly ListFeed Devices = new("/v2/user", "getdevice", Windows.All, "devices", DeviceRows.Read);
    private static readonly GoalsFeed Goals = new();

    public static IWithingsFeed For(PullQuery query) => query switch
    {
        PullQuery.Signal signal => new SignalFeed(signal),
        _ => query.Feed switch
        {
            Feed.Measures => Measures,
            Feed.Activity => Activity,
            Feed.Workouts => Workouts,
            Feed.Nights => Nights,
            Feed.Heart => Hearts,
            Feed.Stetho => Stethos,
            Feed.Devices => Devices,
            Feed.Goals => Goals,
            Feed.Sleep => Sleep,
            Feed.Intraday => Intraday,
            _ => throw Windows.Unanswerable(query),
        },
    };
}
