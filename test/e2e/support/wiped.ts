import { exec } from '../../lab/containers.ts';

/** Units and data directories of a member, as the stand-in for the product installs them. */
const MEMBERS = {
  broker: { units: ['cloudify-rabbitmq', 'prometheus'], data: ['/var/lib/rabbitmq'] },
  database: { units: ['patroni', 'etcd', 'prometheus'], data: ['/var/lib/patroni', '/var/lib/etcd'] },
} as const;
/** Directories with the product's settings and markers, and with the state of Quorate. */
const TRACES = ['/etc/cloudify', '/etc/quorate', '/var/lib/quorate'];
const AWAY = '/root/away';

/**
 * Moves away everything that a new image would lack: the member's data, the product's markers and Quorate's receipts.
 * `unwipe` restores it.
 */
export async function wipe(host: string, role: keyof typeof MEMBERS): Promise<void> {
  const { units, data } = MEMBERS[role];
  await must(host, ['systemctl', 'stop', ...units]);
  for (const path of [...TRACES, ...data]) {
    await must(host, ['mkdir', '-p', `${AWAY}${path}`]);
    await must(host, ['sh', '-c', `mv ${path} ${AWAY}${path}/all`]);
  }
}

export async function unwipe(host: string, role: keyof typeof MEMBERS): Promise<void> {
  const { units, data } = MEMBERS[role];
  for (const path of [...TRACES, ...data]) {
    await must(host, ['rm', '-rf', path]);
    await must(host, ['mv', `${AWAY}${path}/all`, path]);
  }
  await must(host, ['rm', '-rf', AWAY]);
  await must(host, ['systemctl', 'start', '--no-block', ...[...units].reverse()]);
}

async function must(host: string, argv: readonly string[]): Promise<void> {
  const { code, stderr } = await exec(host, argv);
  if (code !== 0) throw new Error(`${argv.join(' ')} on ${host}: ${stderr}`);
}
