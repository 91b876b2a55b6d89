namespace WithingsSync.Simulator.Bodies;

/// <summary>Keeps the number streams of different subjects apart.</summary>
internal enum Topic
{
    Person = 1,
    Device,
    Weight,
    WeighIn,
    Guest,
    BloodPressure,
    Thermometer,
    Oxygen,
    Fitness,
    Objective,
    Ecg,
    Signal,
    Stethoscope,
    Night,
    NightSamples,
    Nap,
    Movement,
    Workout,
    ActivityRevision,
    Order,
    Application,
    Notification,
}
