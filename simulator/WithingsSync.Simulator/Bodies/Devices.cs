namespace WithingsSync.Simulator.Bodies;

/// <summary>What a person owns. Two scales: one upstairs for each morning, and a Body Scan for Sundays.</summary>
internal sealed class Devices
{
    public Devices(int seed, int person)
    {
        Device Make(int modelId, string model, string type, string battery) =>
            new(Chance.For(Topic.Device, seed, person, modelId).Hex(40), modelId, model, type, battery);

        BodyCardio = Make(6, "Body Cardio", "Scale", "high");
        BodyScan = Make(10, "Body Scan", "Scale", "high");
        BpmConnect = Make(45, "BPM Connect", "Blood Pressure Monitor", "medium");
        BpmCore = Make(44, "BPM Core", "Blood Pressure Monitor", "low");
        Thermo = Make(70, "Thermo", "Smart Connected Thermometer", "unknown");
        Watch = Make(94, "ScanWatch 2", "Activity Tracker", "medium");
        Mat = Make(63, "Aura Sensor V2", "Sleep Monitor", "high");
        All = [BodyCardio, BodyScan, BpmConnect, BpmCore, Thermo, Watch, Mat];
    }

    public Device BodyCardio { get; }

    public Device BodyScan { get; }

    public Device BpmConnect { get; }

    public Device BpmCore { get; }

    public Device Thermo { get; }

    public Device Watch { get; }

    public Device Mat { get; }

    public IReadOnlyList<Device> All { get; }
}
