import {
  RUN_AGAIN,
  commandStep,
  either,
  inOrder,
  manual,
  shellOn,
  type Next,
} from '../../../../model/next-step.ts';
import type { Problem } from '../../../../errors/errors.ts';
import type { Host } from '../../../../model/cluster.ts';
import type { HandshakeProgress } from './progress.ts';

interface Kind {
  /** Name of the kind in the debug messages of ssh2. */
  readonly offers: string;
  readonly name: string;
  /** Keyword of sshd_config. */
  readonly keyword: string;
}

/** The kinds of algorithms, by the text of ssh2's error. */
const KINDS: Readonly<Record<string, Kind>> = {
  'key exchange algorithm': {
    offers: 'KEX method',
    name: 'key exchange algorithm',
    keyword: 'KexAlgorithms',
  },
  'host key format': { offers: 'Host key format', name: 'host key algorithm', keyword: 'HostKeyAlgorithms' },
  'C->S cipher': { offers: 'C->S cipher', name: 'cipher', keyword: 'Ciphers' },
  'S->C cipher': { offers: 'S->C cipher', name: 'cipher', keyword: 'Ciphers' },
  'C->S MAC': { offers: 'C->S MAC', name: 'MAC', keyword: 'MACs' },
  'S->C MAC': { offers: 'S->C MAC', name: 'MAC', keyword: 'MACs' },
  'C->S compression': { offers: 'C->S compression', name: 'compression', keyword: 'Compression' },
  'S->C compression': { offers: 'S->C compression', name: 'compression', keyword: 'Compression' },
};

/** Describes a handshake without a common algorithm, with the offers of both sides. Undefined for another error. */
export function noCommonAlgorithm(
  message: string,
  host: Host,
  progress: HandshakeProgress,
): Omit<Problem, 'where'> | undefined {
  const kind = kindOf(message);
  if (!kind) return undefined;
  const theirs = progress.offered('remote', kind.offers);
  const problem = mismatchProblem(host, { ...kind, ours: progress.offered('local', kind.offers), theirs });
  const lacking = theirs?.split(',').find((name) => POST_QUANTUM.test(name));
  return lacking === undefined
    ? problem
    : {
        ...problem,
        next: inOrder(`set \`ssh.client: openssh\` in the inventory, which has ${lacking}`, RUN_AGAIN),
      };
}

/** Key exchange that ssh2 lacks and OpenSSH has. A host that allows nothing else must not become weaker. */
const POST_QUANTUM = /^(sntrup761|mlkem768)x25519-/;

/** The offers of both sides for one kind of algorithm; undefined if not known. */
interface Mismatch extends Pick<Kind, 'name' | 'keyword'> {
  readonly ours: string | undefined;
  readonly theirs: string | undefined;
}

/** Describes a handshake without a common algorithm of one kind, with either client. */
export function mismatchProblem(
  host: Host,
  { name, keyword, ours, theirs }: Mismatch,
): Omit<Problem, 'where'> {
  const at = `cannot connect to ${host.address} port ${host.ssh.port}: `;
  const sides = { 'this machine': ours, [host.name]: theirs };
  const lines = Object.entries(sides).flatMap(([side, list]) => (list ? [`${side}: ${listed(list)}`] : []));
  if (keyword === 'HostKeyAlgorithms' && theirs && theirs.split(',').every((one) => OLD_SIGNATURE.test(one)))
    return { what: at + OLD_KEYS.what, why: OLD_KEYS.why, next: createKeys(host), lines };
  return {
    what: `${at}no common ${name}`,
    why: 'the sshd of the host allows only algorithms that the SSH client of this machine does not have, or that ssh_config excludes',
    next: either(
      manual(
        `allow one of the algorithms of this machine with ${keyword} in /etc/ssh/sshd_config on ${host.name}`,
      ),
      commandStep('ssh-config', { host: host.name, purpose: 'read what ssh_config excludes' }),
    ),
    lines,
  };
}

/** Leaves out the entries of a key exchange that announce an extension. */
function listed(algorithms: string): string {
  return algorithms
    .split(',')
    .filter((name) => !/^(kex-strict-|ext-info-)/.test(name))
    .join(',');
}

const OLD_SIGNATURE = /^ssh-(rsa|dss)(-cert-v\d+@openssh\.com)?$/;

/** Like ssh, Quorate accepts no signature that uses SHA-1 (ssh-rsa) or DSA. */
const OLD_KEYS = {
  what: 'the host offers only signatures that ssh refuses as well',
  why: 'its sshd is too old for SHA-2 signatures (ssh-rsa is SHA-1), or has a DSA key only',
};

const createKeys = ({ name }: Host): Next =>
  either(
    manual('update OpenSSH on the host'),
    shellOn(name, 'ssh-keygen -A', 'create its missing host keys'),
  );

/** True if the host has no key of the requested types. */
export function lacksHostKey(message: string): boolean {
  return kindOf(message)?.keyword === 'HostKeyAlgorithms';
}

function kindOf(message: string): Kind | undefined {
  return KINDS[/no matching (.+)$/.exec(message)?.[1] ?? ''];
}
