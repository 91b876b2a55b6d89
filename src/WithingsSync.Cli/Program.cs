using WithingsSync.Cli;

return await CommandLine.RunAsync(args, Surroundings.OfThisProcess());
