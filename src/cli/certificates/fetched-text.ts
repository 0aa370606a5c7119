import type { Greeting, TlsServer } from '../../certificates/fetch/fetch.ts';
import type { FetchedCertificate, FetchedChain } from '../../certificates/fetch/fetched-chain.ts';
import { formatDay } from '../../certificates/read/parse.ts';
import { count, hang } from '../../report/text.ts';

const WIDTH = 80;
const LABEL = 13;
const KINDS: Readonly<Record<FetchedCertificate['kind'], string>> = {
  server: 'server',
  intermediate: 'CA (between)',
  root: 'CA (root)',
};
const OVER: Readonly<Record<Greeting, string>> = { tls: 'TLS', postgres: 'PostgreSQL' };

/** A chain for a person: each certificate, what leads to the CA, and that nothing of it is verified. */
export function chainText(
  { endpoint: at }: TlsServer,
  greeting: Greeting,
  { certificates, ca: authority, lacks: lacks }: FetchedChain,
): readonly string[] {
  const sum = authority
    ? `The CA is in it (${authority.fingerprints.length === 1 ? 'the last one' : 'all but the first one'}).`
    : `No CA to keep: ${lacks ?? ''}.`;
  return [
    `${at} (${OVER[greeting]}) shows ${count(certificates.length, 'certificate')}, seen from this machine:`,
    ...certificates.flatMap(certificateText),
    '',
    ...hang('', sum, WIDTH),
    ...hang('', NOT_VERIFIED, WIDTH),
  ];
}

const NOT_VERIFIED =
  'NOT VERIFIED: whoever sits between here and the server could show these as well. Compare the SHA-256 with whoever runs it, by another way than this connection.';

function certificateText(one: FetchedCertificate): readonly string[] {
  const days = one.daysLeft < 0 ? 'EXPIRED' : `${one.daysLeft} days left`;
  const rows: readonly (readonly [string, string])[] = [
    [KINDS[one.kind], one.subject],
    ['issued by', one.issuer],
    ['valid', `${formatDay(one.from)} to ${formatDay(one.to)} (${days})`],
    ['names', one.names.join(', ') || 'none'],
    ['key', one.key],
    // Two lines of sixteen bytes.
    ['SHA-256', one.fingerprint.replace(/^((?:..:){15}..):/, '$1:\n')],
  ];
  return ['', ...rows.flatMap(([label, text]) => hang(`  ${label.padEnd(LABEL)}`, text, WIDTH))];
}
