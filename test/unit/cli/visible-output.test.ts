import { describe, expect, test } from '@jest/globals';
import { command } from '../../../src/cli/arguments/command.ts';
import { DEPLOY_FLAGS } from '../../../src/cli/arguments/flags.ts';
import type { Edges } from '../../../src/cli/program-environment.ts';
import { main } from '../../../src/cli/main.ts';
import { UsageError } from '../../../src/errors/errors.ts';
import { sectionWith, TEXTS } from './commands.ts';
import { fakeEdges } from './edges.ts';

const HOSTILE = 'db1\u001b]0;title\u0007\u001b[2J\u009b31m\u202e';
const SHOWN = 'db1\\u001b]0;title\\u0007\\u001b[2J\\u009b31m\\u202e';

/** Runs a command on a terminal that does only what the test says. @returns what the terminal received */
async function onTerminal(work: (io: Edges['io']) => void) {
  const fake = fakeEdges({ tty: true });
  const load =
    async () =>
    async (_args: object, { io }: Edges) => {
      work(io);
      return 0;
    };
  const deploy = command({ ...TEXTS, name: 'deploy', flags: DEPLOY_FLAGS, load });
  await main(['deploy', 'x.yaml'], fake.edges, sectionWith(deploy));
  return { stdout: fake.stdout(), stderr: fake.stderr() };
}

describe('text from a hostile host is shown, not obeyed', () => {
  test.each([
    ['in text', (text: string) => text, SHOWN],
    ['in JSON', (text: string) => JSON.stringify({ host: text }), `{"host":"${SHOWN}"}`],
  ])('%s', async (_, print, shown) => {
    const seen = await onTerminal(({ stdout, stderr }) => {
      stdout.write(`${print(HOSTILE)}\n`);
      stderr.write(`${print(HOSTILE)}\n`);
    });
    expect(seen).toEqual({ stdout: `${shown}\n`, stderr: `${shown}\n` });
  });

  test('in the problem that ends a command, between the colors of the program', async () => {
    const { stderr } = await onTerminal(() => {
      throw new UsageError([{ where: HOSTILE, what: 'is unknown' }]);
    });
    expect(stderr).toBe(`\u001b[31m${SHOWN}: is unknown\u001b[39m\n`);
  });
});
