import { expect, test } from '@jest/globals';
import { bootstrappedHosts } from '../../../../src/execute/safety/bootstrapped-hosts.ts';
import type { Survey } from '../../../../src/transport/port.ts';
import { RECEIPT, withScriptedRun, type Script } from '../../../support/scripted/run.ts';
import { operation } from '../../membership/build.ts';
import { ENDED, installJob, MARKER, phaseOf, stepOn } from './steps.ts';

const BOOTSTRAPPED = { 'bootstrapped/broker': RECEIPT };
const install = installJob('install-broker', { receipt: 'install/broker', inputs: {} });

/** The hosts on which the brokers count as bootstrapped. */
const bootstrappedOf = ({
  hosts,
  phases = [],
  surveys = {},
  unreachable = [],
}: {
  hosts: readonly string[];
  phases?: NonNullable<Script['plan']>['phases'];
  surveys?: Readonly<Record<string, Partial<Survey>>>;
  unreachable?: readonly string[];
}) =>
  withScriptedRun({ plan: { hosts, phases }, surveys, unreachable }, async ({ run }) =>
    bootstrappedHosts(run, 'broker'),
  );

test('hosts with the receipt of the service are bootstrapped, in the order of the plan', async () => {
  const surveys = {
    rabbit1: { receipts: BOOTSTRAPPED },
    rabbit2: {},
    rabbit3: { receipts: BOOTSTRAPPED },
    db1: { receipts: { 'bootstrapped/database': RECEIPT } },
  };
  const hosts = ['db1', 'rabbit3', 'rabbit2', 'rabbit1'];
  expect(await bootstrappedOf({ hosts, surveys })).toEqual(['rabbit3', 'rabbit1']);
});

test('a host without a survey is not bootstrapped', async () => {
  const phases = [phaseOf([stepOn('rabbit1', install, operation('broker', 'bootstrap', 'rabbit1'))])];
  expect(await bootstrappedOf({ hosts: ['rabbit1'], phases, unreachable: ['rabbit1'] })).toEqual([]);
});

const onlyOn = (survey: Partial<Survey>, job = install) =>
  bootstrappedOf({
    hosts: ['rabbit1', 'rabbit2'],
    phases: [
      phaseOf([stepOn('rabbit2', { kind: 'forget', directories: [] })]),
      phaseOf([
        stepOn('rabbit1', job, operation('broker', 'bootstrap', 'rabbit1')),
        stepOn('rabbit2', job, operation('broker', 'join', 'rabbit2')),
      ]),
    ],
    surveys: { rabbit2: survey },
  });
const paths = { [MARKER]: true };

test('a host on which another tool installed the product is bootstrapped', async () => {
  expect(await onlyOn({ paths })).toEqual(['rabbit2']);
  expect(await onlyOn({ paths }, installJob('install-broker'))).toEqual(['rabbit2']);
});

test.each(['restart', 'remove'] as const)('of a %s, the records of the installation count', async (kind) => {
  const job = installJob(`${kind}-broker`);
  const phases = [phaseOf([stepOn('rabbit1', job, operation('broker', kind, 'rabbit1'))])];
  const count = (survey: Partial<Survey>) =>
    bootstrappedOf({ hosts: ['rabbit1'], phases, surveys: { rabbit1: { paths, ...survey } } });
  expect(await count({ receipts: { 'install/broker': RECEIPT } })).toEqual([]);
  expect(await count({ jobs: { 'install-broker': ENDED } })).toEqual([]);
  expect(await count({ jobs: { [`${kind}-broker`]: ENDED } })).toEqual(['rabbit1']);
});

test('a host is listed once', async () => {
  expect(await onlyOn({ paths, receipts: BOOTSTRAPPED })).toEqual(['rabbit2']);
});

test.each<[string, Partial<Survey>, typeof install]>([
  ['has no product', {}, install],
  ['lost its product', { paths: { [MARKER]: false } }, install],
  ['has a job of Quorate', { paths, jobs: { 'install-broker': ENDED } }, install],
  ['has the receipt of its installation', { paths, receipts: { 'install/broker': RECEIPT } }, install],
  [
    'has the receipt of a job that declares no receipt',
    { paths, receipts: { 'job/install-broker': RECEIPT } },
    installJob('install-broker'),
  ],
  [
    'has the receipt of a job that a command guards',
    { paths, receipts: { 'job/install-broker': RECEIPT } },
    installJob('install-broker', { command: install.command }),
  ],
])('a host does not count as installed by another tool if it %s', async (_what, survey, job) => {
  expect(await onlyOn(survey, job)).toEqual([]);
});

test('only installations of members of the service count', async () => {
  const hosts = ['rabbit1', 'rabbit2', 'rabbit3'];
  const surveys = Object.fromEntries(hosts.map((host) => [host, { paths }]));
  const phases = [
    phaseOf([
      stepOn('rabbit1', install, operation('database', 'join', 'rabbit1')),
      stepOn('rabbit2', install),
      stepOn({ anyOf: ['rabbit3'] }, install, operation('broker', 'join', 'rabbit3')),
      stepOn('rabbit3', { kind: 'forget', directories: [] }, operation('broker', 'join', 'rabbit3')),
    ]),
  ];
  expect(await bootstrappedOf({ hosts, phases, surveys })).toEqual([]);
});
