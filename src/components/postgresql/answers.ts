import type { Answer } from '../../model/health/gate.ts';

/** Reason why PostgreSQL denied a login. */
export type LoginRefusal = 'client-certificate' | 'pg_hba' | 'password' | 'no-database';

/** SQLSTATE classes of PostgreSQL's appendix A: 28 (authorization) and 3D (no such database). */
const FAILURES: readonly {
  readonly code: RegExp;
  readonly pattern?: RegExp;
  readonly failure: LoginRefusal;
}[] = [
  { code: /^28/, pattern: /certificate/, failure: 'client-certificate' },
  { code: /^28000$/, pattern: /pg_hba/, failure: 'pg_hba' },
  // A client certificate with another CN is reported like a wrong password [measured, PostgreSQL 15].
  { code: /^28/, failure: 'password' },
  { code: /^3D/, failure: 'no-database' },
];

/**
 * Reads why a login was denied. Messages may be in the server's own language; then only the code decides. Returns
 * undefined for all other codes, for example if the server denies every login because it is starting.
 */
export function loginFailure({
  code,
  message,
}: Extract<Answer, { kind: 'login-denied' }>): LoginRefusal | undefined {
  return FAILURES.find((one) => one.code.test(code) && (one.pattern?.test(message) ?? true))?.failure;
}

/** Reads `NAME|VALUE` lines of psql about numbers. Empty if the database did not answer. */
export function settingsIn(answer: Answer | undefined): Readonly<Record<string, number>> {
  const lines =
    answer?.kind === 'exited' && answer.code === 0 ? answer.stdout.split('\n').filter(Boolean) : [];
  const settings = lines.map((line) => line.split('|')).map(([name = '', value]) => [name, Number(value)]);
  return Object.fromEntries(settings) as Record<string, number>;
}
