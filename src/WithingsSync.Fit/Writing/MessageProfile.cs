namespace WithingsSync.Fit.Writing;

/// <summary>What the FIT profile says of one message: its number, its name, its fields in the order they are written.</summary>
internal abstract class MessageProfile(ushort number, string name, IReadOnlyList<FieldProfile> fields)
{
    public ushort Number { get; } = number;

    public string Name { get; } = name;

    public IReadOnlyList<FieldProfile> Fields { get; } = fields;
}

/// <summary>A message's profile together with the way to its values.</summary>
/// <param name="number">The global message number.</param>
/// <param name="name">The profile's name of the message.</param>
/// <param name="fields">All fields; the time stamp, if any, first.</param>
/// <param name="timeOf">When a record was measured. Only for messages whose records mean nothing without their time.</param>
internal sealed class MessageProfile<T>(ushort number, string name, Field<T>[] fields, TimeOf<T>? timeOf = null) : MessageProfile(number, name, fields)
    where T : struct
{
    public new Field<T>[] Fields { get; } = fields;

    public TimeOf<T>? TimeOf { get; } = timeOf;
}
