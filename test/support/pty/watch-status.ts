import { appendFileSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../../src/cli/main.ts';
import { createMask } from '../../../src/cli/terminal/mask.ts';
import type { Io } from '../../../src/cli/terminal/io.ts';
import { goodRun } from '../../unit/report/stream.ts';
import { watchedCluster } from '../../integration/cli/watched-cluster.ts';

/** Watches simulated hosts on this terminal. A run starts after the first reading, and SIGINT follows after the third. */
const cluster = await watchedCluster();
const run = join(cluster.folder, '.quorate', 'demo', 'runs', '20991231T000000Z-restart');
const gate = goodRun.findIndex(({ kind }) => kind === 'gate.polled') + 1;
const write = (events: typeof goodRun) => {
  mkdirSync(run, { recursive: true });
  const at = cluster.watching.clock.now();
  const lines = events.map((event) => `${JSON.stringify({ ...event, at })}\n`);
  appendFileSync(join(run, 'events.ndjson'), lines.join(''));
};
const { stdout, stderr, stdin, env } = process;
const io: Io = {
  ...{ stdin, stdout, stderr, env, home: homedir() },
  onSignal: (listener) => {
    process.on('SIGINT', listener);
    return () => void process.off('SIGINT', listener);
  },
  exitNow: (code) => process.exit(code),
};
setTimeout(() => write(goodRun.slice(0, gate)), 2000);
setTimeout(() => write(goodRun.slice(gate)), 4000);
setTimeout(() => process.kill(process.pid, 'SIGINT'), 6000);
const words = ['status', cluster.inventory, '--watch', '--interval', '1', ...process.argv.slice(2)];
const code = await main(words, { io, mask: createMask(), ...cluster.watching });
cluster.leave();
process.exit(code);
