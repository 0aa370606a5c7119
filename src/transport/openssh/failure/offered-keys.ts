import { RUN_AGAIN, shellHere } from '../../../model/next-step.ts';
import type { Next } from '../../../model/next-step.ts';
import { quote } from '../../ssh/quote.ts';
import type { Messages } from './messages.ts';

/** The keys that were offered, and the other methods that were tried. */
export function triedOf({ debug }: Messages): readonly string[] {
  const methods = debug.flatMap((line) => /^Next authentication method: (\S+)$/.exec(line)?.[1] ?? []);
  const others = methods.filter((method) => method !== 'publickey');
  return [...new Set([...debug.flatMap((line) => offeredKey(line)?.text ?? []), ...others])];
}

interface OfferedKey {
  readonly file: string;
  readonly isCertificate: boolean;
  readonly text: string;
}

/** The key that ssh offered, if the message reports one. */
export function offeredKey(message: string): OfferedKey | undefined {
  const [, name, type = '', rest = ''] =
    /^Offering public key: (.+) (\S+) SHA256:\S+(.*)$/.exec(message) ?? [];
  if (name === undefined) return undefined;
  const isCertificate = type.endsWith('-CERT');
  const file = isCertificate && !name.endsWith('.pub') ? `${name}-cert.pub` : name;
  const text = `${isCertificate ? 'certificate' : 'key'} ${file}${rest.includes('agent') ? ' of the agent' : ''}`;
  return { file, isCertificate, text };
}

/** A key that the host accepts and that was not decrypted. ssh reports that only by what it does not print. */
export function lockedKey({ match }: Messages): { readonly why: string; readonly next: Next } | undefined {
  const [, file, rest = ''] = match(/^Server accepts key: (.+) \S+ SHA256:\S+(.*)$/) ?? [];
  const isSigned = match(/^(Load key|sign_and_send_pubkey: |Authenticated using .* partial success)/);
  if (file === undefined || isSigned || rest.includes('agent')) return undefined;
  if (match(/^read_passphrase: requested to askpass/))
    return { why: `the passphrase of ${file} is wrong`, next: RUN_AGAIN };
  return {
    why: `the key ${file} has a passphrase, and there is no terminal to prompt on`,
    next: shellHere(`ssh-add ${quote(file)}`, 'add the key to the SSH agent'),
  };
}
