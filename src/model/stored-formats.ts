import type { AbsolutePath, Digest, HostName, JobName, ReceiptName, Role, Service, StepId } from './names.ts';

/**
 * The names and shapes of receipts, jobs, locks, history, notes and saved plans, the kinds of events, and the format
 * number. Other files define the rest of the events, which the journal stores, and of the JSON output: `events/events.ts`
 * the keys and outcomes of events, `model/health` verdicts, failure classes and proofs, `model/next-step.ts` next steps,
 * `model/plan` plans, `report/tables` and `cli` the rest. Change a term only together with a reader for its old data.
 */

/** The format of all stored data and of all JSON output. Older and newer data is refused, never guessed. */
export const FORMAT = 2;
export type Format = typeof FORMAT;

/** Directories and files on a host. `LOCKS` is a directory that a reboot deletes, on purpose. */
export const STATE_DIRECTORY = '/var/lib/quorate';
export const RECEIPTS = `${STATE_DIRECTORY}/receipts` as const;
export const JOBS = `${STATE_DIRECTORY}/jobs` as const;
export const HISTORY = `${STATE_DIRECTORY}/history.ndjson` as const;
export const LOCKS = '/run/quorate';

/** The directory, in the inventory's directory, of every cluster's runs and notes. */
export const LOCAL_DIRECTORY = '.quorate';
/** The file, in the directory of a run, that stores its events. */
export const EVENTS_FILE = 'events.ndjson';

/**
 * Commands that convert a host's data from format 1 to 2, for a root shell on that host. Format 2 renamed two groups of
 * receipts and one outcome in the history. They are short, because they are printed below a problem.
 */
export const CONVERT_FORMAT_1: readonly string[] = [
  `cd ${STATE_DIRECTORY} || exit`,
  'mv receipts/founded receipts/bootstrapped',
  'mv receipts/found receipts/observed',
  `find receipts -type f -exec sed -i '1s/"v":1/"v":2/' {} +`,
  `find jobs -name started -exec sed -i '1s/^1 /2 /' {} +`,
  `sed -i 's/"v":1/"v":2/; s/"begun"/"started"/' history.ndjson`,
];

/** A receipt: the record, on a host, of the settings that were applied there. */
export interface Receipt {
  readonly v: Format;
  /** Digests by setting name. They are keyed for this host by its machine-id. */
  readonly inputs: Readonly<Record<string, Digest>>;
  /** By the host's clock. */
  readonly at: number;
  readonly run: string;
}

/** Receipts that do not depend on a service, a job or a path. */
export const RECEIPT = {
  package: 'package',
  license: 'license',
  cliProfile: 'cli-profile',
  databaseNodes: 'database-nodes',
  haproxy: 'haproxy',
  keepalived: 'keepalived',
  sysctl: 'sysctl',
  restarted: 'restarted',
  units: 'units',
  reloaded: 'reloaded',
  brokerObjects: 'broker-objects',
  application: 'application',
} as const satisfies Record<string, ReceiptName>;

/** Records the settings that an installation applied. */
export function installReceipt(service: Service): ReceiptName {
  return `install/${service}`;
}

/** Records that the service is bootstrapped: its gate has passed once. */
export function bootstrappedReceipt(service: Service): ReceiptName {
  return `bootstrapped/${service}`;
}

/** Written by a job that declares no receipt, once it has succeeded. */
export function jobReceipt(job: JobName): ReceiptName {
  return `job/${job}`;
}

/** Records the digest of the content that Quorate last wrote to a path. */
export function fileReceipt(path: AbsolutePath): ReceiptName {
  return `file${path}`;
}

/** Records the digest of the content that Quorate found in a path right after the product had rewritten it. */
export function observedReceipt(path: AbsolutePath): ReceiptName {
  return `observed${path}`;
}

/** Setting names in receipts, without those of an installation, which are named after the keys of config.yaml. */
export const SETTING = {
  content: 'content',
  sha256: 'sha256',
  license: 'license',
  members: 'members',
  databases: 'databases',
  request: 'request',
  packages: 'packages',
  packageSource: 'package_source',
} as const;

/** Names of jobs: directories below JOBS and parts of unit names. */
export const JOB = {
  installPackage: 'install-package',
  /** Installs packages of the distribution, on a platform on which several roles may share a machine. */
  installPackages: (service: Service): JobName => `install-packages-${service}`,
  installHaproxy: 'install-haproxy',
  installKeepalived: 'install-keepalived',
  install: (service: Service): JobName => `install-${service}`,
  remove: (service: Service): JobName => `remove-${service}`,
  restart: (service: Service): JobName => `restart-${service}`,
  reconfigure: (service: Service): JobName => `reconfigure-${service}`,
} as const;

