namespace WithingsSync.Cli.Output;

internal enum LogFormat
{
    /// <summary>Upstream's lines when not on a terminal, bare text on one.</summary>
    Text,

    /// <summary>One JSON object a line.</summary>
    Json,
}
