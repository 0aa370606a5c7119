import type { Clock } from '../../../src/clock/clock.ts';
import type { Answer, HttpProbe, ReachProbe } from '../../../src/model/health/gate.ts';
import type { HostName } from '../../../src/model/names.ts';
import type { Session, Survey, Transport } from '../../../src/transport/port.ts';

interface Answers {
  readonly clock: Clock;
  readonly requestMs: number;
  readonly answer: (probe: HttpProbe) => Answer;
  readonly reach: (probe: ReachProbe) => Answer;
  readonly survey: (host: HostName) => Survey;
}

/** Hosts that only answer queries. Every attempt to change something fails the test. */
export function scriptedTransport(answers: Answers): Transport & {
  readonly requests: readonly (HttpProbe & { readonly via: HostName })[];
} {
  const requests: (HttpProbe & { via: HostName })[] = [];
  const sessionOn = (host: HostName): Session => ({
    host,
    on: sessionOn,
    survey: async () => answers.survey(host),
    request: async (probe) => {
      requests.push({ ...probe, via: host });
      if (answers.requestMs > 0) await answers.clock.sleep(answers.requestMs);
      return answers.answer(probe);
    },
    reach: async (probe) => answers.reach(probe),
    read: async () => undefined,
    close: async () => undefined,
    ask: unexpected,
    details: unexpected,
    listen: unexpected,
    dial: unexpected,
    lock: unexpected,
    change: unexpected,
    upload: unexpected,
    startJob: unexpected,
    followJob: unexpected,
  });
  return { requests, connect: async ({ name }) => sessionOn(name), close: async () => undefined };
}

async function unexpected(): Promise<never> {
  throw new Error('the script allows no such call');
}
