import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A profile. `~/.cloudify` contains one directory per profile, and the name of the active one. */
export interface Profile {
  readonly name: string;
  readonly manager_ip: string;
  readonly manager_username: string | null;
  readonly manager_password: string | null;
  readonly manager_tenant: string;
  readonly rest_port: number;
  readonly rest_protocol: string;
  readonly rest_certificate: string | null;
  readonly cluster: Readonly<Record<string, readonly ClusterNode[]>>;
}

export interface ClusterNode {
  readonly hostname: string;
  readonly host_type: string;
  readonly host_ip: string;
}

const work = (home: string): string => join(home, '.cloudify');
const directory = (home: string, name: string): string => join(work(home), 'profiles', name);
const context = (home: string, name: string): string => join(directory(home, name), 'context.json');
const active = (home: string): string => join(work(home), 'active.profile');

export function saveProfile(home: string, profile: Profile): void {
  mkdirSync(directory(home, profile.name), { recursive: true, mode: 0o700 });
  writeFileSync(context(home, profile.name), JSON.stringify(profile, null, 2), { mode: 0o600 });
}

export function readProfile(home: string, name: string): Profile | undefined {
  const path = context(home, name);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Profile) : undefined;
}

export function setActive(home: string, name: string): void {
  mkdirSync(work(home), { recursive: true, mode: 0o700 });
  writeFileSync(active(home), name);
}

export function activeName(home: string): string | undefined {
  return existsSync(active(home)) ? readFileSync(active(home), 'utf8').trim() : undefined;
}

export function profileNames(home: string): string[] {
  const all = join(work(home), 'profiles');
  return existsSync(all) ? readdirSync(all).filter((name) => name !== 'local' && !name.startsWith('.')) : [];
}

export function deleteProfile(home: string, name: string): void {
  rmSync(directory(home, name), { recursive: true, force: true });
  if (activeName(home) === name) rmSync(active(home));
}
