namespace WithingsSync.Server;

/// <summary>The multi-user server: web, jobs and stores in one process.</summary>
public static class ServerHost;
