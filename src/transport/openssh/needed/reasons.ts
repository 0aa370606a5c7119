import { access } from 'node:fs/promises';
import { readLocalFile } from '../../../errors/local-file.ts';
import type { EffectiveHost, EffectiveSsh } from '../../ssh/config/effective.ts';
import { agentKeyTypes } from './agent-key-types.ts';

/** Where the keys of a host may be, besides its own settings. */
interface KeySources {
  /** Path of the SSH agent's socket. */
  readonly agentSocket?: string;
  /** Keys for hosts that name none. */
  readonly defaultIdentities?: readonly string[];
  /** Returns the line of known_hosts that trusts a certificate authority for a host. */
  readonly authorityOf: (host: EffectiveHost) => Promise<string | undefined>;
}

/**
 * Returns what the keys and known_hosts of a host have that only the OpenSSH client can use: certificates and security
 * keys.
 */
export async function reasonsOfFiles(host: EffectiveHost, sources: KeySources): Promise<readonly string[]> {
  const authority = await sources.authorityOf(host);
  return [
    ...(authority === undefined ? [] : [`@cert-authority (${authority})`]),
    ...(await reasonsOfKeys(host.ssh, sources)),
  ];
}

async function reasonsOfKeys(ssh: EffectiveSsh, sources: KeySources): Promise<readonly string[]> {
  const named = ssh.identity === undefined ? ssh.identities : [ssh.identity];
  const files = named ?? sources.defaultIdentities ?? [];
  const certificates = await existing(files.map((file) => `${file}-cert.pub`));
  const reasons = certificates.map((file) => `the certificate ${file}`);
  if (named) return [...reasons, ...(await securityKeysOf(named))];
  const usual = await existing(files);
  return [...reasons, ...(await reasonsOfAgent(ssh, sources, usual.length > 0))];
}

async function securityKeysOf(files: readonly string[]): Promise<readonly string[]> {
  const are = await Promise.all(files.map(isSecurityKey));
  return files.filter((_, index) => are[index]).map((file) => `the security key ${file}`);
}

/** With a usual key, a security key of the agent is not needed. */
async function reasonsOfAgent(
  ssh: EffectiveSsh,
  sources: KeySources,
  hasUsualKey: boolean,
): Promise<readonly string[]> {
  const socket = ssh.agentSocket ?? sources.agentSocket;
  const types = ssh.agent && socket !== undefined ? await agentKeyTypes(socket) : [];
  if (types.some((type) => type.includes('-cert-'))) return ['a certificate of the SSH agent'];
  if (hasUsualKey || !types.every((type) => SECURITY_KEY.test(type))) return [];
  if (types.length > 0) return ['the security key of the SSH agent'];
  const files = (sources.defaultIdentities ?? []).map((file) => `${file}_sk`);
  return (await existing(files)).map((file) => `the security key ${file}`);
}

const SECURITY_KEY = /^sk-(ssh|ecdsa)-/;

/** True for a private or public key of a FIDO authenticator. The public part of a private key is not encrypted. */
async function isSecurityKey(file: string): Promise<boolean> {
  const texts = await Promise.all([textOf(file), textOf(`${file}.pub`)]);
  return texts.some((text) => {
    const body = /-----BEGIN OPENSSH PRIVATE KEY-----([^-]+)-----END/.exec(text)?.[1];
    const key = body === undefined ? text : Buffer.from(body, 'base64').toString('latin1');
    return /sk-(ssh-ed25519|ecdsa-sha2-nistp256)(-cert-v01)?@openssh\.com/.test(key);
  });
}

function textOf(file: string): Promise<string> {
  return readLocalFile(file).then(
    ({ bytes }) => bytes.toString('latin1'),
    () => '',
  );
}

async function existing(files: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(
    files.map((file) =>
      access(file).then(
        () => true,
        () => false,
      ),
    ),
  );
  return files.filter((_, index) => found[index]);
}
