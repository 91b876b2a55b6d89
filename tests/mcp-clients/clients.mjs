// The two official clients, alike: of the protocol's era with a handshake (sdk, 2025-11-25), and of the era without one (client, 2026-07-28).
import * as sdk from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as SdkStdio } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport as SdkHttp } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import * as client from '@modelcontextprotocol/client';
import { StdioClientTransport as ClientStdio } from '@modelcontextprotocol/client/stdio';

const me = name => ({ name, version: '1.0' });

const kinds = {
  'sdk': {
    create: () => new sdk.Client(me('sdk')),
    stdio: parameters => new SdkStdio(parameters),
    http: (url, options) => new SdkHttp(url, options),
    version: made => made.transport?.protocolVersion ?? null,
    finish: (transport, query) => transport.finishAuth(query.get('code')),
  },
  'client': {
    create: () => new client.Client(me('client'), { versionNegotiation: { mode: 'auto' } }),
    stdio: parameters => new ClientStdio(parameters),
    http: (url, options) => new client.StreamableHTTPClientTransport(url, options),
    version: made => made.getNegotiatedProtocolVersion() ?? null,
    finish: (transport, query) => transport.finishAuth(query),
  },
};

// server: { command, args, cwd, env } starts it, { url, headers } reaches it.
export async function connect(kind, server, options = {}) {
  const { create, stdio, http, version } = kinds[kind];
  const made = create();
  let negotiated = null;
  if (server.command) {
    const transport = stdio({ ...server, stderr: 'inherit' });
    transport.setProtocolVersion ??= value => { negotiated = value; };
    await made.connect(transport);
  } else {
    await made.connect(http(new URL(server.url), { requestInit: { headers: server.headers ?? {} }, ...options }));
  }

  return { made, version: version(made) ?? negotiated };
}

// What the browser brought back, for the client to exchange.
export async function finishAuth(kind, server, authProvider, query) {
  const transport = kinds[kind].http(new URL(server.url), { authProvider });
  await kinds[kind].finish(transport, query);
  await transport.close();
}

export const readInput = async () => {
  let text = '';
  for await (const part of process.stdin) {
    text += part;
  }

  return JSON.parse(text);
};
