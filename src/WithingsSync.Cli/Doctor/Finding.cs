namespace WithingsSync.Cli.Doctor;

internal enum Verdict
{
    Fine,
    Note,
    Problem,
}

/// <summary>What an examination found, and what to do about it.</summary>
internal sealed record Finding(Verdict Verdict, string What, string Advice = "", ExitCode Code = ExitCode.Unexpected)
{
    public static Finding Fine(string what) => new(Verdict.Fine, what);

    public static Finding Note(string what, string advice) => new(Verdict.Note, what, advice);

    public static Finding Problem(ExitCode code, string what, string advice) => new(Verdict.Problem, what, advice, code);
}
