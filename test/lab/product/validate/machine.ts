import { readFileSync, statfsSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { isIP } from 'node:net';
import { run } from '../base/run.ts';
import { validationError } from '../base/failure.ts';
import { getLog } from '../base/log.ts';
import type { Settings } from '../config/settings.ts';

const log = getLog('Validations');
const gib = 1024 ** 3;

/** The host that is validated. Unit tests use a fake one. */
export interface Machine {
  addresses(): readonly string[];
  environment(name: string): string;
  memoryMb(): number;
  freeDiskGb(): number;
  distribution(): { readonly id: string; readonly version: string };
  opensslVersion(): Promise<string>;
  mayUseSudo(): Promise<boolean>;
}

export const thisMachine: Machine = {
  addresses: () =>
    Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map((entry) => entry.address)),
  environment: (name) => process.env[name] ?? '',
  memoryMb: () => {
    const total = /^MemTotal:\s+(\d+)/m.exec(readFileSync('/proc/meminfo', 'utf8'));
    return Math.floor(Number(total?.[1] ?? 0) / 1024);
  },
  freeDiskGb: () => {
    const { bavail, bsize } = statfsSync('/opt');
    return Math.floor((bavail * bsize) / gib);
  },
  distribution: () => {
    const release = readFileSync('/etc/os-release', 'utf8');
    const field = (name: string): string => new RegExp(`^${name}="?([^"\n]*)`, 'm').exec(release)?.[1] ?? '';
    return { id: field('ID').toLowerCase(), version: field('VERSION_ID').split('.')[0] ?? '' };
  },
  opensslVersion: async () => (await run(['openssl', 'version'])).stdout.split(' ')[1] ?? '',
  mayUseSudo: async () => (await run(['/usr/bin/sudo', '--validate'], { ignoreFailures: true })).code === 0,
};

/** Problems with the addresses. The real product prints them together. */
export function addressProblems(settings: Settings, machine: Machine): string[] {
  log.info('Validating IP address...');
  const address = settings.manager.private_ip;
  if (!isIP(address)) {
    log.info(`Provided value (${address}) is not an IP address; skipping`);
    return [];
  }
  const local = machine.addresses();
  if (local.includes(address)) return [];
  return [
    `The provided private IP (${address}) is not associated with any INET-type address available on this machine ` +
      `(available INET-type addresses: ${local.join(', ')}). This will cause installation to fail. If you are certain ` +
      `that this IP address should be used, please set the 'skip_validations' parameter to 'true'`,
  ];
}

export function checkEnvironment(settings: Settings, machine: Machine): void {
  const expected = Object.entries(settings.validations.expected_env ?? {});
  const mismatch = expected.flatMap(([name, patterns]) =>
    [patterns]
      .flat()
      .filter((pattern) => !new RegExp(pattern).test(machine.environment(name)))
      .map((pattern) => `${name} must match ${pattern}`),
  );
  if (mismatch.length > 0) throw validationError(`Environment variables mismatch: ${mismatch.join(', ')}`);
}

export function memoryProblems(settings: Settings, machine: Machine): string[] {
  log.info('Validating memory requirement...');
  const [current, required] = [
    machine.memoryMb(),
    settings.validations.minimum_required_total_physical_memory_in_mb,
  ];
  return current >= required ? [] : [tooLittle('memory', `${current}MB`, `${required}MB`)];
}

export function diskProblems(settings: Settings, machine: Machine): string[] {
  log.info('Validating disk space requirement...');
  const [current, required] = [
    machine.freeDiskGb(),
    settings.validations.minimum_required_available_disk_space_in_gb,
  ];
  return current >= required ? [] : [tooLittle('disk space', `${current}GB`, `${required}GB`)];
}

const tooLittle = (what: string, current: string, required: string): string =>
  `The provided host does not have enough ${what} to run Cloudify Manager (Current: ${current}, Required: ${required}).`;

/** Problems with the distribution. Accepts the lab's distribution in addition to those that the product supports. */
export function distributionProblems(settings: Settings, machine: Machine): string[] {
  log.info('Validating supported distributions...');
  const { id, version } = machine.distribution();
  if (id === 'debian' && version === '12') return [];
  const problems: string[] = [];
  const { supported_distros: distros, supported_distro_versions: versions } = settings.validations;
  const unsupported = 'Cloudify manager does not support the current distro';
  if (!distros.includes(id))
    problems.push(`${unsupported} (\`${id}\`), supported distros are: ${distros.join(', ')}`);
  if (!versions.includes(version))
    problems.push(`${unsupported} version (\`${version}\`), supported versions are: ${versions.join(', ')}`);
  return problems;
}

export async function toolProblems(machine: Machine): Promise<string[]> {
  const problems: string[] = [];
  log.info('Validating OpenSSL version...');
  const version = await machine.opensslVersion();
  if (!/^([2-9]|1\.[1-9]|1\.0\.[2-9])/.test(version))
    problems.push(`Cloudify Manager requires OpenSSL 1.0.2, current version: ${version}`);
  log.info('Validating user `root` has sudo permissions...');
  if (!(await machine.mayUseSudo()))
    problems.push(
      "Failed executing 'sudo'. Please ensure that the current user is allowed to execute 'sudo' commands",
    );
  return problems;
}
