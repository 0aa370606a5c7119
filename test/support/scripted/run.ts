import { createEmit } from '../../../src/events/emit.ts';
import type { RunEvent } from '../../../src/events/events.ts';
import { withRun } from '../../../src/execute/with-run.ts';
import { withoutJournal, type RunEnvironment } from '../../../src/execute/environment.ts';
import type { Run } from '../../../src/execute/run.ts';
import type { Answer, HttpProbe, Probe, ReachProbe } from '../../../src/model/health/gate.ts';
import { isQueried, type Membership } from '../../../src/model/health/membership.ts';
import type { Facts } from '../../../src/model/host/facts.ts';
import type { HostName } from '../../../src/model/names.ts';
import type { MembershipQuery, Plan } from '../../../src/model/plan/plan.ts';
import { bootstrappedReceipt } from '../../../src/model/stored-formats.ts';
import { virtualClock } from '../../../src/simulate/world/clock.ts';
import type { Survey } from '../../../src/transport/port.ts';
import { cluster, host, material } from '../../unit/platforms/cloudify/fixture.ts';
import { holder } from '../../unit/simulate/hosts.ts';
import { answerOf, PROBES } from './member-answers.ts';
import { scriptedTransport } from './transport.ts';
import { EMPTY_PLAN } from '../empty-plan.ts';

/** Answers of all hosts of a run, as plain data. */
export interface Script {
  /** Reports of the members of each service, or a function that returns them for a time after the start. */
  readonly reports?: readonly Membership[] | ((ms: number) => readonly Membership[]);
  /** Answers to other requests, by URL. */
  readonly answers?: Readonly<Record<string, Answer>>;
  readonly reach?: (probe: ReachProbe) => Answer;
  readonly surveys?: Readonly<Record<HostName, Partial<Survey>>>;
  readonly plan?: Partial<Plan>;
  /** Time that each request takes. */
  readonly requestMs?: number;
  /** Hosts without a connection. */
  readonly unreachable?: readonly HostName[];
}

export interface ScriptedRun {
  readonly run: Run;
  /** The events since the hosts were surveyed. */
  readonly events: readonly RunEvent[];
  /** All requests so far, with the host that sent them. */
  readonly requests: readonly (HttpProbe & { readonly via: HostName })[];
  /** Time since the start. */
  readonly elapsed: () => number;
  /** Interrupts the run `ms` after now. */
  readonly interruptAfter: (ms: number) => void;
}

/** Calls `work` with a run whose hosts are connected and surveyed, and answer as the script says. */
export async function withScriptedRun<T>(
  script: Script,
  work: (scripted: ScriptedRun) => Promise<T>,
): Promise<T> {
  const clock = virtualClock();
  const start = clock.now();
  const interruption = new AbortController();
  const events: RunEvent[] = [];
  const reports = () => reported(script, clock.now() - start);
  const plan = planOf(script, reports());
  const transport = scriptedTransport({
    clock,
    requestMs: script.requestMs ?? 0,
    answer: ({ url }) => script.answers?.[url] ?? memberAnswer(reports(), url),
    reach: (probe) => script.reach?.(probe) ?? { kind: 'no-answer', cause: 'refused', text: 'refused' },
    survey: (name) => surveyOf(script, reports(), name),
  });
  const env: RunEnvironment = {
    transport,
    clock,
    emit: createEmit({
      run: 'run-1',
      clock,
      redact: (text) => text,
      readers: [(event) => events.push(event)],
    }),
    cluster: { ...cluster, hosts: plan.hosts.map((name, i) => host(name, 'manager', i)) },
    receiptKey: material.secrets.receipt_key,
    recorded: withoutJournal,
    run: 'run-1',
    command: 'deploy',
    inventory: 'digest of the inventory',
    holder: holder('token'),
    isHolderRunning: () => undefined,
    signal: interruption.signal,
  };
  return withRun(plan, env, async (run) => {
    const connected = plan.hosts.filter((name) => !script.unreachable?.includes(name));
    await run.fleet.connectAll(connected);
    await Promise.all(connected.map((name) => run.fleet.survey(name)));
    events.length = 0;
    return work({
      run,
      events,
      requests: transport.requests,
      elapsed: () => clock.now() - start,
      interruptAfter: (ms) => void clock.sleep(ms).then(() => interruption.abort()),
    });
  });
}

function reported({ reports = [] }: Script, ms: number): readonly Membership[] {
  return typeof reports === 'function' ? reports(ms) : reports;
}

function planOf({ plan }: Script, memberships: readonly Membership[]): Plan {
  const members = memberships.flatMap(({ expected }) => expected.filter(isQueried));
  return {
    ...EMPTY_PLAN,
    cluster: 'lab',
    platform: 'cloudify',
    hosts: members.map((member) => member.host),
    memberships: memberships.map(queryOf),
    ...plan,
  };
}

function queryOf({ service, expected }: Membership): MembershipQuery {
  const members = expected.map((member) => ({
    ...member,
    probes: Object.fromEntries(PROBES[service].map((name) => [name, requestOf(`${member.host}/${name}`)])),
  }));
  return { service, members };
}

/** A probe whose URL the script answers. */
export function requestOf(url: string): Probe {
  return { kind: 'request', request: { method: 'GET', url, timeoutMs: 5_000 } };
}

/** @param url `HOST/PROBE` */
function memberAnswer(memberships: readonly Membership[], url: string): Answer {
  const [name = '', probe = ''] = url.split('/');
  const view = memberships.find(({ service }) => PROBES[service].includes(probe))?.views[name];
  if (!view) throw new Error(`the script has no answer to ${url}`);
  return answerOf(view, probe);
}

/** Facts of a host, all but the given ones without content. */
export function factsOf(given: Partial<Facts>): Facts {
  return {
    ...{ machineId: 'machine', bootId: 'boot', hostname: 'host', os: 'debian 12', systemd: 252 },
    ...{ clock: 0, clockAsked: 0, addresses: [], diskFree: {}, memory: 0, listening: [], resolved: {} },
    ...given,
  };
}

/** The scripted survey, with the receipts of the services that are bootstrapped on the host. */
function surveyOf({ surveys }: Script, memberships: readonly Membership[], name: HostName): Survey {
  const bootstrapped = memberships.filter((membership) => membership.bootstrapped.includes(name));
  const receipts = Object.fromEntries(
    bootstrapped.map(({ service }) => [bootstrappedReceipt(service), RECEIPT]),
  );
  const nothing = {
    facts: factsOf({}),
    files: [],
    paths: {},
    jobs: {},
    guards: {},
    unreadable: [],
    obstacles: [],
  };
  return { ...nothing, receipts, ...surveys?.[name] };
}

export const RECEIPT = { v: 2, inputs: {}, at: 0, run: 'run-0' } as const;
