import type { Answer, GateCheck, Probe, Probes } from '../../model/health/gate.ts';
import { Secret } from '../../model/secret.ts';
import type { Fleet } from '../hosts/fleet.ts';
import { queryHosts } from './query-hosts.ts';

/** Sends queries as `queryHosts` does. */
export type Query = (queries: GateCheck['queries'], patienceMs?: number) => ReturnType<typeof queryHosts>;

type Keyed = readonly (readonly [name: string, key: string])[];

/**
 * Returns a function for one look at the cluster, during which this run changes nothing. It sends each probe once: later
 * queries with the same probe get the same answer, because a slow command takes seconds on each host.
 */
export function sharedQueries(fleet: Fleet): Query {
  const sent = new Map<string, Promise<Answer>>();
  const keyOf = probeKeys();
  /** Sends the probes of one host that were not sent before. */
  const send = (host: string, { probes, patienceMs }: { probes: Probes; patienceMs?: number }): Keyed => {
    const keyed = keysOf(probes, (probe) => `${host} ${keyOf(probe)}`);
    const unsent = keyed.filter(([, key]) => !sent.has(key));
    const named = Object.fromEntries(unsent.flatMap(([name]) => entryOf(probes, name)));
    const answers = queryHosts(fleet, unsent.length > 0 ? [{ host, probes: named }] : [], patienceMs);
    for (const [name, key] of unsent)
      sent.set(
        key,
        answers.then((all) => answerOf(all[host], name)),
      );
    return keyed;
  };
  return async (queries, patienceMs) => {
    const limit = patienceMs === undefined ? {} : { patienceMs };
    const asked = queries.map(({ host, probes }) => ({ host, keyed: send(host, { probes, ...limit }) }));
    const answers = asked.map(async ({ host, keyed }) => {
      const named = keyed.map(async ([name, key]) => [name, await sent.get(key)] as const);
      return [host, Object.fromEntries(await Promise.all(named)) as Record<string, Answer>] as const;
    });
    return Object.fromEntries(await Promise.all(answers));
  };
}

/**
 * Keys of the probes of one query. A query may repeat a request, to see whether the second answer differs from the first
 * one, so equal probes of one query have different keys.
 */
function keysOf(probes: Probes, keyOf: (probe: Probe) => string): Keyed {
  const times = new Map<string, number>();
  return Object.entries(probes).map(([name, probe]) => {
    const key = keyOf(probe);
    const time = times.get(key) ?? 0;
    times.set(key, time + 1);
    return [name, `${key} ${time}`] as const;
  });
}

/** Equal probes have equal keys. Secrets are compared by identity, so that no key contains a secret. */
function probeKeys(): (probe: Probe) => string {
  const secrets = new Map<Secret, number>();
  const idOf = (secret: Secret) => {
    if (!secrets.has(secret)) secrets.set(secret, secrets.size);
    return `secret ${secrets.get(secret)}`;
  };
  return (probe) =>
    JSON.stringify(probe, function (this: Record<string, unknown>, name, value: unknown) {
      const original = this[name];
      return original instanceof Secret ? idOf(original) : value;
    });
}

function entryOf(probes: Probes, name: string): readonly (readonly [string, Probe])[] {
  const probe = probes[name];
  return probe ? [[name, probe]] : [];
}

function answerOf(answers: Readonly<Record<string, Answer>> | undefined, name: string): Answer {
  const answer = answers?.[name];
  if (!answer) throw new Error(`no answer to the probe ${name}`);
  return answer;
}
