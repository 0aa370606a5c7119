import type { Host } from '../../../model/cluster.ts';
import type { HostName } from '../../../model/names.ts';
import { readLocalFile } from '../../../errors/local-file.ts';
import { isNoFile } from '../config/overridden.ts';
import type { Configured } from '../config/configured.ts';
import { basicsOf, isSet } from '../config/effective.ts';
import type { Place } from '../config/effective.ts';
import { routeTo } from '../config/route.ts';
import { parsedSshConfig } from '../config/source.ts';
import type { SshConfigSource } from '../config/source.ts';
import { hasPublicPart } from './local-files.ts';

/** The files of one setting of ssh_config, of which SSH needs one. */
interface NamedFiles {
  readonly keyword: 'IdentityFile' | 'CertificateFile' | 'UserKnownHostsFile';
  readonly paths: readonly string[];
  /** `file:line`. */
  readonly at?: string;
}

/** A setting of ssh_config that names files which cannot be used. */
export interface UnusableFiles extends Pick<NamedFiles, 'keyword' | 'at'> {
  readonly paths: readonly string[];
  readonly why: string;
  /** The hosts for which the setting counts. */
  readonly hosts: readonly HostName[];
}

/**
 * Returns the settings of ssh_config whose key, certificate or known_hosts file cannot be used. Both clients skip such
 * files without a message. Contacts no host, and starts no process.
 */
export async function unusableFiles(
  hosts: readonly Host[],
  source: SshConfigSource,
): Promise<readonly UnusableFiles[]> {
  const read = parsedSshConfig(source);
  const found = new Map<string, UnusableFiles>();
  const states = new Map<string, Promise<string | undefined>>();
  for (const host of hosts) {
    const { configured, hops } = await routeTo(host, { read, place: source });
    const way = [{ asked: host, configured }, ...hops];
    for (const named of way.flatMap((one) => namedFiles(one.asked, one.configured, source))) {
      const key = JSON.stringify([named, host.ssh.agent]);
      const fault = states.get(key) ?? faultOf(named, host.ssh.agent);
      states.set(key, fault);
      const why = await fault;
      if (why !== undefined) add(found, { ...named, why, hosts: [host.name] });
    }
  }
  return [...found.values()];
}

/** Returns the keys, certificates and known_hosts files that ssh_config names for a host, and that it uses. */
function namedFiles(host: Host, configured: Configured, place: Place): readonly NamedFiles[] {
  const { path } = basicsOf(host, configured, place);
  const filesOf = (keyword: NamedFiles['keyword'], isList: boolean): readonly NamedFiles[] =>
    (configured.values.get(keyword) ?? []).flatMap(({ words, at }) => {
      const paths = (isList ? words : [words.join(' ')]).filter((file) => !isNoFile(file)).map(path);
      return paths.length === 0 ? [] : [{ keyword, paths, ...(at !== undefined && { at }) }];
    });
  return [
    ...(host.ssh.identity === undefined ? filesOf('IdentityFile', false) : []),
    ...filesOf('CertificateFile', false),
    ...(isSet(host.ssh, 'known_hosts') ? [] : filesOf('UserKnownHostsFile', true)),
  ];
}

/** Adds the host and the paths to those for which the same line has the same fault. */
function add(found: Map<string, UnusableFiles>, one: UnusableFiles): void {
  const key = JSON.stringify([one.keyword, one.at ?? one.paths, one.why]);
  const before = found.get(key);
  const union = (before: readonly string[] = [], more: readonly string[]) => [
    ...new Set([...before, ...more]),
  ];
  found.set(key, {
    ...one,
    paths: union(before?.paths, one.paths),
    hosts: union(before?.hosts, one.hosts),
  });
}

/** Undefined if one of the files can be used. */
async function faultOf({ keyword, paths }: NamedFiles, agent: boolean): Promise<string | undefined> {
  const faults = await Promise.all(
    paths.map((path) => (keyword === 'IdentityFile' ? keyFault(path, agent) : fileFault(path))),
  );
  return faults.includes(undefined) ? undefined : faults[0];
}

/** Parsing keys loads ssh2, which a configuration without keys does without. */
const keys = () => import('./login/keys.ts');

/** A key in the agent needs only its public part as a file. A key that only the OpenSSH client can read is no fault. */
async function keyFault(path: string, agent: boolean): Promise<string | undefined> {
  if (agent && (await hasPublicPart(path))) return undefined;
  const { stateOfKey } = await keys();
  const state = await stateOfKey(path);
  return state === 'readable by other accounts' ? `the private key is ${state}` : fileFault(path);
}

async function fileFault(path: string): Promise<string | undefined> {
  try {
    await readLocalFile(path);
    return undefined;
  } catch (error) {
    const { describeUnreadable } = await keys();
    return describeUnreadable(error as NodeJS.ErrnoException);
  }
}
