import { expect, test } from '@jest/globals';
import { sshOptions } from '../../../src/cli/run/ssh-config.ts';
import { fakeEdges } from './edges.ts';

test('a host that is not reached is given up after 20 s, and eight logins run at once', () => {
  const { edges } = fakeEdges();
  const options = sshOptions(edges, {
    hosts: [],
    acceptNewHostKeys: false,
    prompt: {} as never,
    emit: () => undefined,
  });
  expect(options).toMatchObject({ connectRetryMs: 20_000, handshakes: 8 });
});
