import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { readFileSync, writeFileSync } from 'node:fs';
import { systemClock } from '../../src/clock/clock.ts';
import { execute } from '../../src/execute/execute.ts';
import { sshTransport } from '../../src/transport/ssh/transport.ts';
import type { Transport } from '../../src/transport/port.ts';
import { startDelayingProxy } from '../hosts/delaying-proxy.ts';
import { sshdHosts } from '../hosts/sshd.ts';
import type { BenchHosts } from '../hosts/hosts.ts';
import type { Job } from '../work/job.ts';
import { environmentFor, planFor } from '../work/plan.ts';
import type { Benchmark } from './benchmark.ts';

/** Cost of one host: the round trips of its connection, and those of the work after it. */
interface Cost {
  readonly connect: number;
  readonly work: number;
  readonly bytes: { readonly sent: number; readonly received: number };
}

const DELAY_MS = 25;

/** B6: round trips with a delay of 25 ms in each direction, to a real sshd. They are counted, so that the
 * machine's load has no effect. */
export const roundTrips: Benchmark = {
  id: 'B6',
  work: 'B1 at 50 ms round trip, one host',
  run: async () => {
    const hosts = await sshdHosts(1);
    try {
      await hosts.fill();
      const { connect, work, bytes } = await costOf(hosts);
      return [
        {
          id: 'B6',
          work: 'B1 at 50 ms round trip, one host',
          timed: [],
          checks: [
            { what: 'to connect', value: connect, unit: 'round trips', atMost: 8 },
            { what: 'all of B1 after that', value: work, unit: 'round trips', atMost: 3 },
            { what: 'sent', value: bytes.sent / 1_024, unit: 'KB' },
            { what: 'received', value: bytes.received / 1_024, unit: 'KB' },
          ],
        },
      ];
    } finally {
      await hosts.stop();
    }
  },
};

async function costOf({ job }: BenchHosts): Promise<Cost> {
  const [host] = job.hosts;
  if (!host) throw new Error('no host');
  const proxy = await startDelayingProxy(host, DELAY_MS);
  try {
    const through = throughProxy(job, proxy.port);
    const transport = openTransport();
    let connect = 0;
    const counting: Transport = {
      ...transport,
      connect: async (member, signal, limitMs) => {
        const session = await transport.connect(member, signal, limitMs);
        connect = proxy.roundTrips();
        return session;
      },
    };
    const environment = environmentFor(through, {
      run: randomUUID(),
      emit: () => undefined,
      transport: counting,
    });
    const code = await execute(planFor(through), environment);
    if (code !== 0) throw new Error(`the run ended with exit code ${code}`);
    const work = proxy.roundTrips() - connect;
    await transport.close();
    return { connect, work, bytes: proxy.bytes() };
  } finally {
    await proxy.stop();
  }
}

function openTransport(): Transport {
  return sshTransport({ clock: systemClock, acceptNewHostKeys: false, connectRetryMs: 0, handshakes: 8 });
}

/** Returns the job with its first host at the port of a proxy. */
function throughProxy(job: Job, port: number): Job {
  const [host] = job.hosts;
  const known = readFileSync(job.knownHosts, 'utf8').replaceAll(`:${host?.port} `, `:${port} `);
  const knownHosts = join(job.knownHosts, '..', `known_hosts_${port}`);
  writeFileSync(knownHosts, known);
  return { ...job, knownHosts, hosts: host ? [{ ...host, port }] : [] };
}
