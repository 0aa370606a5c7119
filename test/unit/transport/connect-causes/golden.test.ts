import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import type { Problem } from '../../../../src/errors/errors.ts';
import type { FailureCause } from '../../../../src/model/health/gate.ts';
import { renderProblem } from '../../../../src/report/problems.ts';
import { explainLogin } from '../../../../src/transport/openssh/failure/failure.ts';
import { HandshakeFailed } from '../../../../src/transport/ssh/connect/handshake/handshake-failed.ts';
import { explain } from '../../../../src/transport/ssh/connect/handshake/handshake-problem.ts';
import { NO_PROGRESS } from '../../../../src/transport/ssh/connect/handshake/progress.ts';
import { TYPED } from '../../cli/commands.ts';
import { hostAt } from '../../../support/sshd/machine.ts';

/** Facts that a client saw: an error of the socket and the first bytes of the host, or the lines that ssh printed. */
interface ConnectCase {
  readonly source: string;
  readonly cause: FailureCause;
  readonly address?: string;
  readonly error?: { readonly message: string };
  readonly bytes?: string;
  readonly lines?: readonly string[];
}

const CASES = fileURLToPath(new URL('golden', import.meta.url));
const LIMIT = 20_000;

const caseOf = (name: string) =>
  JSON.parse(readFileSync(`${CASES}/${name}/case.json`, 'utf8')) as ConnectCase;

/** The problem that an operator gets for the case. */
function problemOf({ address = '198.51.100.11', error, bytes = '', lines }: ConnectCase): Problem {
  const host = { ...hostAt(22, { knownHosts: '/root/.ssh/known_hosts' }), address };
  if (!error) return ofOpenSsh(host, lines ?? []);
  const progress = {
    ...NO_PROGRESS,
    firstBytes: () => Buffer.from(bytes),
    stage: () => (bytes === '' ? ('no-data' as const) : ('banner' as const)),
  };
  const login = { ways: [], skipped: [] };
  const thrown = Object.assign(new Error(error.message), error);
  return explain(thrown, { host, login, reachMs: LIMIT, limitMs: LIMIT, progress, tried: [] }).problem;
}

function ofOpenSsh(host: ReturnType<typeof hostAt>, lines: readonly string[]): Problem {
  const seen = { host, lines, limitMs: LIMIT, how: 'ended', isBehind: false, unanswered: [] } as const;
  const { problem, transient } = explainLogin(seen);
  return new HandshakeFailed({ where: host.name, ...problem }, transient).problem;
}

describe.each(readdirSync(CASES).sort())('%s', (name) => {
  const problem = problemOf(caseOf(name));

  test('has its cause', () => expect(problem.cause).toBe(caseOf(name).cause));

  test('is printed with its cause and the next step', () => {
    const file = `${CASES}/${name}/problem.txt`;
    const text = `${renderProblem(problem, TYPED).join('\n')}\n`;
    if (process.env['UPDATE_GOLDEN'] ?? !existsSync(file)) writeFileSync(file, text);
    expect(text).toBe(readFileSync(file, 'utf8'));
  });
});
