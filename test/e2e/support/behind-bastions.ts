import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { buildPackage } from '../../lab/product/build.ts';
import { members } from '../../lab/ssh/hosts.ts';
import { sshPaths } from '../../lab/ssh/keys.ts';
import { run } from './quorate.ts';
import type { Ended } from './quorate.ts';

/** The inventory's directory, with the secrets and certificates of all inventories of this stage. */
const directory = join(sshPaths.directory, 'cluster');
const RELEASE = '7.0.4';

/** An operator's directory and settings, from which the hosts behind the bastions are reached. */
export interface Workstation {
  readonly inventory: string;
  readonly knownHosts: string;
  readonly quorate: (command: string, ...flags: readonly string[]) => Promise<Ended>;
}

interface Settings {
  readonly name: string;
  /** `ssh` of the inventory. */
  readonly ssh: object;
  /** Text of ssh_config, which then also names known_hosts; without it, none is read and the inventory does. */
  readonly sshConfig?: string;
  /** Text of known_hosts before the first command; empty by default. */
  readonly knownHosts?: string;
  readonly agentSocket?: string;
}

/** Creates secrets and certificates for the hosts, once. */
export async function makeCluster(): Promise<void> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  writeFileSync(join(directory, 'license.yaml'), 'license: {}\n');
  const { quorate } = await workstation({ name: 'inventory', ssh: {} });
  for (const command of ['secrets generate', 'certificates issue']) {
    const { code, stderr } = await quorate(command);
    if (code !== 0) throw new Error(`quorate ${command}: ${stderr}`);
  }
}

export async function workstation(settings: Settings): Promise<Workstation> {
  const file = (ending: string) => join(directory, `${settings.name}.${ending}`);
  const [inventory, knownHosts, config] = [file('yaml'), file('known'), file('config')];
  const { sshConfig } = settings;
  const known = sshConfig === undefined ? { known_hosts: knownHosts } : {};
  writeFileSync(inventory, await inventoryText({ ...known, ...settings.ssh }));
  writeFileSync(knownHosts, settings.knownHosts ?? '');
  writeFileSync(config, `${sshConfig ?? ''}Host *\n  UserKnownHostsFile ${knownHosts}\n`);
  const env = {
    QUORATE_SSH_CONFIG: sshConfig === undefined ? 'none' : config,
    SSH_AUTH_SOCK: settings.agentSocket ?? '',
  };
  return {
    inventory,
    knownHosts,
    quorate: async (command, ...flags) => {
      const argv = ['node', 'dist/quorate.js', ...command.split(' '), inventory, ...flags];
      const ended = await run(argv, env);
      const shown = `\n$ quorate ${command}: ${ended.code}\n${ended.stdout}${ended.stderr}\n`;
      if (process.env['SHOW']) process.stdout.write(shown);
      return ended;
    },
  };
}

async function inventoryText(ssh: object): Promise<string> {
  const hosts = (role: string) => ({
    hosts: members.filter((one) => one.role === role).map(({ name, address }) => ({ name, address })),
  });
  return stringify({
    name: 'ssh',
    cloudify: { version: RELEASE, package: await buildPackage(RELEASE), license: 'license.yaml' },
    tls: { directory: 'certificates' },
    secrets: { file: 'secrets.age', identity: 'identity.txt' },
    topology: { below_minimum: 'accept' },
    ssh: { user: 'operator', ...ssh },
    ...Object.fromEntries(['databases', 'brokers', 'managers'].map((role) => [role, hosts(role)])),
  });
}

/** A copy of a public key in a directory without its private key. @returns its path */
export function lonePublicKey(key: string, name: string): string {
  const lone = join(directory, `${name}.pub`);
  copyFileSync(`${key}.pub`, lone);
  return lone;
}
