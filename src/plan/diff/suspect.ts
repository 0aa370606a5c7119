import { MASK } from '../../model/secret.ts';

/** Names of settings that may hold secrets, in any file. `PATH_NAME` matches names of paths, which are not secret. */
const SECRET_NAME = /passw|secret|token|cookie|credential|api_?key|private_?key/i;
const PATH_NAME = /_(?:path|file|dir)$/i;

/**
 * Matches a name that may hold a secret and the rest of its line: `password: x`, `stats auth admin:x`, `requirepass x`.
 */
const SECRET_IN_LINE =
  /((?:[\w-]*(?:passw|secret|token|cookie|credential|api_?key|private_?key)[\w-]*|\bauth)["']?(?:\s*[:=]\s*|\s+))\S.*/i;
/** Matches `user:password@` in a URL. */
const URL_LOGIN = /(:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/g;

/**
 * True if a setting with this name may hold a secret. Used for settings on hosts that the inventory does not define.
 */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) && !PATH_NAME.test(name);
}

/** Masks possible secrets in a line of a file on a host. They may be secrets that the inventory does not define. */
export function maskSecretLine(line: string): string {
  return maskUrlPasswords(line).replace(SECRET_IN_LINE, `$1${MASK}`);
}

/** Matches keys and passwords without a name: long words of letters and digits, also as base64, and UUIDs. */
const OPAQUE_WORD = /[A-Za-z0-9+=]{16,}|\b[\dA-Fa-f]{8}(?:-[\dA-Fa-f]{4}){3}-[\dA-Fa-f]{12}\b/g;

/**
 * Masks long words of letters and digits in a line of a file on a host, unless the wanted text, which contains no secret,
 * has them too.
 */
export function maskOpaqueWords(line: string, wanted: string): string {
  return line.replace(OPAQUE_WORD, (word) => {
    const isOpaque = /\d/.test(word) && /[A-Za-z]/.test(word) && !wanted.includes(word);
    return isOpaque ? MASK : word;
  });
}

export function maskUrlPasswords(text: string): string {
  return text.replace(URL_LOGIN, `$1${MASK}`);
}
