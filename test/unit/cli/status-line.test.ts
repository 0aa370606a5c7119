import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { showIssued } from '../../../src/cli/certificates/show-issued.ts';
import { statusLine } from '../../../src/cli/terminal/status-line.ts';
import { fakeEdges } from './edges.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const ERASE = '\r\u001b[2K';

test('draws the line within a second, redraws it, and removes it', () => {
  const { io, stderr } = fakeEdges({ tty: true });
  let text: string | undefined = 'connecting';
  const line = statusLine(io, () => text);
  jest.advanceTimersByTime(999);
  expect(stderr()).toContain(`${ERASE}connecting`);
  text = 'waiting';
  jest.advanceTimersByTime(250);
  expect(stderr()).toMatch(/waiting$/);
  line.stop();
  expect(stderr()).toMatch(/waiting\r\u001b\[2K$/);
});

test('removes the line while there is nothing to show', () => {
  const { io, stderr } = fakeEdges({ tty: true });
  let text: string | undefined = 'connecting';
  const line = statusLine(io, () => text);
  jest.advanceTimersByTime(250);
  text = undefined;
  jest.advanceTimersByTime(1_000);
  expect(stderr()).toBe(`${ERASE}connecting${ERASE}`);
  line.stop();
});

test('shows control characters of hosts instead of obeying them', () => {
  const { io, stderr } = fakeEdges({ tty: true });
  const line = statusLine(io, () => 'db1 \u001b]0;x\u0007');
  jest.advanceTimersByTime(250);
  expect(stderr().slice(ERASE.length)).not.toMatch(/[\u001b\u0007]/);
  line.stop();
});

test.each([{}, { tty: true, env: { CI: 'true' } }, { tty: true, env: { TERM: 'dumb' } }])(
  'prints nothing in a pipe, in CI and on a dumb terminal (%j)',
  (options) => {
    const { io, stderr } = fakeEdges(options);
    const line = statusLine(io, () => 'connecting');
    jest.advanceTimersByTime(1_000);
    line.stop();
    expect(stderr()).toBe('');
  },
);

test('counts the certificates that are issued, without the one of the CA', () => {
  const { io, stderr } = fakeEdges({ tty: true });
  const shown = showIssued(io);
  shown.wrote('ca.crt');
  jest.advanceTimersByTime(250);
  expect(stderr()).toBe('');
  shown.began(2);
  shown.wrote('db1.crt');
  jest.advanceTimersByTime(250);
  expect(stderr()).toBe(`${ERASE}generating keys and certificates: 1 of 2`);
  shown.stop();
  expect(stderr()).toMatch(/of 2\r\u001b\[2K$/);
});
