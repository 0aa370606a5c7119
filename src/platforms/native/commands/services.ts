import type { Command } from '../../../model/host/command.ts';
import { HOUR, MINUTE } from '../../../model/duration.ts';
import type { AbsolutePath, Service } from '../../../model/names.ts';
import { installMarker } from '../paths.ts';
import { UNITS_OF } from '../units.ts';

/**
 * Installs packages, and upgrades none that is installed. @param directory installs only from the package files in it, whose
 * names and digests are in its file SHA256SUMS; without it, from the repositories of the host
 */
export function installPackages(names: readonly string[], directory?: AbsolutePath): Command {
  const from = directory === undefined ? ['install'] : ['install-from', directory];
  return { program: 'packages', args: [...from, ...names], as: 'root', timeoutMs: HOUR };
}

/** Makes Patroni and PostgreSQL read their files again. Does nothing if they do not run, as on a new host. */
export const reloadDatabase: Command = systemctl('try-reload-or-restart', 'quorate-patroni');

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
  return restartUnits(...UNITS_OF[service]);
}

export function restartUnits(...units: readonly string[]): Command {
  return { ...systemctl('restart', ...units), timeoutMs: 15 * MINUTE };
}

/** Starts the units of a member at boot. */
export function enableMember(service: Service): Command {
  return systemctl('enable', ...UNITS_OF[service]);
}

/** Exits 0 if the units of a member start at boot. */
export function isEnabled(service: Service): Command {
  return systemctl('is-enabled', '--quiet', ...UNITS_OF[service]);
}

/** `systemctl` with the application's unit. */
export function applicationUnit(unit: string, ...args: readonly string[]): Command {
  return systemctl(...args, unit);
}

/** Releases the application's unit, whose drop-in lets it start only if this directory exists. */
export const releaseApplication: Command = {
  ...{ program: 'mkdir', args: ['-p', installMarker('manager')], as: 'root', timeoutMs: MINUTE },
};

/** Exits 0 if the application's unit is released. */
export const isApplicationReleased: Command = {
  ...{ program: 'test', args: ['-e', installMarker('manager')], as: 'root', timeoutMs: MINUTE },
};

function systemctl(...args: readonly string[]): Command {
  return { program: 'systemctl', args, as: 'root', timeoutMs: 2 * MINUTE };
}
