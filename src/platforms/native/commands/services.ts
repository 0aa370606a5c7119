import type { Command } from '../../../model/host/command.ts';
import { HOUR, MINUTE } from '../../../model/duration.ts';
import type { Service } from '../../../model/names.ts';
import { UNITS_OF } from '../units.ts';

/** Installs packages of the distribution. */
export function installPackages(names: readonly string[]): Command {
  return { program: 'packages', args: ['install', ...names], as: 'root', timeoutMs: HOUR };
}

/** Makes systemd read changed units. */
export const reloadUnits: Command = systemctl('daemon-reload');

/**
 * Starts a member, also at boot: its host may restart before the next step. The first databases wait for each other, so
 * the start of a database is only requested. The start of a broker ends when it runs.
 */
export function startMember(service: Service): Command {
  const wait = service === 'database' ? ['--no-block'] : [];
  return { ...systemctl('enable', '--now', ...wait, ...UNITS_OF[service]), timeoutMs: 15 * MINUTE };
}

/** Requests the start of a unit and does not wait for it. */
export function requestStart(unit: string): Command {
  return systemctl('start', '--no-block', unit);
}

/** Starts a unit and waits until it runs. */
export function startAndWait(unit: string): Command {
  return { ...systemctl('start', unit), timeoutMs: 15 * MINUTE };
}

/** Stops a member, also at boot. */
export function stopMember(service: Service): Command {
  return { ...systemctl('disable', '--now', ...UNITS_OF[service]), timeoutMs: 15 * MINUTE };
}

/** Starts a stopped member again, also at boot. */
export function startMemberAgain(service: Service): Command {
  return { ...systemctl('enable', '--now', ...UNITS_OF[service]), timeoutMs: 15 * MINUTE };
}

export function restartMember(service: Service): Command {
  return { ...systemctl('restart', ...UNITS_OF[service]), timeoutMs: 15 * MINUTE };
}

/** Starts the units of a member at boot. */
export function enableMember(service: Service): Command {
  return systemctl('enable', ...UNITS_OF[service]);
}

/** Exits 0 if the units of a member start at boot. */
export function isEnabled(service: Service): Command {
  return systemctl('is-enabled', '--quiet', ...UNITS_OF[service]);
}

function systemctl(...args: readonly string[]): Command {
  return { program: 'systemctl', args, as: 'root', timeoutMs: 2 * MINUTE };
}
