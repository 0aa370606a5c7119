import type { DetailsRequest, HostDetails } from '../../../model/host/details.ts';
import type { AbsolutePath } from '../../../model/names.ts';
import { MINUTE } from '../../../model/duration.ts';
import { Malformed } from '../worker/no-response.ts';
import type { Reply, RunRequest } from '../worker/response.ts';
import { outOf, trimmedLines } from '../worker/text.ts';
import { detailsScript } from './details-script.ts';

/** The script resolves names, asks package managers and times a disk. */
const LIMIT = 4 * MINUTE;
/** The number of writes that `sync_time` makes. */
const WRITES = 100;

export function readDetails(run: RunRequest, ask: DetailsRequest): Promise<HostDetails> {
  return run({ ...detailsScript(ask), what: 'the check', limitMs: LIMIT, commandsMs: MINUTE }, parse);
}

/** @throws Malformed if the script did not run to its end */
function parse({ sections }: Reply): HostDetails {
  const lines = (head: string) => trimmedLines(outOf(sections.find((one) => one.head === head)));
  if (!sections.some(({ head }) => head === 'complete')) throw new Malformed('no section "complete"');
  return {
    resolved: Object.fromEntries(
      lines('names')
        .map(wordsOf)
        .map(([name = '', ...found]) => [name, found]),
    ),
    ...numberOf('mtu', lines('mtu')),
    paths: Object.fromEntries(lines('paths').flatMap(pathOf)),
    ...synchronizedOf(lines('synchronized')),
    timeServices: lines('time-services').map(wordsOf).map(timeService),
    ...selinuxOf(lines('selinux')),
    firewalls: lines('firewalls'),
    ...packageLockOf(lines('package-lock')),
    missingPackages: lines('missing-packages'),
    unreachableRepositories: lines('repositories'),
    leftovers: lines('leftovers') as AbsolutePath[],
    absent: lines('absent') as AbsolutePath[],
    unwritable: lines('unwritable').map(unwritable),
    ...syncOf(lines('sync')),
  };
}

function wordsOf(line: string): readonly string[] {
  return line.split(' ').filter(Boolean);
}

function numberOf(name: 'mtu', [line]: readonly string[]): Partial<HostDetails> {
  return /^\d+$/.test(line ?? '') ? { [name]: Number(line) } : {};
}

function pathOf(line: string): readonly (readonly [string, 'whole' | 'smaller'])[] {
  const [address = '', reached] = wordsOf(line);
  return reached === 'whole' || reached === 'smaller' ? [[address, reached]] : [];
}

/** `System clock synchronized: yes`, before systemd 239 `NTP synchronized: yes`. */
function synchronizedOf([line]: readonly string[]): Partial<HostDetails> {
  const answer = /synchronized: (yes|no)$/i.exec(line ?? '')?.[1];
  return answer === undefined ? {} : { synchronized: answer === 'yes' };
}

function timeService([unit = '', state]: readonly string[]): HostDetails['timeServices'][number] {
  return { unit, active: state === 'active' };
}

/** `Enforcing`, then `haproxy_connect_any --> off`. */
function selinuxOf([mode, boolean]: readonly string[]): Partial<HostDetails> {
  if (mode === undefined) return {};
  const allowed = / --> (on|off)$/.exec(boolean ?? '')?.[1];
  return {
    selinux: mode.toLowerCase(),
    ...(allowed === undefined ? {} : { haproxyMayConnect: allowed === 'on' }),
  };
}

function packageLockOf([line]: readonly string[]): Partial<HostDetails> {
  const [path, pid, by = ''] = wordsOf(line ?? '');
  return path === undefined ? {} : { packageLock: { path, pid: Number(pid), by } };
}

function unwritable(line: string): HostDetails['unwritable'][number] {
  const [path = '/', ...why] = line.split(' ');
  return { path: path as AbsolutePath, why: why.join(' ') };
}

function syncOf([line]: readonly string[]): Partial<HostDetails> {
  return /^\d+$/.test(line ?? '') ? { syncMs: Number(line) / WRITES } : {};
}
