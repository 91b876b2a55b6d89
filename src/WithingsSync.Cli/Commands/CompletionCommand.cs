using System.CommandLine;

namespace WithingsSync.Cli.Commands;

/// <summary>Prints a shell's completion script. The script asks the program itself, so it never grows old.</summary>
internal static class CompletionCommand
{
    private const string Bash =
        """
        _withings_sync() {
            local found
            COMPREPLY=()
            while IFS= read -r found; do
                [[ $found == "$2"* ]] && COMPREPLY+=("$found")
            done < <("${COMP_WORDS[0]}" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)
            compopt -o default 2>/dev/null
        }
        complete -F _withings_sync withings-sync ./withings-sync
        """;

    private const string Zsh =
        """
        #compdef withings-sync
        _withings_sync() {
            local -a found
            found=("${(@f)$("${words[1]}" "[suggest:${#BUFFER}]" "${BUFFER}" 2>/dev/null)}")
            compadd -a found
        }
        compdef _withings_sync withings-sync
        """;

    private const string Fish =
        """
        complete -c withings-sync -a '(set -l line (commandline -cp); withings-sync "[suggest:"(string length -- $line)"]" "$line" 2>/dev/null)'
        """;

    private const string PowerShell =
        """
        Register-ArgumentCompleter -Native -CommandName withings-sync -ScriptBlock {
            param($word, $ast, $position)
            & withings-sync "[suggest:$position]" "$ast" 2>$null | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }
        """;

    private static readonly Argument<string> Shell = new("SHELL") { Description = "bash, zsh, fish or pwsh." };

    public static Command Create(Surroundings surroundings)
    {
        Shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        var command = new Command("completion", "Prints the completion script of a shell: for bash, put `source <(withings-sync completion bash)` into ~/.bashrc.") { Shell };
        command.SetAction(parsed =>
        {
            surroundings.Out.WriteLine(parsed.GetValue(Shell) switch
            {
                "bash" => Bash,
                "zsh" => Zsh,
                "fish" => Fish,
                _ => PowerShell,
            });
            return (int)ExitCode.Done;
        });
        return command;
    }
}
