import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { allTopics } from '../../../src/cli/arguments/explain/topics.ts';
import { main } from '../../../src/cli/main.ts';
import { EXIT } from '../../../src/errors/errors.ts';
import { CAUSE_NAMES } from '../../../src/gates/causes/cause-names.ts';
import { GATE_NAMES } from '../../../src/model/names.ts';
import { PLAYBOOK_VOCABULARY } from '../../../src/registry/vocabulary.ts';
import { fakeEdges } from './edges.ts';

async function explain(topic: string) {
  const fake = fakeEdges();
  return { code: await main(['explain', topic], fake.edges), stdout: fake.stdout(), stderr: fake.stderr() };
}

const topics = allTopics();
const named = (kind: string) => topics.flatMap((one) => (one.kind === kind ? [one.names[0]] : [])).sort();

describe('explain knows', () => {
  test('every gate, and no other', () => {
    expect(named('gate')).toEqual([...GATE_NAMES].sort());
  });

  test('every phase', () => {
    expect(named('phase')).toEqual([...PLAYBOOK_VOCABULARY.phases].sort());
  });

  test('every exit code, and no other', () => {
    expect(named('exit code')).toEqual(Object.values(EXIT).map(String).sort());
  });

  test('every cause', () => {
    expect(named('cause')).toEqual(Object.keys(CAUSE_NAMES).sort());
  });

  test('every term of the glossary', () => {
    const entries = readFileSync('docs/glossary.md', 'utf8').match(/^- \*\*/gm) ?? [];
    expect(named('term')).toHaveLength(entries.length);
  });

  test('something about each topic', () => {
    expect(topics.filter(({ lines }) => lines.join('').length < 10)).toEqual([]);
  });
});

test.each([
  ['etcd-quorum', 'Ready when: every database'],
  ['load-balancer', 'On native: Ready when: every load balancer lists every member'],
  ['databases-used', 'Ready when: a manager uses a database'],
  ['7', 'Meaning: refused to protect the cluster'],
  ['preflight', 'Purpose: check the hosts'],
  ['brokers/rabbit1/install', 'Purpose: install the brokers'],
  ['Disk full', 'A cause of failed steps and gates: disk full'],
  [
    'filtered',
    'Meaning: a firewall drops the packets, or the host is overloaded or down How the program knows: no answer came before the time limit What to do: test the ports between the hosts: quorate check inventory.yaml',
  ],
  ['quorum proof', 'the check that an operation leaves the service with a quorum'],
])('explains %s', async (topic, text) => {
  const { code, stdout, stderr } = await explain(topic);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout.replace(/\s+/g, ' ')).toContain(text);
  expect(stdout.split('\n').filter((line) => line.length > 84)).toEqual([]);
});

test('suggests the name that was meant', async () => {
  const { code, stderr } = await explain('etcd-quorums');
  expect([code, stderr]).toEqual([2, expect.stringContaining('did you mean "etcd-quorum"?')]);
});
