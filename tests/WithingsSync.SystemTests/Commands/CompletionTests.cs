using WithingsSync.SystemTests.Terminal;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Commands;

/// <summary>The scripts, in the shells they are for.</summary>
public sealed class CompletionTests
{
    [Theory]
    [InlineData("withings-sync pu", "pull")]
    [InlineData("withings-sync st", "status")]
    [InlineData("withings-sync --to", "--to-csv --to-fit --to-json --todate")]
    [InlineData("withings-sync pull --k", "--kinds")]
    [InlineData("withings-sync pull --kinds wei", "weight")]
    [InlineData("withings-sync chart s", "sleep")]
    [InlineData("withings-sync deliveries ", "forget list retry")]
    [InlineData("withings-sync deliveries list --state s", "sent superseded")]
    [InlineData("withings-sync review ", "accept list reject")]
    [InlineData("withings-sync completion ", "bash fish pwsh zsh")]
    [InlineData("./withings-sync pu", "pull")]
    public async Task Bash_completes(string line, string expected)
    {
        Needs.Program("bash", "bash");
        await using var world = await LoopbackWorld.StartAsync();
        var words = line.Split(' ');

        var result = await Shell.RunAsync(world,
            $$"""
            ln -sf bin/withings-sync withings-sync
            source <(withings-sync completion bash)
            COMP_WORDS=({{string.Join(' ', words.Select(word => $"'{word}'"))}}) COMP_CWORD={{words.Length - 1}} COMP_LINE='{{line}}' COMP_POINT={{line.Length}}
            _withings_sync '{{words[0]}}' '{{words[^1]}}' '{{words[^2]}}'
            printf '%s\n' "${COMPREPLY[@]}" | grep {{(expected[0] == '-' ? "-e" : "-v -e")}} '^-' | sort | xargs
            """);

        Assert.Equal("", result.Error);
        Assert.Equal(expected, result.Out.Trim());
    }

    [Fact]
    public async Task Fish_completes()
    {
        Needs.Program("fish", "fish");
        await using var world = await LoopbackWorld.StartAsync();

        var result = await Shell.RunAsync(world, "withings-sync completion fish >c.fish && fish --no-config -c 'source c.fish; complete -C \"withings-sync pu\"'");

        Assert.Equal("", result.Error);
        Assert.Equal("pull", result.Out.Trim());
    }

    [Fact]
    public async Task Zsh_takes_the_script()
    {
        Needs.Program("zsh", "zsh");
        await using var world = await LoopbackWorld.StartAsync();

        var result = await Shell.RunAsync(world, "withings-sync completion zsh >_withings-sync && zsh -fc 'autoload -Uz compinit; compinit -D; source ./_withings-sync; echo ${_comps[withings-sync]}'");

        Assert.Equal("", result.Error);
        Assert.Equal("_withings_sync", result.Out.Trim());
    }

    [Fact]
    public async Task Zsh_completes()
    {
        Needs.Program("zsh", "zsh");
        await using var world = await LoopbackWorld.StartAsync();

        // Inside zsh's line editor only: a pseudo-terminal of zsh's own types the line and a tab.
        var result = await Shell.RunAsync(world,
            """
            withings-sync completion zsh >_withings-sync
            cat >type.zsh <<'END'
            zmodload zsh/zpty
            zpty shell 'PS1= zsh -f'
            zpty -w shell 'autoload -Uz compinit; compinit -D; source ./_withings-sync; echo re''ady'
            zpty -r shell seen '*ready*'
            zpty -w -n shell $'withings-sync pu\t\n'
            zpty -r shell seen '*withings-sync pull*' && echo completed
            zpty -d shell
            END
            timeout 20 zsh -f type.zsh
            """);

        Assert.Contains("completed", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_shell_is_bad_usage()
    {
        await using var world = await LoopbackWorld.StartAsync();

        Assert.Equal(2, (await world.RunAsync("completion", "csh")).ExitCode);
    }
}
