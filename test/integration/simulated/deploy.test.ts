import { expect, test } from '@jest/globals';
import { deploy, tenBareHosts } from './deploy.ts';

test('ten bare hosts become a cluster', async () => {
  const transport = tenBareHosts();
  const began = performance.now();
  const { end, events } = await deploy(transport);
  console.log(performance.now() - began, transport.calls.length, transport.world.now());
  for (const event of events) {
    if (['step.output', 'step.started', 'host.surveyed', 'host.connected'].includes(event.kind)) continue;
    console.log(JSON.stringify(event).slice(0, 900));
  }
  expect(end).toBe(0);
});
