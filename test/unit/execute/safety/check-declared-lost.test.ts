import { describe, expect, test } from '@jest/globals';
import {
  lostMembersThatAnswer,
  queryThroughPeer,
} from '../../../../src/execute/safety/check-declared-lost.ts';
import type { Answer } from '../../../../src/model/health/gate.ts';
import type { Role } from '../../../../src/model/names.ts';
import { requestOf, withScriptedRun, type Script } from '../../../support/scripted/run.ts';
import { response } from '../../components/answers/sample.ts';
import { advised } from '../../../support/advised.ts';

const lost = (host: string, role: Role) => ({ host, role, probes: { status: requestOf(`${host}/status`) } });
const noAnswer = (cause: 'refused' | 'timeout' | 'tls'): Answer => ({
  kind: 'no-answer',
  cause,
  text: cause,
});

/** A plan that uses lb1 and lb2, with hosts that are declared lost. */
const declaring = (
  answers: Script['answers'],
  ...declaredLost: readonly ReturnType<typeof lost>[]
): Script => ({
  plan: { hosts: ['lb1', 'lb2'], declaredLost },
  ...(answers ? { answers } : {}),
});

describe('a host that is declared lost', () => {
  const problems = (role: Role, answer: Answer) =>
    withScriptedRun(declaring({ 'old1/status': answer }, lost('old1', role)), ({ run }) =>
      lostMembersThatAnswer(run),
    );

  test('is refused if it answers as a manager', async () => {
    expect(await problems('manager', response(401, ''))).toEqual([
      {
        where: 'old1',
        what: 'declared lost, but still answers: refused to protect the cluster',
        why: 'manager: old1 answers (HTTP 401): refused',
        next: 'power off the old machine first; it still uses the database and the brokers',
      },
    ]);
  });

  test('is refused if it answers as a load balancer', async () => {
    expect(advised(await problems('load_balancer', response(401, '')))).toEqual([
      {
        where: 'old1',
        what: 'declared lost, but still answers: refused to protect the cluster',
        why: 'load balancer: old1 answers (HTTP 401): refused',
        next: 'to remove the load balancer, run the same command again without --lost; to replace it, power it off first',
      },
    ]);
  });

  test.each([
    ['with an error', response(503, '')],
    ['without valid TLS', noAnswer('tls')],
  ])('is refused if it answers %s', async (_what, answer) => {
    expect(await problems('manager', answer)).toMatchObject([{ where: 'old1' }]);
  });

  test.each([
    ['does not answer', noAnswer('timeout')],
    ['refuses the connection', noAnswer('refused')],
  ])('is lost if it %s', async (_what, answer) => {
    expect(await problems('manager', answer)).toEqual([]);
  });
});

test('every host that is declared lost is queried', async () => {
  const answers = { 'old1/status': noAnswer('timeout'), 'old2/status': response(401, '') };
  const script = declaring(answers, lost('old1', 'manager'), lost('old2', 'load_balancer'));
  await withScriptedRun(script, async ({ run }) => {
    expect(await lostMembersThatAnswer(run)).toMatchObject([{ where: 'old2' }]);
  });
});

test('nothing is queried if no host is declared lost', async () => {
  await withScriptedRun({ plan: { hosts: ['lb1'] } }, async ({ run, requests }) => {
    expect(await lostMembersThatAnswer(run)).toEqual([]);
    expect(requests).toEqual([]);
  });
});

describe('the query through a peer', () => {
  const script = declaring({ 'old1/status': response(401, '') }, lost('old1', 'manager'));

  test('is sent by the first connected host, with a short timeout', async () => {
    await withScriptedRun({ ...script, unreachable: ['lb1'] }, async ({ run, requests }) => {
      const answers = await queryThroughPeer(run, [lost('old1', 'manager')]);
      expect(answers).toEqual({ old1: { status: response(401, '') } });
      expect(requests).toMatchObject([{ via: 'lb2', url: 'old1/status', timeoutMs: 2_000 }]);
    });
  });

  test('has no answer if no host is connected', async () => {
    await withScriptedRun({ ...script, unreachable: ['lb1', 'lb2'] }, async ({ run }) => {
      expect(await queryThroughPeer(run, [lost('old1', 'manager')])).toEqual({});
      expect(await lostMembersThatAnswer(run)).toEqual([]);
    });
  });

  test.each([
    ['no status probe', {}],
    ['another kind of probe', { status: { kind: 'facts', names: [], disks: [] } as const }],
  ])('does not accept a host with %s', async (_what, probes) => {
    await withScriptedRun(script, async ({ run }) => {
      await expect(queryThroughPeer(run, [{ host: 'old1', probes }])).rejects.toThrow(
        'the status probe of a lost host is not a request',
      );
    });
  });
});
