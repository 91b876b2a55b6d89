namespace WithingsSync.Simulator.Bodies;

/// <summary>The curves behind heart get and stetho get, made again each time from the recording's number.</summary>
internal static class Signals
{
    public const int StethoSamplesPerSecond = 4_000;
    public const int StethoSeconds = 20;

    /// <summary>P, Q, R, S and T of a beat: where in it, how wide, how high in microvolts.</summary>
    private static readonly (double At, double Width, double Height)[] Waves =
        [(0.18, 0.025, 110), (0.265, 0.008, -90), (0.285, 0.010, 950), (0.305, 0.009, -210), (0.52, 0.045, 260)];

    /// <summary>An electrocardiogram in microvolts.</summary>
    public static int[] Ecg(HeartRecording recording)
    {
        var chance = Chance.For(Topic.Signal, recording.SignalId);
        var signal = new int[recording.SamplesPerSecond * recording.Seconds];
        var (beat, length) = (0.0, 60.0 / recording.HeartRate);
        for (var i = 0; i < signal.Length; i++)
        {
            var at = i / (double)recording.SamplesPerSecond;
            if (at >= beat + length)
            {
                beat += length;
                length = 60.0 / recording.HeartRate * chance.Around(1, recording.Afib == 0 ? 0.02 : 0.15);
            }

            var phase = (at - beat) / length;
            var microvolts = (40 * Math.Sin(at * 1.7)) + chance.Around(0, 8);
            foreach (var (middle, width, height) in Waves)
            {
                var distance = (phase - middle) / width;
                if (Math.Abs(distance) < 4)
                {
                    microvolts += height * Math.Exp(-distance * distance / 2);
                }
            }

            signal[i] = (int)Math.Round(microvolts);
        }

        return signal;
    }

    /// <summary>Two thuds a beat, as A-law bytes (G.711).</summary>
    public static byte[] HeartSound(long signalId, int heartRate)
    {
        var chance = Chance.For(Topic.Stethoscope, signalId);
        var sound = new byte[StethoSamplesPerSecond * StethoSeconds];
        var length = 60.0 / heartRate;
        for (var i = 0; i < sound.Length; i++)
        {
            var at = i / (double)StethoSamplesPerSecond;
            var phase = at % length;
            var loud = Thud(phase - 0.05, 9_000) + Thud(phase - 0.36, 6_000);
            sound[i] = ALaw((int)((loud * Math.Sin(at * 2 * Math.PI * 55)) + chance.Around(0, 60)));
        }

        return sound;
    }

    private static double Thud(double from, double loudness) => loudness * Math.Exp(-from * from / 0.0006);

    private static byte ALaw(int pcm)
    {
        var sign = pcm < 0 ? 0x00 : 0x80;
        var magnitude = Math.Min(Math.Abs(pcm) >> 3, 0xFFF);
        var exponent = 7;
        for (var mask = 0x800; exponent > 0 && (magnitude & mask) == 0; mask >>= 1)
        {
            exponent--;
        }

        var mantissa = (magnitude >> (exponent == 0 ? 1 : exponent)) & 0x0F;
        return (byte)((sign | (exponent << 4) | mantissa) ^ 0x55);
    }
}
