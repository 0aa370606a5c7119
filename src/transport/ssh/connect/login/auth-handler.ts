import type { AuthHandlerMiddleware, NextAuthHandler } from 'ssh2';
import type { Preparation, Way } from './way.ts';

/** A method that was tried, or that the host does not offer, with the reason for its failure. */
export interface Tried {
  readonly way: Way;
  readonly why: string;
  /** `rejected`: by the host. `partial`: accepted, and the host requires another method. `unusable`: by this machine. */
  readonly result: 'rejected' | 'partial' | 'unusable' | 'not-offered' | 'not-tried';
}

/** The methods of one attempt to log in. */
interface LoginAttempt {
  readonly handler: AuthHandlerMiddleware;
  readonly tried: () => readonly Tried[];
  /** True while keys are offered once more, with another signature. */
  readonly isAgain: () => boolean;
}

const REJECTED: Readonly<Record<Way['kind'], string>> = {
  publickey: 'rejected by the host',
  password: 'rejected by the host',
  'keyboard-interactive': 'answers rejected by the host',
};

const NO_TERMINAL = 'there is no terminal to answer on';
const NOT_OFFERED = 'not offered by the host';
const CLOSED = 'the host closed the connection before (MaxAuthTries)';

/**
 * Tries the methods in order. Skips those that the host does not offer, and considers them again if the host requires a
 * further method after one that it accepted.
 */
export function loginAttempt(ways: readonly Way[], preparation: Preparation): LoginAttempt {
  const tried: Tried[] = [];
  let current: Way | undefined;
  let offered: readonly string[] | null = null;
  const left = () => ways.filter((way) => way !== current && tried.every((one) => one.way !== way));
  const isOffered = ({ kind }: Way) => offered === null || offered.includes(kind);
  /** The operator's absence is an error only if the host requires prompts after another method. */
  const hasPartial = () => tried.some(({ result }) => result === 'partial');
  const isRejected = (way: Way) => tried.some((one) => one.way === way && one.result === 'rejected');
  const isUseful = ({ isUnanswerable, after }: Way) =>
    (!isUnanswerable || hasPartial()) && (after?.some(isRejected) ?? true);
  const leftOut = (way: Way): Tried =>
    current || isOffered(way)
      ? { way, why: current ? CLOSED : NO_TERMINAL, result: 'not-tried' }
      : notOffered(way);
  const next = async (done: NextAuthHandler): Promise<void> => {
    for (const way of left().filter((one) => isOffered(one) && isUseful(one))) {
      const method = await way.prepare(preparation);
      if (!('fault' in method)) {
        current = way;
        return done(method);
      }
      tried.push({ way, why: method.fault, result: 'unusable' });
    }
    // The types of ssh2 lack the end of the list.
    (done as (end: unknown) => void)(false);
  };
  return {
    handler: (methods: readonly string[] | null, partial, done) => {
      // The first method is tried before the host has named the methods that it offers.
      if (current) tried.push(outcome(current, partial, offered ?? methods));
      current = undefined;
      offered = methods;
      next(done).catch(preparation.waiting.failed);
    },
    tried: () => reported([...tried, ...(current ? [outcome(current, null)] : []), ...left().map(leftOut)]),
    isAgain: () => current?.after !== undefined,
  };
}

/** Reports each key once, although it may have been tried with two signatures. */
function reported(tried: readonly Tried[]): readonly Tried[] {
  const shown = tried.filter(
    ({ way, result }) => way.after === undefined || result === 'partial' || way.isSha1Only?.(),
  );
  const replaced = shown.flatMap(({ way, result }) => (result === 'partial' ? (way.after ?? []) : []));
  return shown.filter(({ way }) => !replaced.includes(way));
}

function notOffered(way: Way): Tried {
  return { way, why: NOT_OFFERED, result: 'not-offered' };
}

function outcome(way: Way, partial: boolean | null, offered: readonly string[] | null = null): Tried {
  if (partial) return { way, why: 'accepted, but the host requires a further method', result: 'partial' };
  if (offered?.includes(way.kind) === false) return notOffered(way);
  const fault = way.fault?.();
  return fault === undefined
    ? { way, why: REJECTED[way.kind], result: 'rejected' }
    : { way, why: fault, result: 'unusable' };
}
