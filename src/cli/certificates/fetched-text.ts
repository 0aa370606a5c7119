import type { Greeting, TlsServer } from '../../certificates/fetch/fetch.ts';
import type { FetchedCertificate, FetchedChain } from '../../certificates/fetch/fetched-chain.ts';
import { formatDay } from '../../certificates/read/parse.ts';
import { count, hang } from '../../report/text.ts';

const WIDTH = 80;
const LABEL = 13;
const KINDS: Readonly<Record<FetchedCertificate['kind'], string>> = {
  server: 'server',
  intermediate: 'intermediate',
  root: 'CA (root)',
};
const OVER: Readonly<Record<Greeting, string>> = { tls: 'TLS', postgres: 'PostgreSQL' };

/** A chain as text: each certificate, whether the chain contains the CA, and a warning that nothing is verified. */
export function chainText(
  { endpoint: at }: TlsServer,
  greeting: Greeting,
  { certificates, ca: authority, lacks: lacks }: FetchedChain,
): readonly string[] {
  const summary = authority
    ? `The chain contains the CA (${authority.fingerprints.length === 1 ? 'the last certificate' : 'all but the first certificate'}).`
    : `No CA to save: ${lacks ?? ''}.`;
  return [
    `${at} (${OVER[greeting]}) sent ${count(certificates.length, 'certificate')} to this machine:`,
    ...certificates.flatMap(certificateText),
    '',
    ...hang('', summary, WIDTH),
    ...hang('', NOT_VERIFIED, WIDTH),
  ];
}

const NOT_VERIFIED =
  'NOT VERIFIED: an attacker between this machine and the server could have sent these certificates. Compare the SHA-256 with the operator of the server over another channel.';

function certificateText(one: FetchedCertificate): readonly string[] {
  const days = one.daysLeft < 0 ? 'EXPIRED' : `${one.daysLeft} days left`;
  const rows: readonly (readonly [string, string])[] = [
    [KINDS[one.kind], one.subject],
    ['issued by', one.issuer],
    ['valid', `${formatDay(one.from)} to ${formatDay(one.to)} (${days})`],
    ['names', one.names.join(', ') || 'none'],
    ['key', one.key],
    // Splits the SHA-256 into two lines of 16 bytes.
    ['SHA-256', one.fingerprint.replace(/^((?:..:){15}..):/, '$1:\n')],
  ];
  return ['', ...rows.flatMap(([label, text]) => hang(`  ${label.padEnd(LABEL)}`, text, WIDTH))];
}
