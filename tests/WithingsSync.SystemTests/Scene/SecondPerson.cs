using WithingsSync.Testing;

namespace WithingsSync.SystemTests.Scene;

/// <summary>Another of the simulator's people signs in, in the same folder.</summary>
internal static class SecondPerson
{
    public static async Task SignInAsync(LoopbackWorld world, string person)
    {
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        var query = $"response_type=code&client_id={world.Simulator.ClientId}&redirect_uri={Uri.EscapeDataString(LoopbackWorld.Callback)}&scope=user.metrics,user.activity,user.info&state=s&simulator_person={person}";
        using var answer = await browser.GetAsync(new Uri(world.Simulator.AccountUrl, $"/oauth2_user/authorize2?{query}"));
        await world.RunAsync("login", "--code", answer.Headers.Location!.OriginalString).Exits(0); // the page redirects, or the login fails and says so
    }
}
