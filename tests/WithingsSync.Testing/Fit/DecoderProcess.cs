using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace WithingsSync.Testing.Fit;

/// <summary>One node process for all tests of a run, one line in and one line out for each file. It ends when this process does.</summary>
internal sealed class DecoderProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly Process node;

    private DecoderProcess(Process node)
    {
        this.node = node;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Dispose();
    }

    /// <summary>Starts the decoder; null, with the reason, where node or the package is not installed.</summary>
    public static (DecoderProcess? Decoder, string Reason) Start()
    {
        if (FindFolder() is not { } folder)
        {
            return (null, "tests/fit-sdk lies in no folder above the test program");
        }

        if (!Directory.Exists(Path.Combine(folder, "node_modules", "@garmin", "fitsdk")))
        {
            return (null, "Garmin's FIT decoder is not installed: npm ci --prefix tests/fit-sdk");
        }

        try
        {
            var process = Process.Start(new ProcessStartInfo("node", ["decode.mjs"])
            {
                WorkingDirectory = folder,
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            });
            return process is null ? (null, "node did not start") : (new(process), "");
        }
        catch (Win32Exception)
        {
            return (null, "node is not installed, and Garmin's FIT decoder needs it");
        }
    }

    public async Task<DecodedFit> DecodeAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            // Not to be cancelled half-way: the next caller would get this one's answer.
            await node.StandardInput.WriteLineAsync(Convert.ToBase64String(bytes.Span));
            await node.StandardInput.FlushAsync(CancellationToken.None);
            var answer = await node.StandardOutput.ReadLineAsync(CancellationToken.None).AsTask().WaitAsync(Patience, CancellationToken.None);
            return JsonSerializer.Deserialize<DecodedFit>(answer ?? throw new InvalidOperationException("The FIT decoder ended; its words are on stderr."), JsonSerializerOptions.Web)
                ?? throw new InvalidOperationException("The FIT decoder said nothing.");
        }
        catch (TimeoutException)
        {
            node.Kill();
            throw;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Closes node's input, at which it ends by itself.</summary>
    public void Dispose()
    {
        node.StandardInput.Close();
        node.Dispose();
        turn.Dispose();
    }

    private static string? FindFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "tests", "fit-sdk");
            if (File.Exists(Path.Combine(candidate, "decode.mjs")))
            {
                return candidate;
            }
        }

        return null;
    }
}
