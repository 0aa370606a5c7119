import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { fetchChain } from '../../../src/certificates/fetch/fetch.ts';
import type { ConnectError } from '../../../src/errors/errors.ts';
import { failedAddresses, networkErrorText } from '../../../src/errors/network-error.ts';
import { problemOf, testTransport } from '../../support/sshd/transport.ts';
import { hostAt } from '../../support/sshd/machine.ts';

/** An error as Node throws it. */
const refusedAt = (address: string) =>
  Object.assign(new Error(`connect ECONNREFUSED ${address}:22`), {
    ...{ address, code: 'ECONNREFUSED', syscall: 'connect' },
  });

test('a network error is printed without the address, and a name with the message of each of its addresses', () => {
  const errors = [refusedAt('::1'), refusedAt('127.0.0.1')];
  const error = Object.assign(new AggregateError(errors), { code: 'ECONNREFUSED' });
  expect(error.message).toBe('');
  expect(networkErrorText(error)).toBe('connect ECONNREFUSED');
  expect(failedAddresses(error, 'db1')).toEqual([
    'connect ECONNREFUSED ::1:22',
    'connect ECONNREFUSED 127.0.0.1:22',
  ]);
  expect(failedAddresses(refusedAt('10.0.0.1'), '10.0.0.1')).toEqual([]);
});

test('an error without a message has its code', () => {
  expect(networkErrorText(Object.assign(new AggregateError([]), { code: 'ETIMEDOUT' }))).toBe('ETIMEDOUT');
  expect(networkErrorText(new Error('read ECONNRESET'))).toBe('read ECONNRESET');
});

/** Returns a port on which no program listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0);
  await new Promise((ready) => server.once('listening', ready));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

test('a closed port is reported with its reason, also if the name has several addresses', async () => {
  const port = await closedPort();
  const transport = testTransport();
  const problem = await problemOf(
    transport.connect({ ...hostAt(port, { knownHosts: '/nonexistent/known_hosts' }), address: 'localhost' }),
  );
  expect(problem.what).toBe(`cannot connect to localhost port ${port}: connect ECONNREFUSED`);
  expect(problem.lines?.join()).toContain(`connect ECONNREFUSED 127.0.0.1:${port}`);
  const server = { address: 'localhost', port, endpoint: `localhost:${port}` };
  const error: unknown = await fetchChain(server, 5000).catch((thrown: unknown) => thrown);
  expect((error as ConnectError).problems[0]?.what).toMatch(/machine: connect ECONNREFUSED$/);
});
