import type { Stats } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import ssh2 from 'ssh2';
import type { ParsedKey } from 'ssh2';
import type { Problem } from '../../../../errors/errors.ts';
import { wrongFormat } from '../../../../errors/file-format.ts';
import { readLocalFile, UnusableFile } from '../../../../errors/local-file.ts';
import { fromPkcs8, isPkcs8 } from './pkcs8.ts';
import { quote } from '../../quote.ts';
import type { SshOptions } from '../options.ts';
import { RUN_AGAIN, shellHere, type Next } from '../../../../model/next-step.ts';

/** A decrypted private key, or the reason why there is none. */
export type OpenedKey = { readonly key: ParsedKey } | Unusable;

interface Unusable {
  readonly problem: Problem;
}

/** Why a key file that exists cannot be used. */
export type KeyFault = 'readable by other accounts' | 'unusable';

/** Opens private keys. Reads each file and prompts for its passphrase once for all hosts. */
export function keyRing(options: SshOptions): (file: string) => Promise<OpenedKey> {
  const opened = new Map<string, Promise<OpenedKey>>();
  return (file) => {
    const key = opened.get(file) ?? openKey(file, options);
    opened.set(file, key);
    return key;
  };
}

/** Returns how a key can be used: without a passphrase, with one, or not at all. */
export async function stateOfKey(file: string): Promise<'plain' | 'encrypted' | KeyFault | 'missing'> {
  const read = await readKey(file);
  if ('fault' in read) return read.fault;
  if ('key' in read) return 'plain';
  if ('encrypted' in read) return 'encrypted';
  return access(file).then(
    () => 'unusable',
    () => 'missing',
  );
}

async function openKey(file: string, options: SshOptions): Promise<OpenedKey> {
  const read = await readKey(file);
  if (!('encrypted' in read)) return read;
  if (!options.askPassphrase)
    return unusable(
      file,
      'the key has a passphrase, and there is no terminal to prompt on',
      shellHere(`ssh-add ${quote(file)}`),
    );
  for (let attempt = 1; attempt <= PASSPHRASE_ATTEMPTS; attempt++) {
    const passphrase = await options.askPassphrase(
      attempt === 1 ? file : `${file} (wrong passphrase, try again)`,
    );
    const opened = parsePrivateKey(read.encrypted, passphrase.reveal());
    if (!(opened instanceof Error)) return { key: opened };
    // The passphrase may be right: ssh2 decrypts the keys of FIDO authenticators and then refuses their type.
    if (opened.message.startsWith('Unsupported OpenSSH private key type'))
      return unusable(file, opened.message, CLIENT);
  }
  return unusable(file, WRONG_KEY_PASSPHRASE, RUN_AGAIN);
}

/** As many as ssh allows. */
const PASSPHRASE_ATTEMPTS = 3;
/** Why a key is unusable, if the operator did not type its passphrase. */
export const WRONG_KEY_PASSPHRASE = 'wrong passphrase';
const CLIENT = 'set `ssh.client: openssh`, or use another key';

type ReadKey = OpenedKey | { readonly encrypted: Buffer } | Exposed;

interface Exposed extends Unusable {
  readonly fault: KeyFault;
}

/** Reads a private key; `encrypted` if it needs a passphrase. Like ssh, refuses a key that other accounts can read. */
export async function readKey(file: string): Promise<ReadKey> {
  const read = await readFileOf(file);
  return 'problem' in read ? read : keyIn(file, read);
}

interface KeyFile {
  readonly text: Buffer;
  readonly info: Stats;
}

async function readFileOf(file: string): Promise<KeyFile | Unusable> {
  try {
    return { text: (await readLocalFile(file)).bytes, info: await stat(file) };
  } catch (error) {
    const why = describeUnreadable(error as NodeJS.ErrnoException);
    return unusable(file, why, 'correct `identity` in the inventory');
  }
}

function keyIn(file: string, { text, info }: KeyFile): ReadKey {
  const key = parsePrivateKey(text);
  const encrypted = key instanceof Error && needsPassphrase(text, key);
  if (key instanceof Error && !encrypted) {
    const format = wrongFormat(text.toString('latin1'), { path: file, purpose: 'ssh key' });
    return unusable(file, format?.why ?? key.message, format?.next ?? 'set `ssh.identity` to a private key');
  }
  if (!(key instanceof Error) && !key.isPrivateKey()) return publicKey(file);
  if (isReadableByOthers(info)) return exposed(file, info);
  return key instanceof Error ? { encrypted: text } : { key };
}

/** The rule of ssh: the mode of a file of another account is the decision of that account. */
function isReadableByOthers({ mode, uid }: Stats): boolean {
  return process.getuid?.() === uid && (mode & 0o077) !== 0;
}

function exposed(file: string, { mode }: Stats): Exposed {
  const shown = (mode & 0o777).toString(8).padStart(4, '0');
  const why = `other accounts can read the private key (mode ${shown})`;
  return {
    fault: 'readable by other accounts',
    ...unusable(file, why, shellHere(`chmod 600 ${quote(file)}`)),
  };
}

const publicKey = (file: string): Unusable =>
  unusable(
    file,
    'it is a public key',
    'set `ssh.identity` to the private key, whose name does not end in .pub',
  );

/** Parses a private key. ssh2 does not read PKCS #8, so such keys are converted first. */
function parsePrivateKey(text: Buffer, passphrase?: string): ParsedKey | Error {
  const key = ssh2.utils.parseKey(text, passphrase);
  if (!(key instanceof Error) || !isPkcs8(text)) return key;
  try {
    return ssh2.utils.parseKey(fromPkcs8(text, passphrase));
  } catch {
    return key;
  }
}

/** True if the key is encrypted, which ssh2 reports only in the text of its error. */
function needsPassphrase(text: Buffer, error: Error): boolean {
  return (
    error.message.includes('no passphrase given') || text.includes('-----BEGIN ENCRYPTED PRIVATE KEY-----')
  );
}

/** Describes why a local file cannot be read. */
export function describeUnreadable(error: NodeJS.ErrnoException): string {
  const { code, message } = error;
  if (error instanceof UnusableFile) return `the file ${message}`;
  if (code === 'ENOENT') return 'the file does not exist';
  return code === 'EISDIR' ? 'it is a directory' : message;
}

function unusable(file: string, why: string, next: Next): Unusable {
  return { problem: { what: `cannot use the key ${file}`, why, next } };
}
