// Reads { server, client, calls: [{ name, arguments }] } from standard input; makes each call with a progress token. Writes { calls: [{ result, told: [{ progress, total, message }], late }] }:
// what was told before the answer, and how much came after it.
import { connect, readInput } from './clients.mjs';

const job = await readInput();
const { made } = await connect(job.client, job.server);
const calls = [];
for (const call of job.calls) {
  const told = [];
  const options = { onprogress: progress => told.push(progress) };
  const result = await (job.client === 'sdk' ? made.callTool(call, undefined, options) : made.callTool(call, options));
  calls.push({ result, told, before: told.length });
}

await made.close();
process.stdout.write(JSON.stringify({ calls: calls.map(({ result, told, before }) => ({ result, told: told.slice(0, before), late: told.length - before })) }));
