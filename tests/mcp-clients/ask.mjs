// Reads { server, clients: [name], calls: [{ name, arguments }], reads: [uri], prompts: [{ name, arguments }] } from standard input; asks everything through each client; writes
// { <client>: { version, instructions, tools, resources, templates, prompts, calls: [outcome], reads: [outcome], gets: [outcome] } }.
// An outcome is { result } or, where the client refused the answer or the server the request, { error: { name, code, message } }.
import { connect, readInput } from './clients.mjs';

const outcome = promise => promise.then(
  result => ({ result }),
  error => ({ error: { name: error.constructor.name, code: error.code ?? null, message: error.message } }));

async function all(list, member) {
  const found = [];
  let cursor;
  do {
    const page = await list(cursor ? { cursor } : {});
    found.push(...page[member]);
    cursor = page.nextCursor;
  } while (cursor);
  return found;
}

async function inTurn(items, ask) {
  const outcomes = [];
  for (const item of items ?? []) {
    outcomes.push(await outcome(ask(item)));
  }

  return outcomes;
}

async function ask(kind, { server, calls, reads, prompts }) {
  const { made, version } = await connect(kind, server);
  try {
    const offers = made.getServerCapabilities() ?? {};
    return {
      version,
      server: made.getServerVersion(),
      instructions: made.getInstructions() ?? null,
      tools: await all(page => made.listTools(page), 'tools'),
      resources: offers.resources ? await all(page => made.listResources(page), 'resources') : [],
      templates: offers.resources ? await all(page => made.listResourceTemplates(page), 'resourceTemplates') : [],
      prompts: offers.prompts ? await all(page => made.listPrompts(page), 'prompts') : [],
      calls: await inTurn(calls, call => made.callTool(call)),
      reads: await inTurn(reads, uri => made.readResource({ uri })),
      gets: await inTurn(prompts, prompt => made.getPrompt(prompt)),
    };
  } finally {
    await made.close();
  }
}

const job = await readInput();
const answers = {};
for (const kind of job.clients) {
  answers[kind] = await ask(kind, job);
}

process.stdout.write(JSON.stringify(answers));
