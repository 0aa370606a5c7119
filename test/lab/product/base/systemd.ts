import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { remove, write } from './files.ts';
import { paths } from './paths.ts';
import { run } from './run.ts';

export interface Unit {
  readonly description: string;
  readonly user: string;
  readonly command: string;
  readonly after?: string;
  /** More lines of the section `[Unit]`. */
  readonly unit?: readonly string[];
  readonly service?: readonly string[];
}

const unitPath = (name: string): string => join(paths.units, `${name}.service`);

const wantedPath = (name: string): string => join(paths.units, 'multi-user.target.wants', `${name}.service`);

/** Installs a systemd unit, which also starts after a reboot. The real product uses supervisord instead. */
export async function installUnit(name: string, unit: Unit): Promise<void> {
  const lines = [
    '[Unit]',
    `Description=${unit.description}`,
    `After=network.target ${unit.after ?? ''}`,
    'StartLimitIntervalSec=0',
    ...(unit.unit ?? []),
    '',
    '[Service]',
    `User=${unit.user}`,
    `ExecStart=${unit.command}`,
    'Restart=always',
    'RestartSec=2',
    'LimitNOFILE=65536',
    ...(unit.service ?? []),
    '',
    '[Install]',
    'WantedBy=multi-user.target',
    '',
  ];
  write(unitPath(name), lines.join('\n'), { mode: 0o644 });
  // Same result as `systemctl enable`, without the seconds that it spends on the init scripts of the distribution.
  mkdirSync(dirname(wantedPath(name)), { recursive: true });
  remove(wantedPath(name));
  symlinkSync(unitPath(name), wantedPath(name));
  await run(['systemctl', 'daemon-reload']);
}

export const start = (name: string) => run(['systemctl', 'start', name]);
export const restart = (name: string) => run(['systemctl', 'restart', name]);
export const stop = (name: string) => run(['systemctl', 'stop', name], { ignoreFailures: true });

export async function isActive(name: string): Promise<boolean> {
  return (await run(['systemctl', 'is-active', name], { ignoreFailures: true })).code === 0;
}

export async function removeUnit(name: string): Promise<void> {
  await stop(name);
  if (!existsSync(unitPath(name))) return;
  remove(unitPath(name), wantedPath(name));
  await run(['systemctl', 'daemon-reload']);
  await run(['systemctl', 'reset-failed', name], { ignoreFailures: true });
}
