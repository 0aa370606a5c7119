import { describe, expect, test } from '@jest/globals';
import { hostConfig } from '../../../../src/platforms/cloudify/config/config.ts';
import { renderConfig } from '../../../../src/components/render-config.ts';
import type { Cluster } from '../../../../src/model/cluster.ts';
import type { Material } from '../../../../src/model/material.ts';
import {
  at,
  having,
  material,
  ofRelease,
  otherAuthorities,
  outsourced,
  TELLTALE,
  verified,
} from './fixture.ts';
import { expectGolden } from './golden.ts';

const RELEASES = ['5.0.5-dev', '5.1.4', '5.2.7', '6.0.0', '6.2.1', '6.4.2', '7.0.4'];

/** Compares a host's whole file with the golden one, and looks for secrets in what a person may see of it. */
function check(file: string, next: Cluster, given: Material = material): void {
  const [, name = ''] = /\/(\w+)/.exec(file) ?? [];
  const text = renderConfig(hostConfig({ after: next, joining: [] }, at(name, next), given));
  expectGolden(new URL(`golden/${file}.yaml`, import.meta.url), text.reveal());
  expect(text.toString()).not.toContain(TELLTALE);
}

describe.each(RELEASES)('config.yaml of %s, whole', (text) => {
  test.each(['db1', 'rabbit1', 'rabbit2', 'manager1', 'manager2'])('of %s', (name) => {
    check(`${text}/${name}`, ofRelease(text));
  });

  test.each(['db1', 'manager1'])('of %s with client verification, networks and an overlay', (name) => {
    const overlay = {
      postgresql_server: { config: { work_mem: '32MB' } },
      services_to_install: ['only_this'],
    };
    const changed = having(name, { networks: { load_balancer: '203.0.113.1' }, overlay }, verified);
    check(`${text}/${name}-verified`, ofRelease(text, changed));
  });

  test('of a manager with external database, brokers and load balancer', () => {
    check(`${text}/manager1-outsourced`, ofRelease(text, outsourced), otherAuthorities);
  });

  test('of a broker with a long name and an IPv6 address', () => {
    const named = { hostname: 'rabbit1.example.com', privateIp: 'fd00::21', publicIp: 'rabbit1.example.com' };
    const next = { ...having('rabbit1', named), brokerLongNames: true, monitoring: false };
    check(`${text}/rabbit1-long`, ofRelease(text, next));
  });

  test('of a manager with a public name', () => {
    check(
      `${text}/manager1-named`,
      ofRelease(text, having('manager1', { publicIp: 'cloudify.example.com' })),
    );
  });
});
