import type { HostName } from '../model/names.ts';
import { seededRandom } from './random.ts';

/** One call of the port, as a fault sees it. */
export interface Call {
  /** Counts from 1 over the life of one transport, all hosts together. */
  readonly index: number;
  readonly host: HostName;
  readonly method: Method;
  /** A job's name, the paths or commands of a change: for choosing and for reading a failing schedule. */
  readonly detail: string;
}

export type Method =
  | 'connect'
  | 'survey'
  | 'lock'
  | 'renew'
  | 'release'
  | 'change'
  | 'upload'
  | 'read'
  | 'ask'
  | 'startJob'
  | 'followJob'
  | 'request'
  | 'reach';

/**
 * `before`: the call had no effect. `within`: half of it (some changes of several, part of an upload, some lines of
 * a job that goes on). `after`: it took effect and nobody heard so.
 */
export type When = 'before' | 'within' | 'after';

export type Effect =
  /** connect only: nobody answers there */
  | { readonly kind: 'refuse' }
  /** This host's connection is lost. */
  | { readonly kind: 'drop'; readonly when: When }
  /** The deployer dies: no call of this transport ever answers again, and `killed` resolves. */
  | { readonly kind: 'kill'; readonly when: When }
  /** The call takes longer. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** The host restarts, at once; jobs on it die. */
  | { readonly kind: 'reboot' }
  /** startJob only: the job ends early, after this many of its pauses: with an exit code, or killed without one. */
  | { readonly kind: 'job-fails'; readonly pauses: number; readonly code: number }
  | { readonly kind: 'job-dies'; readonly pauses: number };

/** What goes wrong at a call; asked once a call, in the order of the calls. */
export type Faults = (call: Call) => Effect | undefined;

/** One fault: the `nth` call (from 1; 1 unless given) that matches gets the effect, once. */
export interface Fault {
  readonly effect: Effect;
  readonly host?: HostName;
  readonly method?: Method;
  /** Part of the detail. */
  readonly about?: string;
  readonly nth?: number;
}

/** Faults by hand. Of several that match a call the first in the list counts. */
export function faultsAt(...faults: readonly Fault[]): Faults {
  const seen = faults.map(() => 0);
  return (call) => {
    const hit = faults.filter((fault, index) => {
      if (!matches(fault, call)) return false;
      seen[index] = (seen[index] ?? 0) + 1;
      return seen[index] === (fault.nth ?? 1);
    });
    return hit[0]?.effect;
  };
}

/** The deployer dies at its `index`th call: every point of a run can be tried in turn. */
export function killAt(index: number, when: When): Faults {
  return (call) => (call.index === index ? { kind: 'kill', when } : undefined);
}

/**
 * Faults at random: each call is hit with the given probability. The same seed gives the same faults for the same
 * calls. Never a `kill`: whoever wants the deployer to die says when.
 */
export function seededFaults(seed: number, probability: number): Faults {
  const random = seededRandom(seed);
  return (call) => {
    const [hit, which] = [random(), random()];
    if (hit >= probability) return undefined;
    const choices = effectsOn(call.method);
    return choices[Math.floor(which * choices.length)];
  };
}

const WHENS: readonly When[] = ['before', 'within', 'after'];

function effectsOn(method: Method): readonly Effect[] {
  if (method === 'connect') return [{ kind: 'refuse' }, { kind: 'slow', ms: 4_000 }];
  const usual: Effect[] = [
    ...WHENS.map((when) => ({ kind: 'drop', when }) as const),
    { kind: 'slow', ms: 10_000 },
    { kind: 'reboot' },
  ];
  return method === 'startJob'
    ? [...usual, { kind: 'job-fails', pauses: 2, code: 1 }, { kind: 'job-dies', pauses: 3 }]
    : usual;
}

function matches(fault: Fault, call: Call): boolean {
  return (
    (fault.host ?? call.host) === call.host &&
    (fault.method ?? call.method) === call.method &&
    call.detail.includes(fault.about ?? '')
  );
}
