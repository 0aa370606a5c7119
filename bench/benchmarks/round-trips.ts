import { sshdHosts } from '../hosts/sshd.ts';
import { costOf } from '../work/cost.ts';
import type { Benchmark } from './benchmark.ts';

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
