import type { Command } from '../../model/host/command.ts';
import { MINUTE } from '../../model/duration.ts';
import type { Action, UnitEffect, UpToDate } from '../../model/plan/step.ts';

const UNIT = 'haproxy';

const VERBS: Readonly<Record<UnitEffect['effect'], string>> = {
  reload: 'reload-or-restart',
  restart: 'restart',
  start: 'start',
  stop: 'stop',
};

/** Reloads, restarts or starts HAProxy. */
export function affectHaproxy(effect: UnitEffect['effect'], unless: UpToDate): Action {
  return { kind: 'run', command: haproxyUnit(VERBS[effect]), affects: { unit: UNIT, effect }, unless };
}

/** `systemctl` with these arguments and HAProxy's unit. */
export function haproxyUnit(...args: readonly string[]): Command {
  return { program: 'systemctl', args: [...args, UNIT], as: 'root', timeoutMs: 2 * MINUTE };
}
