import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ConnectError } from '../../../errors/errors.ts';
import { readLocalFile } from '../../../errors/local-file.ts';
import type { Problem } from '../../../errors/errors.ts';
import { wrongFormat } from '../../../errors/file-format.ts';
import { canonicalAddress } from '../../../model/address.ts';
import { remembered } from '../../../model/work/remembered.ts';
import type { EffectiveHost } from '../config/effective.ts';
import {
  authorityFor,
  fingerprint,
  knownName,
  knownTypes,
  parseKnownHosts,
  typeOf,
  vouchFor,
} from './known-hosts.ts';
import type { KnownHosts, Vouch } from './known-hosts.ts';
import { RECORD_KEY } from '../record-key.ts';
import { shellHere } from '../../../model/next-step.ts';
import type { SshOptions } from './options.ts';
import { quote } from '../quote.ts';

/** The host keys that this run knows. Reads each known_hosts file once, and adds the keys that the run accepts. */
export interface HostKeys {
  /**
   * Signature algorithms in the order in which the handshake requests them. Algorithms for key types that known_hosts
   * lists for the host come first.
   */
  order(host: EffectiveHost): Promise<readonly string[]>;
  /** Returns a problem unless the key is known, or is new and accepted because of `acceptNewHostKeys`. */
  verify(host: EffectiveHost, key: Buffer): Promise<Problem | undefined>;
  /** Looks a key up in known_hosts. */
  lookUp(host: EffectiveHost, key: Buffer): Promise<Vouch>;
  /** Returns the line of known_hosts that trusts a certificate authority for the host. */
  readonly authorityOf: (host: EffectiveHost) => Promise<string | undefined>;
  /** Adds a key to the host's known_hosts file. */
  accept(host: EffectiveHost, key: Buffer): Promise<void>;
}

/** The signature algorithms of each key type, by preference and with the names that ssh2 uses. */
export const SIGNATURES: Readonly<Record<string, readonly string[]>> = {
  'ssh-ed25519': ['ssh-ed25519'],
  'ecdsa-sha2-nistp256': ['ecdsa-sha2-nistp256'],
  'ecdsa-sha2-nistp384': ['ecdsa-sha2-nistp384'],
  'ecdsa-sha2-nistp521': ['ecdsa-sha2-nistp521'],
  'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256'],
};

export function hostKeys(options: SshOptions): HostKeys {
  const files = new Map<string, Promise<KnownHosts>>();
  const load = (file: string) => {
    const loaded = files.get(file) ?? readKnownHosts(file);
    files.set(file, loaded);
    return loaded;
  };
  const known = async (host: EffectiveHost) =>
    merge(...(await Promise.all(filesOf(host, options).map(load))));
  const accept = async (host: EffectiveHost, key: Buffer) => {
    const file = host.ssh.knownHosts;
    const line = `${nameOf(host)} ${typeOf(key)} ${key.toString('base64')}\n`;
    const before = load(file);
    const after = before.then((hosts) => merge(hosts, parseKnownHosts(line, file)));
    files.set(file, after);
    await append(file, line);
    options.onHostKeyAccepted?.(host.name, fingerprint(key));
  };

  return {
    accept,
    lookUp: async (host, key) => vouchForAny(await known(host), namesOf(host), key),
    authorityOf: async (host) => authorityFor(await known(host), namesOf(host)),
    order: async (host) => {
      if (host.ssh.hostKeyAlgorithms) return host.ssh.hostKeyAlgorithms;
      const hosts = await known(host);
      const first = namesOf(host)
        .flatMap((name) => knownTypes(hosts, name))
        .filter((type) => type in SIGNATURES);
      return [...new Set([...first, ...Object.keys(SIGNATURES)])].flatMap((type) => SIGNATURES[type] ?? []);
    },
    verify: async (host, key) => {
      const hosts = await known(host);
      const vouch = vouchForAny(hosts, namesOf(host), key);
      if (vouch.kind === 'known') return undefined;
      if (vouch.kind === 'unknown' && options.acceptNewHostKeys)
        return accept(host, key).then(() => undefined);
      return refusal({ host, key, vouch, unreadable: hosts.unreadable });
    },
  };
}

function filesOf({ ssh }: EffectiveHost, { alsoKnownHosts = [] }: SshOptions): readonly string[] {
  return [ssh.knownHosts, ...(ssh.moreKnownHosts ?? []), ...alsoKnownHosts];
}

interface Refused {
  readonly host: EffectiveHost;
  readonly key: Buffer;
  readonly vouch: Exclude<Vouch, { kind: 'known' }>;
  readonly unreadable: readonly string[];
}

