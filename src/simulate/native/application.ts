import { textFile } from '../world/files.ts';
import { fileText } from '../world/host.ts';
import type { SimulatedEndpoint } from '../http/reply.ts';
import type { SimulatedHost, World } from '../world/state.ts';
import { applicationDropInPath, installMarker } from '../../platforms/native/paths.ts';
import { isServing, startedUnit, startUnit, stopUnit } from '../services/running.ts';

/** Facts about the application, from the drop-in of its unit. */
interface ApplicationSettings {
  readonly port: number;
  readonly path: string;
  readonly status: number;
  readonly package: string;
}

/** Reads the drop-in of a unit. Undefined if the host has no application of this name. */
export function applicationSettings(host: SimulatedHost, unit: string): ApplicationSettings | undefined {
  if (host.spec.role !== 'manager') return undefined;
  const text = fileText(host, applicationDropInPath(unit)) ?? '';
  const found = /^# port (\d+), GET (\S+) returns (\d+), package (\S+)$/m.exec(text);
  if (!found) return undefined;
  const [, port, path = '', status, name = ''] = found;
  return { port: Number(port), path, status: Number(status), package: name };
}

/** @returns an error text, or undefined if the unit runs or its condition is not met */
export function startApplication(world: World, host: SimulatedHost, unit: string): string | undefined {
  const settings = applicationSettings(host, unit);
  const isInstalled = settings && (settings.package === 'none' || host.packages.has(settings.package));
  if (!isInstalled) return `Unit ${unit}.service not found.`;
  if (!host.files.has(installMarker('manager'))) return undefined;
  const { port, path, status } = settings;
  if (!host.application)
    host.application = { unit, port, path, status, ...startedUnit(world, 'application ready') };
  else if (!startUnit(world, host.application, 'application ready')) return undefined;
  Object.assign(host.application, { port, path, status });
  world.record({ host: host.name, kind: 'effect', what: `application ${host.name} started` });
  return undefined;
}

export function stopApplication(world: World, host: SimulatedHost): void {
  if (!host.application || !stopUnit(world, host.application)) return;
  world.record({ host: host.name, kind: 'effect', what: `application ${host.name} stopped` });
}

export function isApplicationServing(world: World, host: SimulatedHost): boolean {
  return isServing(world, host, host.application);
}

/** Creates the directory that releases the application, if that is the path. */
export function markReleased(world: World, host: SimulatedHost, path: string): void {
  if (path !== installMarker('manager')) return;
  const mtime = world.now() + host.clockOffsetMs;
  host.files.set(path, textFile('', { mode: 0o755, owner: 'root:root', mtime }));
}

/** The endpoint of the application: its health, and 404 for all other paths. */
export function applicationEndpoint(
  world: World,
  host: SimulatedHost,
  port: number,
): SimulatedEndpoint | undefined {
  const { application } = host;
  if (application?.port !== port || !isApplicationServing(world, host)) return undefined;
  return {
    answer: ({ path }) => ({ status: path === application.path ? application.status : 404, body: '' }),
  };
}
