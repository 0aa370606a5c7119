// Options of curl and openssl: cspell:ignore noproxy servername
import { isIP } from 'node:net';
import type { HttpProbe, ReachProbe } from '../../../model/health/gate.ts';
import { SECOND } from '../../../model/duration.ts';
import { quote } from '../quote.ts';
import { LIMITS } from './limits.ts';
import { script } from './script.ts';
import type { Request } from './script.ts';

/** The longest response of a program on the host, in bytes. The worker's limit is 4 MiB. */
export const LONGEST_ON_HOST = 3 * 1024 * 1024;

/**
 * `with_ca LENGTH LENGTH COMMAND...`: runs a command whose stdin is the second part of the payload, and which reads the
 * CA, the first part, from /dev/fd/4. Prints `exit CODE` on stderr.
 */
const WITH_CA = `with_ca() {
  exec 5<&0
  ca=$(take "$1")
  input=$2
  shift 2
  printf '%s\\n' "$ca" | { exec 4<&0 0<&5; take "$input" | "$@"; echo "exit $?" >&2; } | head -c ${LONGEST_ON_HOST + 1}
}`;

/** Sends the request with curl on the host. Its settings, which may have a password, come on stdin. */
export function curlRequest(probe: HttpProbe): Request {
  const ca = Buffer.from(probe.ca ?? '', 'utf8');
  const settings = Buffer.from(curlSettings(probe), 'utf8');
  const call = `with_ca ${ca.length} ${settings.length} curl --disable --config -`;
  return {
    ...script(`${WITH_CA}\nmark curl\n${call}`, ca, settings),
    what: 'a request with curl on the host',
    limitMs: probe.timeoutMs + LIMITS.script,
  };
}

function curlSettings({ method, url, ca, auth, body, timeoutMs }: HttpProbe): string {
  const settings: readonly (readonly [string, string])[] = [
    ['url', url],
    ['request', method],
    ['noproxy', '*'],
    ['max-time', String(timeoutMs / SECOND)],
    ...(ca === undefined ? [] : [['cacert', '/dev/fd/4'] as const]),
    ...(auth ? [['user', `${auth.user}:${auth.password.reveal()}`] as const] : []),
    ...(body === undefined
      ? []
      : ([
          ['data-raw', body],
          ['header', 'content-type: application/json'],
          ['header', 'expect:'],
        ] as const)),
  ];
  const lines = settings.map(([name, value]) => `${name} = "${escaped(value)}"`);
  return [...lines, '-s', '-S', '-i', '-g', 'http1.1', ''].join('\n');
}

/** Connects again and prints why the connection fails, which curl prints only with --verbose. Sends no password. */
export function connectRequest({ url }: Pick<HttpProbe, 'url'>): Request {
  const { host } = new URL(url);
  const words = ['--disable', '--noproxy', '*', '--max-time', '5', '-s', '-v', '-g'];
  const call = ['curl', ...words, '--output', '/dev/null', `http://${host}/`].map(quote).join(' ');
  return {
    ...script(`mark curl\n${call}\necho "exit $?" >&2`),
    what: 'a connection with curl on the host',
    limitMs: LIMITS.script,
  };
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

function escaped(value: string): string {
  return value.replace(/[\\"\n\r\t]/g, (character) => ESCAPES[character] ?? character);
}

/** Makes a TLS handshake with openssl on the host, which prints the certificate of the server. */
export function handshakeRequest({ address, port, ca, timeoutMs }: Omit<ReachProbe, 'kind'>): Request {
  const bytes = Buffer.from(ca, 'utf8');
  const name = isIP(address)
    ? ['-verify_ip', address]
    : ['-verify_hostname', address, '-servername', address];
  const target = `${isIP(address) === 6 ? `[${address}]` : address}:${port}`;
  const seconds = Math.ceil(timeoutMs / SECOND);
  const words = [
    ...['timeout', String(seconds), 'openssl', 's_client', '-connect', target],
    ...['-CAfile', '/dev/fd/4', '-verify_return_error', ...name],
  ];
  return {
    ...script(`${WITH_CA}\nmark openssl\nwith_ca ${bytes.length} 0 ${words.map(quote).join(' ')}`, bytes),
    what: 'a TLS handshake with openssl on the host',
    limitMs: timeoutMs + LIMITS.script,
  };
}
