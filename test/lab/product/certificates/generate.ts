import { mkdtempSync } from 'node:fs';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyWithBackup, own, remove, write } from '../base/files.ts';
import { run } from '../base/run.ts';

export interface Wanted {
  readonly commonName: string;
  readonly addresses: readonly string[];
  readonly cert: string;
  readonly key: string;
  /** Without a signer, the certificate is self-signed. */
  readonly signer?: { readonly cert: string; readonly key: string; readonly password?: string };
  readonly authority?: boolean;
}

const days = 365 * 10;

/** Creates a key and a certificate with the distribution's openssl. */
export async function generateCertificate(wanted: Wanted): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'cfy-cert-'));
  const at = (name: string): string => join(dir, name);
  try {
    write(at('extensions'), extensions(wanted), { mode: 0o600 });
    const subject = `/CN=${wanted.commonName.slice(0, 64)}`;
    const request = ['req', '-new', '-newkey', 'rsa:2048', '-nodes', '-subj', subject];
    await openssl([...request, '-keyout', at('key'), '-out', at('csr')]);
    const sign = ['x509', '-req', '-in', at('csr'), '-extfile', at('extensions'), '-days', String(days)];
    const { args, env } = signerArguments(wanted, at('key'));
    await openssl([...sign, '-sha256', '-out', at('cert'), ...args], env);
    copyWithBackup(at('key'), wanted.key);
    copyWithBackup(at('cert'), wanted.cert);
  } finally {
    remove(dir);
  }
  own(wanted.key, { owner: 'cfyuser', mode: 0o440 });
  own(wanted.cert, { owner: 'cfyuser', mode: 0o444 });
}

function signerArguments(wanted: Wanted, ownKey: string): { args: string[]; env: Record<string, string> } {
  const { signer } = wanted;
  if (!signer) return { args: ['-signkey', ownKey], env: {} };
  const args = ['-CA', signer.cert, '-CAkey', signer.key, '-CAcreateserial'];
  if (!signer.password) return { args, env: {} };
  return { args: [...args, '-passin', 'env:CA_PASSWORD'], env: { CA_PASSWORD: signer.password } };
}

function extensions(wanted: Wanted): string {
  if (wanted.authority === true)
    return 'basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n';
  const names = [...new Set(wanted.addresses)].flatMap((a) =>
    isIP(a) ? [`IP:${a}`, `DNS:${a}`] : [`DNS:${a}`],
  );
  return `subjectAltName=${names.join(',')}\n`;
}

const openssl = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  run(['openssl', ...args], { env });
