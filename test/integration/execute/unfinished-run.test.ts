import { beforeEach, describe, expect, test } from '@jest/globals';
import { checkAllGates } from '../../../src/execute/execute.ts';
import { parseHistory } from '../../../src/model/host/unreadable-record.ts';
import { HISTORY } from '../../../src/model/stored-formats.ts';
import type { Faults } from '../../../src/simulate/faults/faults.ts';
import { planFor, Stage } from '../../support/simulated.ts';
import type { Rehearsal } from '../../support/simulated.ts';

const plan = planFor('deploy');

/** The effect on the first entry that a run writes after all steps and gates, which says how it has ended. */
function atTheEnd(effect: ReturnType<Faults>): Faults {
  let entries = 0;
  return ({ method, detail }) =>
    method === 'change' && detail === 'history' && ++entries > plan.hosts.length ? effect : undefined;
}

let stage: Stage;
beforeEach(async () => {
  stage = new Stage();
  expect((await stage.run(plan)).exitCode).toBe(0);
});

/** A manager starts again, so that its gates do not pass for a while. */
const restartManager = () => stage.world.reboot('manager1');
const locked = ({ events }: Rehearsal) => events.some(({ kind }) => kind === 'lock.acquired');
const lastOutcome = (host: string) =>
  parseHistory(stage.world.host(host).files.get(HISTORY)?.content ?? '').entries.at(-1)?.outcome;

/** Lets a run end early, after its last step: it changes one file, and has nothing else to do. */
async function endEarly(given: Parameters<Stage['run']>[1]): Promise<void> {
  stage.world.host('db1').files.delete('/etc/cloudify/config.yaml');
  await stage.run(plan, given);
}

describe('after an unfinished run, a run that has nothing to do waits for the gates', () => {
  test.each<[string, () => Promise<void>]>([
    [
      'killed before it had released its locks',
      () => endEarly({ faults: atTheEnd({ kind: 'kill', when: 'before' }) }),
    ],
    [
      'killed on hosts that have restarted since, which deletes the locks',
      async () => {
        await endEarly({ faults: atTheEnd({ kind: 'kill', when: 'before' }) });
        for (const { locks } of stage.world.hosts.values()) locks.clear();
      },
    ],
    [
      'interrupted',
      async () => {
        const stop = new AbortController();
        await endEarly({
          signal: stop.signal,
          on: (event) =>
            event.kind === 'step.finished' && event.outcome === 'changed' && stop.abort('SIGINT'),
        });
      },
    ],
  ])('%s', async (_, unfinished) => {
    await unfinished();
    expect(lastOutcome('db1')).not.toBe('done');
    restartManager();
    const again = await stage.run(plan);
    expect(again.finished).toMatchObject({ exitCode: 0, problems: [], counts: { changed: 0, failed: 0 } });
    const polls = again.events.filter(
      (event) => event.kind === 'gate.polled' && event.gate === 'manager-status',
    );
    expect(polls.length).toBeGreaterThan(1);
    expect(lastOutcome('db1')).toBe('done');
    expect([...stage.world.hosts.values()].flatMap(({ locks }) => [...locks])).toEqual([]);
    const next = await stage.run(plan);
    expect({ code: next.exitCode, locked: locked(next) }).toEqual({ code: 0, locked: false });
  });
});

test('after a finished run, each gate is queried once', async () => {
  restartManager();
  const again = await stage.run(plan);
  expect({ code: again.exitCode, locked: locked(again) }).toEqual({ code: 5, locked: false });
});

test('after a failed run, whose gate has waited, each gate is queried once', async () => {
  await endEarly({
    on: (event) =>
      event.kind === 'step.finished' && event.outcome === 'changed' && stage.world.powerOff('manager3'),
  });
  stage.world.powerOn('manager3');
  // As if the run had recorded its end on this host too.
  const history = stage.world.host('db1').files.get(HISTORY);
  if (history) stage.world.host('manager3').files.set(HISTORY, history);
  expect([lastOutcome('db1'), lastOutcome('manager3')]).toEqual(['failed', 'failed']);
  restartManager();
  const again = await stage.run(plan);
  expect({ code: again.exitCode, locked: locked(again) }).toEqual({ code: 5, locked: false });
});

test('verify queries each gate once, also after an unfinished run', async () => {
  await endEarly({ faults: atTheEnd({ kind: 'kill', when: 'before' }) });
  restartManager();
  const verified = await stage.run(plan, { start: checkAllGates });
  expect({ code: verified.exitCode, locked: locked(verified) }).toEqual({ code: 5, locked: false });
});

test('while another run is active, a run with nothing to do acquires no lock', async () => {
  await endEarly({ faults: atTheEnd({ kind: 'kill', when: 'before' }) });
  const again = await stage.run(plan, { holderRuns: true });
  expect({ code: again.exitCode, locked: locked(again) }).toEqual({ code: 0, locked: false });
});
