using WithingsSync.Fit;
using WithingsSync.Health;
using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Destinations;

/// <summary>Writes readings as FIT files: weights (file type 9) and blood pressures (file type 14), each only when it has records.</summary>
internal static class FitFiles
{
    public static DeliveryReport Write(string basename, IReadOnlyList<Weighing> weighings, IReadOnlyList<BloodPressure> bloodPressures, DateTimeOffset madeAt)
    {
        var written = new List<Written>();
        var leftOut = new List<LeftOut>();
        var options = new FitFileOptions { TimeCreated = madeAt };

        var weights = RecordToFit.Weights(weighings, leftOut);
        if (weights.Count > 0)
        {
            Write($"{basename}.weight.fit", FitWriter.Weight(weights, options), written, leftOut);
        }

        var pressures = RecordToFit.BloodPressures(bloodPressures, leftOut);
        if (pressures.Count > 0)
        {
            Write($"{basename}.blood_pressure.fit", FitWriter.BloodPressure(pressures, options), written, leftOut);
        }

        return new(written, leftOut);
    }

    private static void Write(string path, EncodedFit file, List<Written> written, List<LeftOut> leftOut)
    {
        OutputFile.Write(path, stream => stream.Write(file.Bytes.Span));
        written.Add(new(path, file.RecordCount));
        leftOut.AddRange(RecordToFit.Refused(file));
    }
}
