import { loginFailure, type LoginRefusal } from '../../components/postgresql/answers.ts';
import type { Answer } from '../../model/health/gate.ts';
import type { HostName } from '../../model/names.ts';
import { thenVerify } from '../advice.ts';
import { bad, good, lost, type Finding } from '../findings.ts';
import { classifyAnswer } from '../classify-answer.ts';
import type { DatabaseEnd } from './endpoints.ts';
import { unreached } from '../unreachable.ts';
import { commandStep, type Next } from '../../model/next-step.ts';

/** Judges the login of one manager host into an external database. */
export function judgeDatabase(host: HostName, answer: Answer | undefined, end: DatabaseEnd): Finding {
  if (answer?.kind === 'login-denied') return loginDenied(host, answer, end);
  const trouble = classifyAnswer(answer);
  if (trouble) return unreached(host, { what: 'PostgreSQL', ...end }, trouble);
  return good(host, `PostgreSQL ${end.at}: TLS verified, ${end.user} logs in to ${end.database}`);
}

const HINTS: Readonly<Record<LoginRefusal, (end: DatabaseEnd, host: HostName) => Next>> = {
  'client-certificate': ({ withCertificate }, host) =>
    withCertificate
      ? thenVerify(`have the database's operator check CN and CA of ${host}'s client certificate`)
      : thenVerify('set ssl_client_verification: true, because the database requires client certificates'),
  pg_hba: (_end, host) =>
    thenVerify(`ask the operator of the database to allow ${host} (pg_hba.conf, firewall rules)`),
  password: ({ user, withCertificate }) =>
    withCertificate
      ? thenVerify(`check postgres_password, and that the certificate of ${user} has CN=${user}`)
      : commandStep('secrets edit', { purpose: `postgres_password must be that of ${user}` }),
  'no-database': ({ database }) => thenVerify(`correct databases.external.database, or create ${database}`),
};

function loginDenied(
  host: HostName,
  answer: Extract<Answer, { kind: 'login-denied' }>,
  end: DatabaseEnd,
): Finding {
  const line = `PostgreSQL ${end.at}: ${answer.message} (SQLSTATE ${answer.code})`;
  const failure = loginFailure(answer);
  if (failure) return lost(host, line, { class: 'credentials', hint: HINTS[failure](end, host) });
  const hint = thenVerify(`ask the operator of ${end.at} why it denies logins`);
  return bad(host, line, { class: 'health', hint });
}
