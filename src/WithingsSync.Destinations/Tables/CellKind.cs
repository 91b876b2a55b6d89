namespace WithingsSync.Destinations.Tables;

internal enum CellKind
{
    Empty,
    Number,
    Text,
    Instant,
    Numbers,
}
