namespace WithingsSync.Fit.Reading;

/// <summary>
/// The fields that a file describes itself, by field_description messages (FIT profile, message 206). A description holds for the
/// definitions that follow it.
/// </summary>
internal sealed class DeveloperFields
{
    private const ushort FieldDescriptionMessage = 206;

    private readonly Dictionary<(int Developer, int Number), FieldDescription> descriptions = [];

    public FieldDescription? Find(byte developerIndex, byte number) => descriptions.GetValueOrDefault((developerIndex, number));

    public void Learn(FitMessage message)
    {
        if (message.Number == FieldDescriptionMessage
            && message.Field(0)?.Number() is { } developer
            && message.Field(1)?.Number() is { } number
            && message.Field(2)?.Number() is { } type
            && (developer, number, type) is ( >= 0 and <= byte.MaxValue, >= 0 and <= byte.MaxValue, >= 0 and <= byte.MaxValue))
        {
            descriptions[((int)developer, (int)number)] = new(BaseTypes.From((byte)type), message.Field(3)?.Text(), message.Field(8)?.Text());
        }
    }
}
