import { randomBytes } from 'node:crypto';
import type { LabHost } from '../hosts.ts';
import { labSecrets } from '../cluster.ts';
import { type Answer, query, summaryOf } from './query.ts';
import { type Finding, finding } from './finding.ts';

const adminUser = async (): Promise<string> => `admin:${(await labSecrets()).manager_admin_password}`;

export interface ManagersCheck {
  readonly managers: readonly LabHost[];
  /** The host that sends the queries. */
  readonly from: string;
  /** Expected status of /api/v3.1/ok: 404 before 6.0. */
  readonly okStatus: 200 | 404;
}

/**
 * Checks that each manager returns 401 without a login and reports its health, and that a row written through one is
 * read through the others.
 */
export async function checkManagers({
  managers,
  from,
  okStatus,
}: ManagersCheck): Promise<readonly Finding[]> {
  const url = (host: LabHost, path: string) => `https://${host.address}/api/v3.1/${path}`;
  const status = await query(
    from,
    managers.map((host) => ({ url: url(host, 'status') })),
  );
  const ok = await query(
    from,
    managers.map((host) => ({ url: url(host, 'ok') })),
  );
  const all = (answers: readonly Answer[]) =>
    managers.map((host, i) => `${host.name}: ${summaryOf(answers[i])}`).join('; ');
  return [
    finding(
      'every manager returns 401 without a login',
      status.every((a) => a.status === 401),
      all(status),
    ),
    finding(
      `every manager returns ${okStatus} for its health`,
      ok.every((a) => a.status === okStatus),
      all(ok),
    ),
    await checkRow(managers, from),
  ];
}

async function checkRow(managers: readonly LabHost[], from: string): Promise<Finding> {
  const key = `lab-${randomBytes(6).toString('hex')}`;
  const value = randomBytes(8).toString('hex');
  const user = await adminUser();
  const [writer, ...readers] = managers;
  const url = (host: LabHost) => `https://${host.address}/api/v3.1/secrets/${key}`;
  const [written] = await query(
    from,
    writer ? [{ url: url(writer), method: 'PUT', body: JSON.stringify({ value }), user }] : [],
  );
  const read = await query(
    from,
    readers.map((host) => ({ url: url(host), user })),
  );
  return judgeRow(value, written, read);
}

export function judgeRow(value: string, written: Answer | undefined, read: readonly Answer[]): Finding {
  const right = (answer: Answer) =>
    answer.status === 200 && (JSON.parse(answer.body) as { value?: string }).value === value;
  const wrote = written !== undefined && written.status >= 200 && written.status < 300;
  return finding(
    'a row written through one manager is read through the others',
    wrote && read.length > 0 && read.every(right),
    `written: ${written?.status ?? 'not queried'}; read: ${read.map((a) => (right(a) ? 'the same' : summaryOf(a))).join(', ')}`,
  );
}
