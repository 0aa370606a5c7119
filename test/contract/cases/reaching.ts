import { expect, test } from '@jest/globals';
import type { LoginProbe } from '../../../src/model/health/gate.ts';
import { Secret } from '../../../src/model/secret.ts';
import type { World } from '../world.ts';

/** Connections through the host to servers that do not speak HTTP. */
export function reaching(world: () => World): void {
  const login = (change: Partial<LoginProbe> = {}): LoginProbe => ({
    kind: 'database-login',
    ...world().database,
    timeoutMs: 10_000,
    ...change,
  });

  test('logs in to a database with the right password', async () => {
    const session = await world().connect();
    expect(await session.reach(login())).toMatchObject({ kind: 'reached' });
  });

  test('returns the error of the database if the login fails', async () => {
    const session = await world().connect();
    expect(await session.reach(login({ password: new Secret('wrong') }))).toEqual({
      kind: 'login-denied',
      code: '28P01',
      message: expect.stringMatching(/^password authentication failed for user "\w+"$/),
    });
    expect(await session.reach(login({ database: 'nothing' }))).toEqual({
      kind: 'login-denied',
      code: '3D000',
      message: 'database "nothing" does not exist',
    });
  });

  test('makes only a TLS handshake if nothing is queried', async () => {
    const session = await world().connect();
    const { address, port, ca } = world().tls;
    expect(await session.reach({ kind: 'tls', address, port, ca, timeoutMs: 10_000 })).toMatchObject({
      kind: 'reached',
    });
  });

  test('a certificate of another CA ends every kind of probe before anything is sent', async () => {
    const session = await world().connect();
    const untrusted = {
      kind: 'no-answer',
      cause: 'certificate-untrusted',
      text: 'the certificate was not issued by the expected CA',
    };
    const ca = world().otherCa;
    expect(await session.reach(login({ ca }))).toEqual(untrusted);
    const tls = { ...world().tls, kind: 'tls', ca, timeoutMs: 10_000 } as const;
    expect(await session.reach(tls)).toEqual(untrusted);
  });

  test('is refused if no program listens', async () => {
    const session = await world().connect();
    const port = Number(new URL(world().deadUrl).port);
    expect(await session.reach(login({ port }))).toEqual({
      kind: 'no-answer',
      cause: 'refused',
      text: 'refused',
    });
  });
}