/** The jobs of a role's hosts on a platform on which several roles may share a machine. */
export function jobsOfRole(role: Role): readonly JobName[] {
  if (role === 'load_balancer') return [JOB.installHaproxy, JOB.installKeepalived];
  return [JOB.installPackages, JOB.install, JOB.remove, JOB.restart, JOB.reconfigure].map((job) => job(role));
}

/** The run that holds a lock: the second line of a lock file, below `FORMAT TOKEN ACQUIRED-AT`. */
export interface Holder {
  readonly cluster: string;
  readonly token: string;
  readonly who: string;
  readonly from: string;
  readonly command: string;
  readonly run: string;
  /** `machineId`, `bootId`, `pid` and `started` identify the process that holds the lock. */
  readonly machineId: string;
  readonly bootId: string;
  readonly pid: number;
  readonly started: string;
}

/** A host keeps this many history entries and drops older ones. */
export const HISTORY_KEPT = 500;

export type Ending = 'done' | 'failed' | 'interrupted';

/** One line of a host's history. A run that changes hosts writes one when it starts and one when it ends. */
export interface HistoryEntry {
  readonly v: Format;
  readonly run: string;
  readonly who: string;
  readonly from: string;
  readonly command: string;
  /** Keyed digest of the inventory's text: shows whether two runs used the same text. */
  readonly inventory: Digest;
  readonly outcome: 'started' | Ending;
  /** Absent while the outcome is `started`. */
  readonly exitCode?: number;
  readonly ms?: number;
  /** By the host's clock. */
  readonly at: number;
}

/** A note in the inventory's directory with which a repeated `restart` resumes. */
export interface RestartNote {
  readonly id: string;
  readonly startedAt: number;
}

/** A note in the inventory's directory with which a repeated `switchover` resumes: the former leader. */
export interface SwitchoverNote {
  readonly leader: HostName;
  readonly startedAt: number;
}

/** The addresses that a host's name had before `replace-host` changed them in the inventory. */
export interface ReplacementNote {
  readonly former: readonly {
    readonly address: string;
    readonly privateIp: string;
    readonly publicIp: string;
  }[];
}

/** File names, without `.json`, of the notes that let an unfinished command resume. */
export const NOTE = {
  restart: (scope: string) => `restart-${scope}`,
  switchover: 'switchover',
  replaced: (name: HostName) => `replaced-${name}`,
} as const;

/** Keyed digests by name. Equal values have equal digests, and the values cannot be read from the digests. */
type Parts = Readonly<Record<string, Digest>>;

/** The plan and the hosts in a saved plan, as keyed digests by name. */
export interface SavedPlan {
  /** By step, phase and gate. */
  readonly plan: Readonly<Record<string, Parts>>;
  readonly marks: Readonly<Record<StepId, Mark>>;
  /** The surveys that the plan was compared with. */
  readonly surveys: Readonly<Record<HostName, Parts>>;
}

/** The file that `plan --save` writes. */
export interface SavedPlanFile {
  readonly format: Format;
  readonly command: 'deploy';
  /** As given on the command line; absent for the command's own playbook. */
  readonly playbook?: string;
  /** ISO 8601, by the clock of this machine. */
  readonly savedAt: string;
  readonly contents: SavedPlan;
  /** Keyed digest of all other fields. It differs if the file was edited, or if the receipt key is another one. */
  readonly digest: Digest;
}

/** The effect of a step at run time, in `plan --output json` and in saved plans. */
export type Mark = 'up-to-date' | 'change' | 'requires' | 'decided-at-run-time';

/** Every kind of event, in `--output json` and in `events.ndjson`. */
export const EVENT_KINDS = [
  'run.started',
  'run.compared',
  'host.connected',
  'host.lost',
  'host.retried',
  'host.not-connected',
  'host.surveyed',
  'lock.acquired',
  'lock.taken-over',
  'lock.released',
  'phase.started',
  'phase.finished',
  'step.started',
  'step.progress',
  'step.output',
  'step.finished',
  'proof',
  'gate.started',
  'gate.polled',
  'gate.finished',
  'run.warned',
  'run.interrupted',
  'run.finished',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** Purposes of the files of Quorate on a host, by path. */
export const STATE_FILES: Readonly<Record<AbsolutePath, string>> = {
  [STATE_DIRECTORY]: 'everything that Quorate stores on the host; only root can read it',
  [RECEIPTS]: 'receipts of the applied settings: digests, no values',
  [JOBS]: 'a directory for each job, with its log and exit code',
  [HISTORY]: `the last ${HISTORY_KEPT} entries of the run history`,
  [LOCKS]: 'the locks; a reboot deletes them',
};