/** Describes a key that is not accepted. */
export function refusal({ host, key, vouch, unreadable }: Refused): Problem {
  const shown = `${fingerprint(key)} (${typeOf(key)})`;
  switch (vouch.kind) {
    case 'revoked':
      return {
        where: host.name,
        cause: 'host-key',
        what: `revoked host key: ${shown}`,
        why: `marked as @revoked in ${vouch.at}, so that an attacker may have the key`,
        next: 'generate a new host key, or correct that line',
      };
    case 'changed':
      return {
        where: host.name,
        cause: 'host-key',
        what: `the host key has changed: ${shown}`,
        why: 'the host was reinstalled, another host has its address, or an attacker intercepts the connection',
        next: shellHere(
          `ssh-keygen -R ${quote(nameOf(host))} -f ${quote(host.ssh.knownHosts)}`,
          'if the host was reinstalled',
        ),
        lines: vouch.known.map((entry) => `known: ${fingerprint(entry.key)} (${entry.type}) ${entry.at}`),
      };
    case 'unknown':
      return {
        where: host.name,
        cause: 'host-key',
        what: `unknown host key: ${shown}`,
        why: whyUnknown(host, vouch.authority),
        next: RECORD_KEY,
        ...(unreadable.length > 0 ? { lines: unreadable.map((at) => `cannot parse: ${at}`) } : {}),
      };
  }
}

function whyUnknown(host: EffectiveHost, authority: string | undefined): string {
  if (!authority) return `no line for ${nameOf(host)} in ${host.ssh.knownHosts}`;
  return `${authority} trusts a certificate authority, which needs \`ssh.client: openssh\`; ssh2 needs the plain key`;
}

function nameOf({ address, ssh }: EffectiveHost): string {
  return ssh.hostKeyAlias ?? knownName(address, ssh.port);
}

/**
 * The names that the host may have in known_hosts: its address as in the inventory and, for IPv6, in the abbreviated
 * form that ssh writes.
 */
function namesOf({ address, ssh }: EffectiveHost): readonly string[] {
  if (ssh.hostKeyAlias !== undefined) return [ssh.hostKeyAlias];
  return [...new Set([address, canonicalAddress(address)])].map((one) => knownName(one, ssh.port));
}

/** Looks up a key under each name. Returns the first result that is not `unknown`, if there is such a result. */
function vouchForAny(known: KnownHosts, names: readonly string[], key: Buffer): Vouch {
  const vouches = names.map((name) => vouchFor(known, name, key));
  return vouches.find(({ kind }) => kind !== 'unknown') ?? vouches[0] ?? { kind: 'unknown' };
}

/** Most hosts have the same files, so that these are merged once. */
const merge = remembered((...all: readonly KnownHosts[]): KnownHosts => ({
  keys: all.flatMap(({ keys }) => keys),
  unreadable: all.flatMap(({ unreadable }) => unreadable),
}));

/** Bytes. A file with a key of each host of a large company has some megabytes. */
const MOST_KNOWN_HOSTS = 16 * 1024 * 1024;

async function readKnownHosts(file: string): Promise<KnownHosts> {
  try {
    const text = (await readLocalFile(file, { most: MOST_KNOWN_HOSTS })).bytes.toString('utf8');
    const format = wrongFormat(text, { path: file, purpose: 'text' });
    if (format)
      throw new ConnectError([
        { where: file, cause: 'settings', what: 'cannot read the known hosts', ...format },
      ]);
    return parseKnownHosts(text, file);
  } catch (error) {
    if (error instanceof ConnectError) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { keys: [], unreadable: [] };
    const next = 'correct `known_hosts` in the inventory, or the file';
    throw new ConnectError([
      {
        where: file,
        cause: 'settings',
        what: 'cannot read the known hosts',
        why: (error as Error).message,
        next,
      },
    ]);
  }
}

/** Returns why a known_hosts file cannot be read; undefined if it can, or does not exist yet. */
export async function checkKnownHosts(file: string): Promise<Problem | undefined> {
  return readKnownHosts(file).then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof ConnectError) return error.problems[0];
      throw error;
    },
  );
}

/** Appends a line to a file. First adds a newline if the last line of the file has none. */
async function append(file: string, line: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const before = await readFile(file, 'utf8').catch(() => '');
  const gap = before === '' || before.endsWith('\n') ? '' : '\n';
  await appendFile(file, gap + line, { mode: 0o600 });
}
