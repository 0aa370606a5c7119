import type { Messages } from './messages.ts';

/** A login method that ssh tried, and why it did not log in. */
export interface Attempt {
  /** The method as the host names it. */
  readonly method: string;
  /** Describes the method in messages: `key /root/.ssh/id_rsa`, `password`. */
  readonly words: string;
  readonly result: Result;
  readonly why: string;
  /** The file of the key. */
  readonly file?: string;
  /** The file of the certificate that was offered. */
  readonly certificate?: string;
}

/**
 * `rejected`: by the host. `partial`: accepted, and the host requires another method. `refused`: the key is accepted, and
 * the account may not log in. `not-offered`: the host does not allow the method. The others are faults of this machine.
 */
type Result =
  | ('rejected' | 'partial' | 'refused' | 'not-offered')
  | ('locked' | 'wrong-passphrase' | 'exposed' | 'missing' | 'unusable');

type Outcome = Pick<Attempt, 'result' | 'why'>;

/** The lines of one attempt, from the one that starts it. */
interface Section {
  readonly start: string;
  readonly has: (pattern: RegExp) => readonly string[] | undefined;
  readonly last: string | undefined;
}

/** The messages of the level DEBUG1 with which ssh starts an attempt. */
const START = /^(Next authentication method|Offering public key|Trying private key): /;
/** The end of the last attempt. */
const END = /^No more authentication methods to try/;
const ASKED = /^read_passphrase: requested to askpass/;
const LONGEST = 120;

/** Reads the attempts from the messages of ssh, in their order. A default key that does not exist is none. */
export function attemptsIn({ all }: Messages): readonly Attempt[] {
  const explicit = new Set(all.flatMap((line) => /^Will attempt key: (.+)  explicit$/.exec(line)?.[1] ?? []));
  return sectionsIn(all).flatMap((section) => {
    const [, offered, type = '', rest = ''] =
      /^Offering public key: (.+) (\S+) SHA256:\S+(.*)$/.exec(section.start) ?? [];
    if (offered !== undefined) return [offeredKey(section, offered, { type, rest })];
    const file = /^Trying private key: (.+)$/.exec(section.start)?.[1];
    if (file !== undefined) return triedFile(section, file, explicit.has(file));
    const method = /^Next authentication method: (\S+)$/.exec(section.start)?.[1];
    if (method === undefined || method === 'publickey') return [];
    return [{ method, words: method, ...(answered(section) ?? endedHere(section)) }];
  });
}

/** The methods that the host allows, as it listed them during the login. */
export function allowedIn({ match }: Messages): readonly string[] {
  const listed =
    match(/: Permission denied \((.*)\)\.$/) ?? match(/^Authentications that can continue: (.*)$/);
  return listed?.[1]?.split(',') ?? [];
}

/** Why ssh could not use the SSH agent. */
export function agentFault({ match }: Messages): string | undefined {
  const pattern = /^(?:get_agent_identities|pubkey_prepare): ssh_(?:get_auth\w+|fetch_identitylist): (.+)$/;
  return match(pattern)?.[1];
}

function sectionsIn(lines: readonly string[]): readonly Section[] {
  const starts = lines.flatMap((line, index) => (START.test(line) ? [index] : []));
  return starts.map((from, index) => {
    const part = lines.slice(from, starts[index + 1]);
    const end = part.findIndex((line) => END.test(line));
    const [start = '', ...rest] = part.slice(0, end < 0 ? undefined : end);
    const has = (pattern: RegExp) =>
      rest.map((line) => pattern.exec(line)).find((found) => found !== null) ?? undefined;
    return { start, has, last: rest.findLast((line) => line !== '' && !ASKED.test(line)) };
  });
}

interface Offered {
  readonly type: string;
  /** How ssh has the key: `explicit agent`. */
  readonly rest: string;
}

function offeredKey(section: Section, name: string, { type, rest }: Offered): Attempt {
  const isOfAgent = /\bagent\b/.test(rest);
  const certificate = name.endsWith('.pub') ? name : `${name}-cert.pub`;
  const isCertificate = type.endsWith('-CERT');
  const what = isCertificate ? `certificate ${certificate}` : `key ${name}`;
  const outcome = faultOf(section) ?? acceptedKey(section, isOfAgent) ?? answered(section) ?? UNANSWERED;
  return {
    ...{ method: 'publickey', words: `${what}${isOfAgent ? ' of the agent' : ''}`, file: name },
    ...(isCertificate && { certificate }),
    ...outcome,
  };
}

/** A key of which ssh has no public part. */
function triedFile(section: Section, file: string, isExplicit: boolean): readonly Attempt[] {
  const locked = isExplicit || asked(section) ? lockedBy(section) : undefined;
  const outcome = faultOf(section) ?? answered(section) ?? locked;
  return outcome ? [{ method: 'publickey', words: `key ${file}`, file, ...outcome }] : [];
}

/** The host accepts the key. Whether ssh then made a signature shows only in the answer to it. */
function acceptedKey(section: Section, isOfAgent: boolean): Outcome | undefined {
  if (!section.has(/^Server accepts key: /)) return undefined;
  const answer = answered(section);
  if (answer?.result === 'rejected')
    return { result: 'refused', why: 'accepted by the host, which then refused the account' };
  return answer ?? (isOfAgent ? UNANSWERED : lockedBy(section));
}

const CLOSED = /Too many authentication failures/;
const UNANSWERED: Outcome = { result: 'unusable', why: 'not completed' };

function answered(section: Section): Outcome | undefined {
  if (section.has(/^Authenticated .*with partial success/))
    return { result: 'partial', why: 'accepted, but the host requires a further method' };
  if (section.has(CLOSED))
    return { result: 'rejected', why: 'rejected by the host, which closed the connection (MaxAuthTries)' };
  if (!section.has(/^Authentications that can continue: /)) return undefined;
  const isKeyboard = section.start.endsWith(' keyboard-interactive');
  if (!isKeyboard) return { result: 'rejected', why: 'rejected by the host' };
  const why = asked(section) ? 'answers rejected by the host' : 'rejected by the host without a prompt';
  return { result: 'rejected', why };
}

function asked({ has }: Section): boolean {
  return has(ASKED) !== undefined;
}

function lockedBy(section: Section): Outcome {
  return asked(section)
    ? { result: 'wrong-passphrase', why: 'its passphrase is wrong' }
    : { result: 'locked', why: 'the key has a passphrase, and there is no terminal to prompt on' };
}

/** Faults of a key on this machine, by the message of ssh. */
function faultOf({ has }: Section): Outcome | undefined {
  if (has(/^Load key ".+": bad permissions/)) return { result: 'exposed', why: 'other accounts can read it' };
  const missing = has(/^no such identity: .+: (.+)$/)?.[1];
  if (missing !== undefined) return { result: 'missing', why: `cannot read the file: ${missing}` };
  const unreadable = has(/^Load key ".+": (.+)$/)?.[1];
  if (unreadable !== undefined) return { result: 'unusable', why: `cannot use the key: ${unreadable}` };
  const unsigned = has(/^sign_and_send_pubkey: (?:signing failed for .*: )?(.+)$/)?.[1];
  return unsigned === undefined ? undefined : { result: 'unusable', why: `cannot sign: ${unsigned}` };
}

/** A method that ended on this machine, such as GSSAPI without a ticket. Its last message is the reason. */
function endedHere({ last }: Section): Outcome {
  return last === undefined ? UNANSWERED : { result: 'unusable', why: last.slice(0, LONGEST) };
}
