import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { caKeyIn } from '../../../src/cli/certificates/ca-key.ts';
import { Secret } from '../../../src/model/secret.ts';
import { keysOf } from '../../../src/secrets/files/keys.ts';
import { faultsAt } from '../../support/scripted-faults.ts';
import { deployed, type Operator } from './operator.ts';

jest.setTimeout(60_000);

const PASSPHRASE = 'correct horse';
const ADDRESS: Readonly<Record<string, string>> = { db4: '198.51.100.14', rabbit4: '198.51.100.24' };
const env = { QUORATE_AGE_PASSPHRASE: PASSPHRASE };

let ada: Operator;
beforeAll(async () => {
  ada = await deployed({ db4: { like: 'db3', at: [14] }, rabbit4: { like: 'rabbit3', at: [24] } });
  for (const name of ['db4', 'rabbit4'])
    for (const kind of ['crt', 'key']) rmSync(certificate(`${name}.${kind}`));
  const keys = keysOf({ recipients: [] }, { env });
  const key = new Secret(readFileSync(join(ada.folder, 'test-ca.key'), 'utf8'));
  await caKeyIn(join(ada.folder, 'certificates'), keys).write(key);
});
afterAll(() => ada.leave());

const certificate = (name: string) => join(ada.folder, 'certificates', name);
const adding = (name: string) => [name, '--address', ADDRESS[name] ?? ''];
const state = (name: string) => [
  readFileSync(ada.inventory, 'utf8').includes(name),
  existsSync(certificate(`${name}.key`)),
  existsSync(certificate(`${name}.crt`)),
];

test('a dry run shows the certificate, and writes nothing', async () => {
  const dry = await ada.quorate('add-broker', [...adding('rabbit4'), '--dry-run'], { env });
  expect([dry.code, dry.stdout]).toEqual([
    10,
    expect.stringContaining('certificates issued by the CA on this machine\n  rabbit4.crt: new'),
  ]);
  const json = await ada.quorate('add-broker', [...adding('rabbit4'), '--dry-run', '--output', 'json'], {
    env,
  });
  expect(JSON.parse(json.stdout)).toMatchObject({ certificates: [{ file: 'rabbit4.crt', why: 'new' }] });
  expect(state('rabbit4')).toEqual([false, false, false]);
});

test('the confirmation names the certificate, after the passphrase', async () => {
  const { code, stderr } = await ada.quorate('add-database', adding('db4'), {
    keys: [`${PASSPHRASE}\r`, 'n'],
  });
  expect([code, stderr]).toEqual([
    10,
    expect.stringMatching(/^[^\n]*added db4\n[^\n]*Passphrase for [^\n]*ca\.key\.age/),
  ]);
  expect(stderr).toContain('certificates issued by the CA on this machine\n  db4.crt: new');
  expect(stderr).not.toContain(PASSPHRASE);
  expect(state('db4')).toEqual([false, false, false]);
});

test('a killed command issues the certificate when it is repeated, and the host joins with it', async () => {
  const key = certificate('rabbit4.key');
  await ada.killed(['add-broker', ...adding('rabbit4')], {
    env,
    faults: faultsAt({ effect: { kind: 'kill', when: 'before' }, method: 'startJob' }),
  });
  expect(state('rabbit4')).toEqual([true, true, true]);
  const before = readFileSync(key, 'utf8');
  await ada.clock.sleep(600_000);
  // As if the command had been killed between the key and its certificate.
  rmSync(certificate('rabbit4.crt'));
  const repeated = await ada.quorate('add-broker', adding('rabbit4'), { env });
  expect([repeated.code, repeated.stderr]).toEqual([
    0,
    expect.stringContaining('certificates: issued rabbit4.crt'),
  ]);
  expect([state('rabbit4'), readFileSync(key, 'utf8')]).toEqual([[true, true, true], before]);
  expect(ada.hosts.world.host('rabbit4').broker).toBeDefined();
});

test('without the key of the CA, the command reports the missing certificate', async () => {
  rmSync(certificate('ca.key.age'));
  const { code, stderr } = await ada.quorate('add-database', adding('db4'), { env });
  expect([code, stderr]).toEqual([2, expect.stringContaining('db4.crt')]);
});
