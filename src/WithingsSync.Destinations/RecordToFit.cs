using System.Globalization;
using WithingsSync.Fit;
using WithingsSync.Fit.Messages;
using WithingsSync.Health;
using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Destinations;

/// <summary>
/// Readings as FIT messages (garmin-trainerroad-fit.md §4.2). A reading whose time or whose main value FIT cannot hold is left out whole: a
/// record without its weight, or with half a blood pressure, would say something nobody measured. Everything left out is named.
/// </summary>
internal static class RecordToFit
{
    /// <summary>FIT keeps hundredths of a kilogram in 16 bits, of which the two highest numbers mean "calculating" and "invalid".</summary>
    private const decimal LargestWeight = 655.33m;

    /// <summary>The highest 16-bit number but one: the highest means "invalid".</summary>
    private const decimal LargestPressure = 65_534m;

    public static List<WeightScaleMessage> Weights(IReadOnlyList<Weighing> weighings, List<LeftOut> leftOut)
    {
        var messages = new List<WeightScaleMessage>(weighings.Count);
        foreach (var weighing in weighings)
        {
            var stored = decimal.Round(weighing.Weight.Value, 2, MidpointRounding.AwayFromZero);
            if (stored is < 0.01m or > LargestWeight)
            {
                leftOut.Add(new(weighing.MeasuredAt, "weight_scale.weight", weighing.Weight.Value, $"FIT holds 0.01 to {LargestWeight} kg; the whole weighing is left out"));
            }
            else if (TimeFits(weighing.MeasuredAt, "weight_scale.timestamp", leftOut))
            {
                messages.Add(From(weighing));
            }
        }

        return messages;
    }

    public static List<BloodPressureMessage> BloodPressures(IReadOnlyList<BloodPressure> readings, List<LeftOut> leftOut)
    {
        var messages = new List<BloodPressureMessage>(readings.Count);
        foreach (var reading in readings)
        {
            if (PressureFits(reading, "systolic_pressure", reading.Systolic, leftOut)
                && PressureFits(reading, "diastolic_pressure", reading.Diastolic, leftOut)
                && TimeFits(reading.MeasuredAt, "blood_pressure.timestamp", leftOut))
            {
                messages.Add(new(reading.MeasuredAt)
                {
                    SystolicPressure = reading.Systolic.Value,
                    DiastolicPressure = reading.Diastolic.Value,
                    HeartRate = reading.HeartRate?.Value,
                });
            }
        }

        return messages;
    }

    /// <summary>What the FIT writer refused, in the words of a report.</summary>
    public static IEnumerable<LeftOut> Refused(EncodedFit file) =>
        file.Refused.Select(field => new LeftOut(
            field.Timestamp ?? default,
            $"{field.Message}.{field.Field}",
            decimal.TryParse(field.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : 0,
            $"FIT holds {field.Range}"));

    private static WeightScaleMessage From(Weighing weighing) => new(weighing.MeasuredAt)
    {
        Weight = weighing.Weight.Value,
        PercentFat = weighing.FatRatio?.Value,
        PercentHydration = weighing.HydrationRatio?.Value,
        BoneMass = weighing.BoneMass?.Value,
        MuscleMass = weighing.MuscleMass?.Value,
        BasalMetabolicRate = weighing.BasalMetabolicRate?.Value,
        MetabolicAge = weighing.MetabolicAge,
        VisceralFatRating = weighing.VisceralFat,
        BodyMassIndex = weighing.BodyMassIndex?.Value,
    };

    private static bool PressureFits(BloodPressure reading, string field, MillimetresOfMercury pressure, List<LeftOut> leftOut)
    {
        var fits = decimal.Round(pressure.Value, MidpointRounding.AwayFromZero) is >= 1 and <= LargestPressure;
        if (!fits)
        {
            leftOut.Add(new(reading.MeasuredAt, $"blood_pressure.{field}", pressure.Value, $"FIT holds 1 to {LargestPressure} mmHg; the whole reading is left out"));
        }

        return fits;
    }

    private static bool TimeFits(DateTimeOffset at, string field, List<LeftOut> leftOut)
    {
        var fits = FitTime.TryFrom(at, out _);
        if (!fits)
        {
            leftOut.Add(new(at, field, at.ToUnixTimeSeconds(), string.Create(
                CultureInfo.InvariantCulture,
                $"FIT tells times from {FitTime.Earliest:yyyy-MM-dd} to {FitTime.Latest:yyyy-MM-dd}; the whole reading is left out")));
        }

        return fits;
    }
}
