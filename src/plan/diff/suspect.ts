import { MASK } from '../../model/secret.ts';

/** A key of this name holds a secret, whoever wrote it; the path of a file is none. */
const SECRETIVE = /passw|secret|token|cookie|credential|api_?key|private_?key/i;
const PATH = /_(?:path|file|dir)$/i;

/** What follows such a word on its line: `password: x`, `stats auth admin:x`, `requirepass x`. */
const LINE =
  /((?:[\w-]*(?:passw|secret|token|cookie|credential|api_?key|private_?key)[\w-]*|\bauth)["']?(?:\s*[:=]\s*|\s+))\S.*/i;
/** `user:password@` within an address. */
const LOGIN = /(:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/g;

/** Does a setting of this name hold a secret? Asked of names that hosts have and no inventory knows. */
export function isSecretName(name: string): boolean {
  return SECRETIVE.test(name) && !PATH.test(name);
}

/** A line of a host's own file with what may be a secret masked: it may be one that no inventory knows. */
export function maskSecretLine(line: string): string {
  return maskUrlPasswords(line).replace(LINE, `$1${MASK}`);
}

/** Passwords within addresses masked. */
export function maskUrlPasswords(text: string): string {
  return text.replace(LOGIN, `$1${MASK}`);
}
