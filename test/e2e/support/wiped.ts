import { exec } from '../../lab/containers.ts';

/** What a member is made of, as the stand-in leaves it on its host, and what runs there. */
const MEMBERS = {
  broker: { units: ['cloudify-rabbitmq', 'prometheus'], data: ['/var/lib/rabbitmq'] },
  database: { units: ['patroni', 'etcd', 'prometheus'], data: ['/var/lib/patroni', '/var/lib/etcd'] },
} as const;
/** The product's settings and markers, and all that Quorate remembers there. */
const TRACES = ['/etc/cloudify', '/etc/quorate', '/var/lib/quorate'];
const AWAY = '/root/away';

/** A member that lost everything, as after a new image: its data, the product's markers, our receipts. `unwipe` brings it back. */
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
