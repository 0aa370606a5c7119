import { randomUUID } from 'node:crypto';
import { systemClock } from '../../src/clock/clock.ts';
import { execute } from '../../src/execute/execute.ts';
import type { Transport } from '../../src/transport/port.ts';
import { sshTransport } from '../../src/transport/ssh/transport.ts';
import { startDelayingProxy } from '../hosts/delaying-proxy.ts';
import type { BenchHosts } from '../hosts/hosts.ts';
import { throughProxies } from '../hosts/proxied.ts';
import { environmentFor, planFor } from './plan.ts';

/** Cost of one host: the round trips of its connection, and those of the work after it. */
export interface Cost {
  readonly connect: number;
  readonly work: number;
  /** Shells started and scripts sent. */
  readonly connections: number;
  readonly scripts: number;
  readonly bytes: { readonly sent: number; readonly received: number };
}

/** The time in each direction. It separates round trips, so that their number does not depend on the machine. */
const DELAY_MS = 25;

/** Does the work of B1 on the first host through a delaying proxy. @throws Error if there was something to change */
export async function costOf({ job }: Pick<BenchHosts, 'job'>): Promise<Cost> {
  const [host] = job.hosts;
  if (!host) throw new Error('no host');
  const proxy = await startDelayingProxy(host, DELAY_MS);
  try {
    const { job: through } = throughProxies(job, [proxy.port]);
    const counts = { connect: 0, connections: 0, scripts: 0 };
    const transport = openTransport(counts);
    const counting: Transport = {
      ...transport,
      connect: async (member, signal, limitMs) => {
        const session = await transport.connect(member, signal, limitMs);
        counts.connect = proxy.roundTrips();
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
    const work = proxy.roundTrips() - counts.connect;
    await transport.close();
    return { ...counts, work, bytes: proxy.bytes() };
  } finally {
    await proxy.stop();
  }
}

function openTransport(counts: { connections: number; scripts: number }): Transport {
  return sshTransport({
    clock: systemClock,
    acceptNewHostKeys: false,
    connectRetryMs: 0,
    handshakes: 8,
    onConnect: () => (counts.connections += 1),
    onFrame: () => (counts.scripts += 1),
  });
}
