// Reads { url, clients: [name], personToken, call: { name, arguments } } from standard input. Each client begins without anything, as a hosted assistant does: the refusal leads it to
// the authorisation server, it registers, a person consents in a browser, it gets its tokens and calls a tool; then its access token stops being good, and it renews it.
// Writes { <client>: { version, asked, registered, granted, consent, first, renewed, second } }; no secret is in it but by its length.
import { createHash, randomUUID } from 'node:crypto';
import { consent } from './browser.mjs';
import { connect, finishAuth, readInput } from './clients.mjs';

const callback = 'http://localhost:8976/callback';

class Memory {
  constructor(name) {
    this.name = name;
    this.wantedState = randomUUID();
  }

  get redirectUrl() { return callback; }
  get clientMetadata() {
    return { client_name: `${this.name} of npm`, redirect_uris: [callback], grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'], token_endpoint_auth_method: 'none' };
  }

  state() { return this.wantedState; }
  clientInformation() { return this.client; }
  saveClientInformation(client) { this.client = client; }
  tokens() { return this.held; }
  saveTokens(tokens) { this.held = tokens; }
  redirectToAuthorization(url) { this.asked = url; }
  saveCodeVerifier(verifier) { this.verifier = verifier; }
  codeVerifier() { return this.verifier; }
  saveDiscoveryState(state) { this.discovered = state; }
  discoveryState() { return this.discovered; }
}

async function flow(kind, job) {
  const memory = new Memory(kind);
  const server = { url: job.url };
  let refused;
  try {
    await connect(kind, server, { authProvider: memory });
  } catch (error) {
    refused = error;
  }

  if (!memory.asked) {
    throw refused ?? new Error('The server let a client in that showed nothing.');
  }

  const challenge = memory.asked.searchParams.get('code_challenge');
  const { status, back } = await consent(memory.asked, { token: job.personToken, privacy: 'full', decision: 'allow' });
  if (back.searchParams.get('state') !== memory.wantedState || `${back.origin}${back.pathname}` !== callback) {
    throw new Error(`The browser was sent to ${back.origin}${back.pathname} with the wrong state.`);
  }

  await finishAuth(kind, server, memory, back.searchParams);
  const granted = { ...memory.held };
  const { made, version } = await connect(kind, server, { authProvider: memory });
  const first = await made.callTool(job.call);

  // As if its time were over; the client has only the refresh token left.
  memory.held = { ...memory.held, access_token: 'worn-out' };
  const second = await made.callTool(job.call);
  await made.close();
  return {
    version,
    asked: { resource: memory.asked.searchParams.get('resource'), method: memory.asked.searchParams.get('code_challenge_method'), isOfVerifier: challenge === createHash('sha256').update(memory.verifier).digest('base64url') },
    registered: { name: memory.client.client_name, hasSecret: Boolean(memory.client.client_secret) },
    granted: { type: granted.token_type, expiresIn: granted.expires_in, scope: granted.scope ?? null, hasRefresh: Boolean(granted.refresh_token) },
    consent: status,
    first,
    renewed: { isOther: memory.held.access_token !== granted.access_token && memory.held.access_token !== 'worn-out', isRotated: memory.held.refresh_token !== granted.refresh_token },
    second,
  };
}

const job = await readInput();
const answers = {};
for (const kind of job.clients) {
  answers[kind] = await flow(kind, job);
}

process.stdout.write(JSON.stringify(answers));
