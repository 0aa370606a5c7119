import type { Answer } from '../../../model/health/gate.ts';
import type { HostName } from '../../../model/names.ts';
import { bad, good, lost, type Finding } from '../../../gates/findings.ts';
import { classifyAnswer } from '../../../gates/classify-answer.ts';
import type { DatabaseEnd } from './endpoints.ts';
import { unreached } from './unreachable.ts';

/** What one manager host saw of an external database: it logged in for real. */
export function lookAtDatabase(host: HostName, answer: Answer | undefined, end: DatabaseEnd): Finding {
  if (answer?.kind === 'turned-away') return turnedAway(host, answer, end);
  const trouble = classifyAnswer(answer);
  if (trouble) return unreached(host, { what: 'PostgreSQL', ...end }, trouble);
  return good(host, `PostgreSQL ${end.at}: TLS verified, ${end.user} logs in to ${end.database}`);
}

interface Refusal {
  /** SQLSTATE, and words of the server where several things share one. */
  readonly code: RegExp;
  readonly says?: RegExp;
  readonly hint: (end: DatabaseEnd, host: HostName) => string;
}

/** PostgreSQL's appendix A. Messages may be in the server's own language: then the code alone decides. */
const REFUSALS: readonly Refusal[] = [
  {
    code: /^28/,
    says: /certificate/,
    hint: ({ withCertificate }, host) =>
      withCertificate
        ? `have its owner compare CN and CA of the client certificate of ${host}`
        : 'it demands client certificates: set ssl_client_verification: true',
  },
  {
    code: /^28000$/,
    says: /pg_hba/,
    hint: ({ at }, host) => `have who runs ${at} let ${host} in (pg_hba.conf, firewall rules)`,
  },
  {
    // A client certificate of another CN is answered as a wrong password is [measured, PostgreSQL 15].
    code: /^28/,
    hint: ({ user, withCertificate }) =>
      withCertificate
        ? `is postgres_password that of ${user}, and ${user} the CN of its certificate?`
        : `is postgres_password that of ${user}? quorate secrets edit INVENTORY`,
  },
  {
    code: /^3D000$/,
    hint: ({ database }) => `correct databases.external.database, or have ${database} created`,
  },
];

function turnedAway(
  host: HostName,
  answer: Extract<Answer, { kind: 'turned-away' }>,
  end: DatabaseEnd,
): Finding {
  const { code, message } = answer;
  const line = `PostgreSQL ${end.at}: ${message} (SQLSTATE ${code})`;
  const refusal = REFUSALS.find((one) => one.code.test(code) && (one.says?.test(message) ?? true));
  if (refusal) return lost(host, line, { cause: 'credentials', hint: refusal.hint(end, host) });
  return bad(host, line, { cause: 'health', hint: `ask who runs ${end.at}: it answers, and lets nobody in` });
}
