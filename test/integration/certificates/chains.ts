import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { endpoint } from '../../../src/model/address.ts';
import { makeAuthority, makeCertificate } from '../../support/sshd/certificates.ts';

/** Creates chains with openssl: `ca` signs `server`; `root` signs `between`, which signs `below`; and invalid ones. */
export function makeChains(directory: string): void {
  for (const name of ['ca', 'root']) makeAuthority(directory, name);
  makeCertificate(directory, 'server', { san: 'DNS:db.example.com,IP:198.51.100.50,IP:2001:db8::50' });
  execFileSync('sh', ['-c', INTERMEDIATE], { cwd: directory, stdio: 'pipe' });
}

/** Creates an intermediate, a server below it, a second CA named `ca`, and a self-signed server. */
const INTERMEDIATE = `
  printf 'basicConstraints=critical,CA:true\\nsubjectAltName=DNS:x\\n' >ca.ext
  openssl req -newkey rsa:2048 -nodes -subj /CN=between -keyout between.key -out between.csr
  openssl x509 -req -in between.csr -CA root.crt -CAkey root.key -CAcreateserial -days 9 -extfile ca.ext -out between.crt
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=below -keyout below.key -out below.csr
  openssl x509 -req -in below.csr -CA between.crt -CAkey between.key -CAcreateserial -days 9 -out below.crt
  openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=ca -days 9 -keyout twin.key -out twin.crt
  openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=alone -days 9 -addext basicConstraints=critical,CA:false -keyout alone.key -out alone.crt
`;

/** Starts TLS servers on loopback that send the chains of a directory. */
export function localServers(directory: () => string) {
  const servers: Server[] = [];
  const pem = (...names: readonly string[]) =>
    names.map((name) => readFileSync(join(directory(), name), 'utf8')).join('');
  const listening = async (server: Server, address = '127.0.0.1'): Promise<string> => {
    servers.push(server);
    await new Promise<void>((ready) => server.listen(0, address, ready));
    return endpoint(address, (server.address() as AddressInfo).port);
  };
  const serve = (chain: readonly string[], key: string, address?: string): Promise<string> => {
    const server = createServer({ cert: pem(...chain), key: pem(key) });
    server.on('tlsClientError', () => undefined);
    return listening(server, address);
  };
  const close = () => servers.splice(0).forEach((server) => server.close());
  return { listening, serve, close };
}
