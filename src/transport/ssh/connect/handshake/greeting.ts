import type { ConnectCause } from '../../../../model/host/connect-cause.ts';

/** The longest line of a host in a message. */
const LONGEST = 80;

/** Lines that sshd sends in place of its banner. The source address is refused, for now. */
const REFUSALS: readonly { readonly pattern: RegExp; readonly cause: ConnectCause; readonly why: string }[] =
  [
    {
      pattern: /^Exceeded MaxStartups/,
      cause: 'overloaded',
      why: 'too many logins are in progress on the host (MaxStartups)',
    },
    {
      pattern: /^Not allowed at this time/,
      cause: 'penalized',
      why: 'sshd penalizes this address because of earlier failures (PerSourcePenalties)',
    },
  ];

/** Returns the line with which sshd refuses a connection, and its meaning. */
export function refusalLine(
  bytes: Buffer,
): { readonly line: string; readonly cause: ConnectCause; readonly why: string } | undefined {
  const line = firstLine(bytes);
  const refusal = REFUSALS.find(({ pattern }) => pattern.test(line));
  return refusal && { line, cause: refusal.cause, why: refusal.why };
}

/** Describes the program that answers on the port, if it is not sshd. */
export function whoAnswers(bytes: Buffer): string | undefined {
  if (bytes.length === 0 || isSsh(bytes)) return undefined;
  const line = firstLine(bytes);
  if (line.startsWith('HTTP/') || /^<(!DOCTYPE )?html/i.test(line)) return `a web server answers ("${line}")`;
  if (bytes[0] === TLS_ALERT && bytes[1] === 3) return 'a TLS server answers';
  return `another program answers ("${line}")`;
}

/** The first byte of an alert, with which a TLS server answers to data that is not TLS. */
const TLS_ALERT = 0x15;

/** True if a line is the banner of an SSH server. Lines before it are allowed (RFC 4253, 4.2). */
export function isSsh(bytes: Buffer): boolean {
  return /^SSH-/m.test(bytes.toString('latin1'));
}

function firstLine(bytes: Buffer): string {
  const [line = ''] = bytes.toString('latin1').split(/\r?\n/);
  return line.slice(0, LONGEST);
}
