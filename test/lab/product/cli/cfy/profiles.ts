import { existsSync } from 'node:fs';
import { productRelease } from '../../base/version.ts';
import type { Parsed } from '../arguments.ts';
import { ClientError, CliError, createClient } from './client.ts';
import { withCluster } from './cluster.ts';
import { printList, say, type Out } from './output.ts';
import {
  activeName,
  deleteProfile,
  profileNames,
  readProfile,
  saveProfile,
  setActive,
  type Profile,
} from './profile.ts';

/** Context of a command that works without a manager. */
export interface Local {
  readonly home: string;
  readonly out: Out;
  readonly parsed: Parsed;
  readonly words: readonly string[];
}

export async function useProfile(local: Local): Promise<void> {
  const { home, out, parsed, words } = local;
  const [address = ''] = words;
  const name = parsed.text('profile-name') ?? address;
  const known = readProfile(home, name);
  if (known) {
    warnIgnored(local, name);
    setActive(home, name);
    say(out, `Using manager ${name}`);
  } else {
    await createProfile(local, newProfile(parsed, { name, address }));
  }
  if (!parsed.flag('skip-credentials-validation')) await rememberCluster(home, name);
}

/** Stores the members in the profile, since 5.1. In earlier releases only `update-profile` stores them. */
async function rememberCluster(home: string, name: string): Promise<void> {
  const profile = readProfile(home, name);
  if (profile?.manager_username && productRelease().monitoring)
    saveProfile(home, await withCluster(createClient(profile)));
}

function warnIgnored({ out, parsed }: Local, name: string): void {
  const options = ['manager-username', 'manager-password', 'rest-certificate', 'rest-port'];
  const given = options.filter((option) => parsed.text(option) !== undefined);
  if (given.length > 0)
    say(
      out,
      `Profile ${name} already exists. The passed in options are ignored: ${given.join(', ')}. To update the profile, ` +
        'use `cfy profiles set`',
    );
}

function newProfile(parsed: Parsed, { name, address }: { name: string; address: string }): Profile {
  const certificate = parsed.text('rest-certificate') ?? null;
  if (certificate !== null && !existsSync(certificate))
    throw new CliError(`Path "${certificate}" does not exist.`);
  const tls = parsed.flag('ssl') || certificate !== null;
  return {
    name,
    manager_ip: address,
    manager_username: parsed.text('manager-username') ?? null,
    manager_password: parsed.text('manager-password') ?? null,
    manager_tenant: parsed.text('manager-tenant') ?? 'default_tenant',
    rest_port: Number(parsed.text('rest-port') ?? (tls ? 443 : 80)),
    rest_protocol: tls ? 'https' : 'http',
    rest_certificate: certificate,
    cluster: {},
  };
}

async function createProfile({ home, out, parsed }: Local, profile: Profile): Promise<void> {
  const { manager_ip: host, rest_port: port, rest_protocol: protocol } = profile;
  say(
    out,
    `Attempting to connect to ${host} through port ${port}, using ${protocol} (SSL mode: ${protocol === 'https' ? 'True' : 'False'})...`,
  );
  if (Boolean(profile.manager_username) !== Boolean(profile.manager_password))
    throw new CliError('If Manager Username is set, Manager Password must also be set.');
  if (!parsed.flag('skip-credentials-validation')) await checkManager(profile);
  say(out, `Using manager ${host} with port ${port}`);
  saveProfile(home, profile);
  setActive(home, profile.name);
}

async function checkManager(profile: Profile): Promise<void> {
  try {
    await createClient(profile).ask({ path: 'version' });
  } catch (error) {
    const end = error instanceof ClientError ? '.' : '';
    throw new CliError(`Can't use manager ${profile.name}. ${(error as Error).message}${end}`);
  }
}

export async function setProfile({ home, out, parsed }: Local): Promise<void> {
  const profile = currentProfile(home);
  const certificate = parsed.text('rest-certificate') ?? profile.rest_certificate;
  const ssl = parsed.text('ssl');
  const tls = ssl === undefined ? profile.rest_protocol === 'https' : ssl === 'on';
  const changed: Profile = {
    ...profile,
    manager_ip: parsed.text('manager-ip') ?? profile.manager_ip,
    manager_username: parsed.text('manager-username') ?? profile.manager_username,
    manager_password: parsed.text('manager-password') ?? profile.manager_password,
    manager_tenant: parsed.text('manager-tenant') ?? profile.manager_tenant,
    rest_certificate: certificate,
    rest_protocol: tls ? 'https' : 'http',
    rest_port: Number(parsed.text('rest-port') ?? (ssl === undefined ? profile.rest_port : tls ? 443 : 80)),
  };
  saveProfile(home, changed);
  say(out, 'Settings saved successfully');
}

const columns = [
  'name',
  'manager_ip',
  'manager_username',
  'manager_tenant',
  'rest_port',
  'rest_protocol',
  'rest_certificate',
];

export async function listProfiles({ home, out }: Local): Promise<void> {
  const active = activeName(home);
  const items = profileNames(home).flatMap((name) => {
    const profile = readProfile(home, name);
    return profile ? [{ ...profile, name: name === active ? `*${name}` : name }] : [];
  });
  if (items.length === 0) {
    say(
      out,
      'No profiles found. You can create a new profile by using an existing manager via the `cfy profiles use` command',
    );
    return;
  }
  say(out, 'Listing all profiles...');
  printList(out, { title: 'Profiles:', columns, items });
}

export async function removeProfile({ home, out, words }: Local): Promise<void> {
  const [name = ''] = words;
  say(out, `Deleting profile ${name}...`);
  if (!readProfile(home, name)) throw new CliError(`Profile ${name} does not exist`);
  deleteProfile(home, name);
  say(out, 'Profile deleted');
}

export function currentProfile(home: string): Profile {
  const name = activeName(home);
  const profile = name === undefined ? undefined : readProfile(home, name);
  if (profile) return profile;
  throw new CliError(
    'This command is only available when using a manager. Please use the `cfy profiles use` command to connect to a ' +
      'Cloudify Manager.',
  );
}
