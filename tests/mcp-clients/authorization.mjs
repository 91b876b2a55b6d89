// Reads { issuer, resource, personToken } from standard input: registers a client, lets the official conformance suite judge the authorisation server, and is the person's browser
// when the suite asks for one. Writes { exitCode, output }.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { consent } from './browser.mjs';
import { readInput } from './clients.mjs';

const suite = fileURLToPath(new URL('node_modules/@modelcontextprotocol/conformance/dist/index.js', import.meta.url));

const freePort = () => new Promise((resolve, reject) => {
  const server = createServer();
  server.once('error', reject);
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

async function register(issuer, callback) {
  const metadata = await (await fetch(new URL('/.well-known/oauth-authorization-server', issuer))).json();
  const answer = await fetch(metadata.registration_endpoint, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ client_name: 'conformance', redirect_uris: [callback], token_endpoint_auth_method: 'none' }),
  });
  if (answer.status !== 201) {
    throw new Error(`The registration answered ${answer.status}: ${await answer.text()}`);
  }

  return { issuer: metadata.issuer, client: await answer.json() };
}

const job = await readInput();
const port = await freePort();
const { issuer, client } = await register(job.issuer, `http://127.0.0.1:${port}/callback`);
const judge = spawn(process.execPath, [suite, 'authorization', '--url', issuer, '--client-id', client.client_id, '--resource', job.resource, '--port', String(port)]);
let output = '';
let asked = false;
judge.stderr.on('data', text => { output += text; });
judge.stdout.on('data', async text => {
  output += text;
  // With the end of its line: half an address may have come.
  const [, address] = /^(http\S+[?]\S*code_challenge=\S+)\r?\n/m.exec(output) ?? [];
  if (address && !asked) {
    asked = true;
    try {
      const { back } = await consent(address, { token: job.personToken, privacy: 'full', decision: 'allow' });
      await fetch(back);
    } catch (error) {
      output += `\n${error.message}`;
      judge.kill();
    }
  }
});
judge.on('close', exitCode => process.stdout.write(JSON.stringify({ exitCode: exitCode ?? -1, asked, output })));
