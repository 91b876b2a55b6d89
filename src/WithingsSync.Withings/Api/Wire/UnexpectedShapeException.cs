namespace WithingsSync.Withings.Api;

/// <summary>JSON of another shape than documented. The message names the place and never a value: values are a body's own business.</summary>
internal sealed class UnexpectedShapeException(string message) : Exception(message);
