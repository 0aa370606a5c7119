import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { hostConfig } from '../../../../src/platforms/cloudify/config/config.ts';
import type { Cluster } from '../../../../src/model/cluster.ts';
import type { HostName } from '../../../../src/model/names.ts';
import { at, having, ofRelease, otherAuthorities, outsourced, overlaid, verified } from './fixture.ts';
import { paths } from './paths.ts';

/** Maps whose keys the operator chooses. */
const OPEN = ['networks', 'postgresql_server.cluster.nodes', 'rabbitmq.cluster_members'];

/**
 * The keys of the configuration that a release ships; of 5.0.5-dev those of the last commit before the nodes became a
 * map, without the two addresses, which the specification gives as flags.
 */
function unknown(text: string, name: HostName, next: Cluster): readonly string[] {
  const shipped = readFileSync(new URL(`keys/${text}.json`, import.meta.url), 'utf8');
  const known = new Set(JSON.parse(shipped) as string[]);
  const config = hostConfig({ after: next, joining: [] }, at(name, next), otherAuthorities);
  return paths(config).filter((key) => !known.has(key) && !OPEN.some((map) => key.startsWith(`${map}.`)));
}

describe.each(['5.0.5-dev', '5.1.4', '5.2.7', '6.0.0', '6.4.2', '7.0.4'])('every key of %s', (text) => {
  test.each(['db1', 'rabbit1', 'rabbit2', 'manager1', 'manager2'])('of %s is known to it', (name) => {
    const more = { networks: { other: '203.0.113.1' }, publicIp: 'public.example.com' };
    expect(unknown(text, name, ofRelease(text, having(name, more, verified)))).toEqual([]);
  });

  test('of a manager with external services is known to it', () => {
    expect(unknown(text, 'manager1', ofRelease(text, outsourced))).toEqual([]);
  });

  test('may be others where the overlay adds them', () => {
    const next = ofRelease(text, overlaid('db1', { added: { by: 'the operator' } }));
    expect(unknown(text, 'db1', next)).toEqual(['added', 'added.by']);
  });
});

test('a key of a later release is not known to an earlier one: the comparison can fail', () => {
  const next = ofRelease('7.0.4', verified);
  expect(unknown('6.4.2', 'manager1', next)).toEqual([
    'ssl_inputs.postgresql_superuser_client_cert_path',
    'ssl_inputs.postgresql_superuser_client_key_path',
    'nginx.rate_limit',
    'nginx.rate_limit.enabled',
  ]);
});
