import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hostsOf, type Cluster } from '../../../src/model/cluster.ts';
import { hostConfig } from '../../../src/platforms/cloudify/config/config.ts';
import { mergeConfig, type ConfigObject } from '../../../src/components/config-object.ts';
import { at, having, material, without } from '../../unit/platforms/cloudify/fixture.ts';
import { send, type Responses } from './load.ts';
import { SHIPPED, type RateLimit } from './nginx.ts';
import { startStack, type Stack } from './stack.ts';
import type { ServerState } from './statistics.ts';

const LOAD = { clients: 40, perSecond: 20, seconds: 30 };
const balanced = having(
  'manager1',
  { privateIp: '127.0.0.2', publicIp: '127.0.0.2' },
  without('manager2', without('manager3')),
);

interface Outcome {
  readonly responses: Responses;
  readonly server: ServerState;
}

describe('nginx of a manager behind a load balancer, which is the one address of 40 clients', () => {
  const stacks: Stack[] = [];
  let rendered: Outcome;
  let shipped: Outcome;

  beforeAll(async () => {
    stacks.push(await startStack(balanced, renderedLimit(balanced)));
    stacks.push(await startStack(balanced, SHIPPED));
    const [first, second] = await Promise.all(stacks.map(outcome));
    [rendered, shipped] = [first!, second!];
  }, 180_000);
  afterAll(() => Promise.all(stacks.map((stack) => stack.stop())));

  test('responds to every request with the rendered setting, and its server stays up', () => {
    expect(rendered.responses).toEqual({ 401: LOAD.perSecond * LOAD.seconds });
    expect(rendered.server).toEqual({ status: 'UP', check: 'L7OK', timesDown: 0 });
  });

  test('refuses requests with the shipped setting (negative control)', () => {
    expect(shipped.responses['503']).toBeGreaterThan(LOAD.perSecond);
  });
});

/** Returns the limit of the product as config.yaml of a manager changes it. */
function renderedLimit(within: Cluster): RateLimit {
  const [manager] = hostsOf(within, 'manager');
  const config = hostConfig({ after: within, joining: [] }, at(manager!.name, within), material);
  const merged = mergeConfig({ nginx: { rate_limit: { ...SHIPPED } } }, config);
  return (merged['nginx'] as ConfigObject)['rate_limit'] as unknown as RateLimit;
}

async function outcome(stack: Stack): Promise<Outcome> {
  const responses = await send(stack, LOAD);
  return { responses, server: await stack.server() };
}
