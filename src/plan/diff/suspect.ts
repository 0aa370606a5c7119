import { MASK } from '../../model/secret.ts';

/** Keys that hold secrets, in any file. The path of a file is not a secret. */
const SECRET_NAME = /passw|secret|token|cookie|credential|api_?key|private_?key/i;
const PATH_NAME = /_(?:path|file|dir)$/i;

/** The rest of a line after such a key: `password: x`, `stats auth admin:x`, `requirepass x`. */
const SECRET_IN_LINE =
  /((?:[\w-]*(?:passw|secret|token|cookie|credential|api_?key|private_?key)[\w-]*|\bauth)["']?(?:\s*[:=]\s*|\s+))\S.*/i;
/** `user:password@` in a URL. */
const URL_LOGIN = /(:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/g;

/** True if a setting with this name may hold a secret. For names found on hosts that the inventory does not define. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) && !PATH_NAME.test(name);
}

/** Masks possible secrets in a line of a file on a host. They may be secrets that the inventory does not define. */
export function maskSecretLine(line: string): string {
  return maskUrlPasswords(line).replace(SECRET_IN_LINE, `$1${MASK}`);
}

export function maskUrlPasswords(text: string): string {
  return text.replace(URL_LOGIN, `$1${MASK}`);
}
