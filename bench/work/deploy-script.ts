/**
 * Deploys a cluster with the program's own plan and connections, but without surveys, locks, receipts, proofs or repairs:
 * runs the same commands in the same order, and asks the gates every 100 ms. `deploy-script.ts INVENTORY`
 */
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { prepare } from '../../src/cli/run/prepare.ts';
import { holderOf } from '../../src/cli/run/lock-holder.ts';
import { processEdges } from '../../src/cli/program-environment.ts';
import { gateOf } from '../../src/registry/gates.ts';
import type { GateCheck } from '../../src/model/health/gate.ts';
import { hostNamed } from '../../src/model/cluster.ts';
import type { PhasePlan } from '../../src/model/plan/plan.ts';
import { FORMAT } from '../../src/model/stored-formats.ts';
import type { Step } from '../../src/model/plan/step.ts';
import type { Session } from '../../src/transport/port.ts';
import { answersOf } from './answers.ts';

setMaxListeners(0);
const POLL_MS = 100;
const edges = processEdges();
const { plan, inventory } = await prepare({ inventory: process.argv[2] ?? '' }, edges);
const transport = await edges.transport({
  clock: edges.clock,
  acceptNewHostKeys: false,
  connectRetryMs: 20_000,
  handshakes: 8,
});
const sessions = new Map<string, Session>();
const run = 'deploy-script';
const holder = holderOf({ cluster: plan.cluster, command: 'deploy', run });
await Promise.all(plan.hosts.map(connect));
const ended = new Map<string, Promise<void>>();
for (const phase of plan.phases) ended.set(phase.id, phaseAfter(phase));
for (const end of ended.values()) await end;
await transport.close();
process.exit(0);

async function connect(name: string): Promise<void> {
  const session = await transport.connect(hostNamed(inventory.cluster, name));
  await session.lock(holder);
  sessions.set(name, session);
}

async function phaseAfter({ after, order, lanes, gates }: PhasePlan): Promise<void> {
  for (const id of after) await ended.get(id);
  const work = lanes.map(({ steps }) => async () => {
    for (const step of steps) await perform(step);
  });
  if (order === 'parallel') await Promise.all(work.map((one) => one()));
  else for (const one of work) await one();
  for (const gate of gates) await pass(gate);
}

async function perform({ id, host, action }: Step): Promise<void> {
  const session = sessions.get(typeof host === 'string' ? host : (host.anyOf[0] ?? ''));
  if (!session) throw new Error(`${id}: no host`);
  if (action.kind === 'artifact') {
    for (const { source, path } of action.uploads)
      await session.upload({ source, path, mode: action.mode, owner: 'root:root' }, () => undefined);
  } else if (action.kind === 'job') {
    const { name, command } = action;
    await session.startJob({
      name,
      command,
      receipt: { name: `script-${name}`, receipt: { v: FORMAT, inputs: {}, run } },
    });
    const end = await session.followJob(name, { offset: 0 }, () => undefined);
    if (end.kind !== 'ended' || end.code !== 0) throw new Error(`${id}: ${JSON.stringify(end)}`);
  } else if (action.kind === 'files' || action.kind === 'run') {
    const outcomes = await session.change(changesOf(action));
    const failed = outcomes.find(({ ok }) => !ok);
    if (failed) throw new Error(`${id}: ${failed.stderr}`);
  }
}

function changesOf(action: Extract<Step['action'], { kind: 'files' | 'run' }>) {
  if (action.kind === 'run') return [{ kind: 'run', command: action.command } as const];
  return action.files.map(({ path, mode, owner, want, check }) =>
    want === 'absent'
      ? ({ kind: 'remove', path } as const)
      : ({ kind: 'write', path, mode, owner, content: want, ...(check && { check }) } as const),
  );
}

async function pass({ gate, queries, args }: GateCheck): Promise<void> {
  for (;;) {
    const answers = await answersOf(sessions, { cluster: plan.cluster, queries });
    if (gateOf(plan, gate).judge(answers, args).state === 'ready') return;
    await sleep(POLL_MS);
  }
}
