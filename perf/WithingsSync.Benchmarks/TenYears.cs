using System.Globalization;
using System.Text;

namespace WithingsSync.Benchmarks;

/// <summary>One getmeas answer with ten years of daily weighings, seven measures each: 2.6 MB, as a Body Cardio would send it.</summary>
internal static class TenYears
{
    public const int Weighings = 3650;
    private const long Last = 1_795_000_000;

    public static byte[] Answer()
    {
        var random = new Random(1);
        var text = new StringBuilder("{\"status\":0,\"body\":{\"updatetime\":1795000100,\"timezone\":\"Europe/Paris\",\"measuregrps\":[");
        for (var i = 0; i < Weighings; i++)
        {
            var at = Last - ((Weighings - i) * 86_400L) + random.Next(3600);
            var weight = 80_000 + random.Next(4000);
            text.Append(i == 0 ? "" : ",").Append(string.Create(CultureInfo.InvariantCulture, $$"""
                {"grpid":{{5_000_000_000L + i}},"attrib":0,"date":{{at}},"created":{{at + 40}},"modified":{{at + 40}},"category":1,
                "deviceid":"51e8d0e7d16da9ff673accf10958ca94fea55d6e","hash_deviceid":"51e8d0e7d16da9ff673accf10958ca94fea55d6e","measures":[
                {"value":{{weight}},"type":1,"unit":-3,"algo":218300416,"fm":3},{"value":{{1500 + random.Next(300)}},"type":8,"unit":-2,"algo":218300416,"fm":3},
                {"value":{{6100 + random.Next(200)}},"type":76,"unit":-2,"algo":218300416,"fm":3},{"value":{{4400 + random.Next(100)}},"type":77,"unit":-2,"algo":218300416,"fm":3},
                {"value":{{320 + random.Next(10)}},"type":88,"unit":-2,"algo":218300416,"fm":3},{"value":{{19_000 + random.Next(2000)}},"type":6,"unit":-3},
                {"value":{{64_000 + random.Next(900)}},"type":5,"unit":-3,"algo":218300416,"fm":3}],"modelid":6,"model":"Body Cardio","comment":null,"timezone":"Europe/Paris"}
                """).ReplaceLineEndings(""));
        }

        return Encoding.UTF8.GetBytes(text.Append("]}}").ToString());
    }
}
