import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { faultsAt } from '../../support/scripted-faults.ts';
import { deployed, notesOf, type Operator } from './operator.ts';

jest.setTimeout(60_000);

let ada: Operator;
beforeEach(async () => {
  ada = await deployed();
});
afterEach(() => ada.leave());

const notes = () => notesOf(ada);

/** How often each broker was restarted. */
const restarts = () =>
  ['rabbit1', 'rabbit2', 'rabbit3'].map(
    (name) =>
      ada.hosts.world.applied.filter(
        ({ host, kind, what }) => host === name && kind === 'effect' && what === `broker ${name} stopped`,
      ).length,
  );

describe('a restart that did not start is not resumed', () => {
  test('if a local file is missing', async () => {
    rmSync(join(ada.folder, 'license.yaml'));
    expect((await ada.quorate('restart', ['--role', 'broker'])).code).toBe(2);
    expect(notes()).toEqual([]);
  });

  test('if it is refused to protect the cluster', async () => {
    ada.hosts.world.powerOff('rabbit3');
    const { code } = await ada.quorate('restart', ['--role', 'broker']);
    expect([code, notes(), restarts()]).toEqual([7, [], [0, 0, 1]]);
  });
});

test('a refused restart leaves an interrupted one to be resumed', async () => {
  const license = join(ada.folder, 'license.yaml');
  const faults = faultsAt({ effect: { kind: 'kill', when: 'after' }, method: 'startJob', nth: 2 });
  await ada.killed(['restart', '--role', 'broker'], { faults });
  await ada.clock.sleep(600_000);
  renameSync(license, `${license}.away`);
  expect((await ada.quorate('restart', ['--role', 'broker'])).code).toBe(2);
  renameSync(`${license}.away`, license);
  expect((await ada.quorate('restart', ['--role', 'broker'])).code).toBe(0);
  expect([notes(), restarts()]).toEqual([[], [1, 1, 1]]);
});
