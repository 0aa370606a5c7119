import { X509Certificate } from 'node:crypto';
import type { Answer, HttpProbe, NoAnswer, NoAnswerCause } from '../../../model/health/gate.ts';
import type { Session } from '../../port.ts';
import { connectRequest, curlRequest, handshakeRequest, LONGEST_ON_HOST } from '../scripts/on-host.ts';
import { Malformed } from '../worker/no-response.ts';
import type { Reply, RunRequest } from '../worker/response.ts';

/** Sends probes from the network of a host. */
type Probing = Pick<Session, 'request' | 'reach'>;

type ProgramAnswer = Extract<Answer, { kind: 'response' | 'reached' | 'no-answer' }>;

/**
 * Sends probes with programs of the host, through the worker. For hosts whose sshd does not allow forwarding. No program
 * makes a login to PostgreSQL, which gets the answer `forwarding-denied`.
 */
export function onHost(run: RunRequest): Probing {
  const marked = async (answer: Promise<ProgramAnswer>): Promise<Answer> => ({
    ...(await answer),
    onHost: true,
  });
  return {
    request: (probe) => marked(requestWithCurl(run, probe)),
    reach: async (probe) => {
      if (probe.kind !== 'tls') return { ...denied('a login to PostgreSQL needs it'), onHost: true };
      return marked(run(handshakeRequest(probe), (reply) => certificateOf(resultOf(reply, 'openssl'))));
    },
  };
}

async function requestWithCurl(run: RunRequest, probe: HttpProbe): Promise<ProgramAnswer> {
  const result = await run(curlRequest(probe), (reply) => {
    const read = resultOf(reply, 'curl');
    return read.code === NOT_CONNECTED ? undefined : responseOf(read);
  });
  return result ?? run(connectRequest(probe), (reply) => failureOf(resultOf(reply, 'curl')));
}

interface Ways {
  readonly tunnels: Probing;
  readonly host: Probing;
  /** Called once, when sshd denies a tunnel. */
  readonly onDenied: () => void;
}

/** Sends probes through tunnels until sshd denies one, then with programs of the host. */
export function withFallback({ tunnels, host, onDenied }: Ways): Probing {
  let isDenied = false;
  const send = async (through: (way: Probing) => Promise<Answer>): Promise<Answer> => {
    const answer = isDenied ? undefined : await through(tunnels);
    if (answer && !(answer.kind === 'no-answer' && answer.cause === 'forwarding-denied')) return answer;
    if (!isDenied) onDenied();
    isDenied = true;
    return through(host);
  };
  return {
    request: (probe) => send((way) => way.request(probe)),
    reach: (probe) => send((way) => way.reach(probe)),
  };
}

interface Result {
  readonly program: 'curl' | 'openssl';
  readonly out: Buffer;
  readonly err: string;
  readonly code: number;
}

/** @throws Malformed */
function resultOf({ sections }: Reply, program: Result['program']): Result {
  const section = sections.find(({ head }) => head === program);
  const err = section?.err.toString('utf8') ?? '';
  const code = /^exit (\d+)$/m.exec(err)?.[1];
  if (!section || code === undefined) throw new Malformed(`no exit code of ${program}`);
  return { program, out: section.out, err: err.replace(/^exit \d+$/m, '').trim(), code: Number(code) };
}

/** Exit codes of the shell and of curl. */
const NOT_FOUND = 127;
const NOT_CONNECTED = 7;

function responseOf(result: Result): ProgramAnswer {
  if (result.out.length > LONGEST_ON_HOST)
    return {
      kind: 'no-answer',
      cause: 'other',
      text: `the response is longer than ${LONGEST_ON_HOST} bytes`,
    };
  if (result.code !== 0) return failureOf(result);
  const end = result.out.indexOf('\r\n\r\n');
  const [first = '', ...lines] = result.out.subarray(0, end).toString('latin1').split('\r\n');
  const status = Number(first.split(' ')[1]);
  if (end === -1 || !(status > 0)) throw new Malformed('no status line');
  const headers = lines.map((line) => {
    const at = line.indexOf(':');
    return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()] as const;
  });
  const body = result.out.subarray(end + 4).toString('utf8');
  return { kind: 'response', status, headers: Object.fromEntries(headers), body };
}

function certificateOf(result: Result): ProgramAnswer {
  if (result.code !== 0) return failureOf(result);
  const pem = /-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----/.exec(
    result.out.toString('latin1'),
  )?.[0];
  const until = pem === undefined ? NaN : Date.parse(new X509Certificate(pem).validTo);
  return { kind: 'reached', ...(Number.isNaN(until) ? {} : { certificateUntil: until }) };
}

/** Causes by the messages of curl and openssl. */
const CAUSES: readonly (readonly [RegExp, NoAnswerCause, string])[] = [
  [/certificate has expired/, 'certificate-expired', 'the certificate has expired'],
  [/not yet valid/, 'certificate-not-yet-valid', 'the certificate is not valid yet; check the clocks'],
  [/subject name|mismatch/i, 'certificate-name', 'the certificate does not cover the address'],
  [
    /self.signed|local issuer|verify the first|SSL certificate problem/,
    'certificate-untrusted',
    'the certificate was not issued by the expected CA',
  ],
  [
    /alert.*certificate|certificate required/i,
    'client-certificate',
    'the server requires a client certificate',
  ],
  [/refused/i, 'refused', 'refused'],
  [/no route|unreachable/i, 'no-route', 'no route'],
  [/timed out/i, 'timeout', 'timed out'],
  [/resolve|name or service|servname/i, 'unknown-name', 'the host cannot resolve the name'],
  [/wrong version|packet length|SSL routines|SSL_connect/i, 'tls', 'the server does not speak TLS'],
  [/empty reply|reset by peer|recv failure/i, 'closed', 'the server closed the connection'],
];

/** Exit code of \`timeout\`. */
const TIMED_OUT = 124;

function failureOf({ program, out, err, code }: Result): NoAnswer {
  if (code === NOT_FOUND) return denied(`the host has no ${program}`);
  if (code === TIMED_OUT) return { kind: 'no-answer', cause: 'timeout', text: 'timed out' };
  const said = `${err}\n${program === 'openssl' ? out.toString('latin1') : ''}`;
  const [, cause, text] = CAUSES.find(([pattern]) => pattern.test(said)) ?? [];
  if (cause && text !== undefined) return { kind: 'no-answer', cause, text };
  return {
    kind: 'no-answer',
    cause: 'other',
    text: err.split('\n').at(-1) || `${program} ended with ${code}`,
  };
}

function denied(why: string): NoAnswer {
  return {
    kind: 'no-answer',
    cause: 'forwarding-denied',
    text: `sshd does not allow forwarding (AllowTcpForwarding), and ${why}`,
  };
}
