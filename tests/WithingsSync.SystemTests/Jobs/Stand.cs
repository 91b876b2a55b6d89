using System.Reflection;

namespace WithingsSync.SystemTests.Jobs;

/// <summary>Stands in for a library's interface of which a test needs one method.</summary>
#pragma warning disable CA1852 // DispatchProxy derives from it at run time.
internal class Stand<T> : DispatchProxy
#pragma warning restore CA1852
    where T : class
{
    private Func<MethodInfo, object?[]?, object?> _answer = (_, _) => null;

    public static T In(Func<MethodInfo, object?[]?, object?> answer)
    {
        var made = Create<T, Stand<T>>();
        ((Stand<T>)(object)made)._answer = answer;
        return made;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _answer(targetMethod!, args);
}
