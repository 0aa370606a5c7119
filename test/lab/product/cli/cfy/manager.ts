import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { CliError, ClientError } from './client.ts';
import type { Session } from './commands.ts';
import { printList, say, type Item } from './output.ts';

const licenseColumns = [
  'customer_id',
  'expiration_date',
  'license_edition',
  'trial',
  'cloudify_version',
  'capabilities',
  'expired',
];
const executionColumns = [
  'id',
  'workflow_id',
  'status',
  'is_dry_run',
  'deployment_id',
  'created_at',
  'visibility',
  'tenant_name',
  'created_by',
];

/** Exits 0 whatever the manager returns, like `cluster status`. */
export async function status({ client, out }: Session): Promise<void> {
  const host = client.profile.manager_ip;
  say(out, `Retrieving manager services status... [ip=${host}]`);
  try {
    const found = (await client.ask({ path: 'status' })) as { services: Record<string, { status: string }> };
    const maintenance = (await client.ask({ path: 'maintenance' })) as { status: string };
    if (out.json) process.stdout.write(`${JSON.stringify(found)}\n`);
    const items = Object.entries(found.services).map(([name, s]) => ({
      service: name.padEnd(30),
      status: s.status,
    }));
    if (!out.json) printList(out, { title: 'Services:', columns: ['service', 'status'], items });
    if (maintenance.status !== 'deactivated') say(out, `Maintenance mode is ${maintenance.status}.\n`);
  } catch (error) {
    if (error instanceof ClientError && error.status === 401)
      say(out, 'Failed to query manager service status: User is unauthorized');
    else say(out, `REST service at manager ${host} is not responding!`);
  }
}

export async function uploadLicense({ client, out, words }: Session): Promise<void> {
  const [path = ''] = words;
  say(out, `Uploading Cloudify License \`${path}\` to the Manager...`);
  if (!existsSync(path)) throw new CliError(`License file was not found in the following path: \`${path}\``);
  await client.ask({ path: 'license', method: 'PUT', rawBody: readFileSync(path, 'utf8') });
  say(out, 'Cloudify license successfully uploaded.');
}

export async function listLicense({ client, out }: Session): Promise<void> {
  say(out, 'Retrieving Cloudify License');
  printList(out, {
    title: 'Cloudify License',
    columns: licenseColumns,
    items: await client.list<Item>('license'),
  });
}

export async function checkLicense({ client, out }: Session): Promise<void> {
  say(out, 'Checking manager license state.');
  await client.ask({ path: 'license-check' });
  say(out, 'Manager is licensed.');
}

export async function listExecutions({ client, out }: Session): Promise<void> {
  say(out, 'Listing all executions...');
  const items = await client.list<Item>('executions');
  printList(out, { title: 'Executions:', columns: executionColumns, items });
  say(out, `Showing ${items.length} of ${items.length} executions`);
}

interface Maintenance {
  readonly status: string;
  readonly activated_at: string;
  readonly activation_requested_at: string;
  readonly requested_by: string;
  readonly remaining_executions: readonly object[] | null;
}

const maintenance = async ({ client }: Session): Promise<Maintenance> =>
  (await client.ask({ path: 'maintenance' })) as Maintenance;

export async function maintenanceStatus(session: Session): Promise<void> {
  const { out } = session;
  const found = await maintenance(session);
  say(out, '\nMaintenance Mode Status:');
  const { remaining_executions: remaining, ...rest } = found;
  for (const [key, value] of Object.entries(rest)) if (value) say(out, `\t${title(key)}:\t${value}`);
  say(out, '');
  const left = remaining?.length ?? 0;
  if (left > 0)
    say(
      out,
      `Cloudify Manager currently has ${left} running or pending executions. Waiting for all executions to finish before entering maintenance mode.`,
    );
  if (found.status === 'activated')
    say(out, 'INFO - Cloudify Manager is currently in maintenance mode. Most requests will be blocked.\n');
}

const title = (key: string): string =>
  key.replace(/_/g, ' ').replace(/\b[a-z]/g, (letter) => letter.toUpperCase());

export async function activateMaintenance(session: Session): Promise<void> {
  const { client, out, parsed } = session;
  const timeout = Number(parsed.text('timeout') ?? 0);
  if (timeout && !parsed.flag('wait')) throw new CliError("'--timeout' was used without '--wait'.");
  say(out, 'Entering maintenance mode...');
  await client.ask({ path: 'maintenance/activate', method: 'POST' });
  if (parsed.flag('wait')) await untilActivated(session, timeout);
  else say(out, "Run 'cfy maintenance-mode status' to check the maintenance mode's status.\n");
}

async function untilActivated(session: Session, timeout: number): Promise<void> {
  const { out } = session;
  say(
    out,
    'Cloudify manager will enter Maintenance mode once there are no running or pending executions...\n',
  );
  const deadline = Date.now() + timeout * 1000;
  while ((await maintenance(session)).status !== 'activated') {
    if (timeout > 0 && Date.now() > deadline)
      throw new CliError(
        'Timed out while entering maintenance mode. Note that the manager is still entering maintenance mode in the ' +
          "background. You can run 'cfy maintenance-mode status' to check the status.",
      );
    await sleep(1000);
  }
  say(out, 'Manager is in maintenance mode.');
  say(out, 'While in maintenance mode most requests will be blocked.');
}

export async function deactivateMaintenance({ client, out }: Session): Promise<void> {
  say(out, 'Turning off maintenance mode...');
  await client.ask({ path: 'maintenance/deactivate', method: 'POST' });
  say(out, 'Maintenance mode is off.');
}
