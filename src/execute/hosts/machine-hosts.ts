import type { Problem } from '../../errors/errors.ts';
import type { Cluster, Host } from '../../model/cluster.ts';
import { machinesOf, type Machine } from '../../model/host/machines.ts';
import type { HostName, JobName, ReceiptName, Role } from '../../model/names.ts';
import { jobsOfRole } from '../../model/stored-formats.ts';
import { platformOf } from '../../registry/platforms.ts';
import type { HostChange, Job, Session, Survey } from '../../transport/port.ts';

/**
 * The hosts of each machine. Each host sees only the receipts and jobs of its own role: on a platform that keeps them by
 * role, the names of a role's receipts begin with the role.
 */
export class MachineHosts {
  readonly #machines = new Map<HostName, Machine>();
  readonly #hosts: ReadonlyMap<HostName, Host>;
  readonly #byRole: boolean;

  constructor(cluster: Cluster) {
    for (const machine of machinesOf(cluster.hosts))
      for (const { name } of machine.hosts) this.#machines.set(name, machine);
    this.#hosts = new Map(cluster.hosts.map((host) => [host.name, host]));
    this.#byRole = platformOf(cluster).receiptsByRole;
  }

  /** The name of the host's machine. */
  nameOf(host: HostName): HostName {
    return this.#machines.get(host)?.name ?? host;
  }

  /** The machines of the hosts, each once. */
  of(hosts: readonly HostName[]): readonly HostName[] {
    return [...new Set(hosts.map((host) => this.nameOf(host)))];
  }

  hostsOf(machine: HostName): readonly HostName[] {
    return this.#machines.get(machine)?.hosts.map(({ name }) => name) ?? [machine];
  }

  /** The problems of a machine as problems of those of its hosts that are asked for. */
  onEachHost(
    machine: HostName,
    asked: readonly HostName[],
    problems: readonly Problem[],
  ): readonly Problem[] {
    const hosts = asked.filter((host) => this.nameOf(host) === machine);
    const address = this.#hosts.get(machine)?.address;
    return problems.flatMap((problem) =>
      hosts.map((host) => ({ ...problem, where: host, ...(address !== undefined && { address }) })),
    );
  }

  /** The part of a machine's survey that concerns one of its hosts. */
  surveyOf(host: HostName, survey: Survey): Survey {
    const role = this.#roleOf(host);
    if (!role) return survey;
    return {
      ...survey,
      receipts: underPrefix(survey.receipts, prefixOf(role)),
      jobs: Object.fromEntries(
        Object.entries(survey.jobs).filter(([job]) => this.#ownerOf(job, host) === host),
      ),
    };
  }

  /** The session of a machine, for one of its hosts. */
  sessionOf(host: HostName, session: Session): Session {
    const own = session.host === host ? session : session.on(host);
    const role = this.#roleOf(host);
    return role ? withOwnReceipts(own, role) : own;
  }

  #roleOf(host: HostName): Role | undefined {
    return this.#byRole ? this.#hosts.get(host)?.role : undefined;
  }

  /** The host of the machine whose role the job is for; its first host if none is. */
  #ownerOf(job: JobName, host: HostName): HostName {
    const hosts = this.#machines.get(host)?.hosts ?? [];
    return hosts.find(({ role }) => jobsOfRole(role).includes(job))?.name ?? this.nameOf(host);
  }
}

const prefixOf = (role: Role): ReceiptName => `${role}/`;

function underPrefix(receipts: Survey['receipts'], prefix: string): Survey['receipts'] {
  const own = Object.entries(receipts).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, receipt]) => [name.slice(prefix.length), receipt]));
}

function withOwnReceipts(session: Session, role: Role): Session {
  const named = <T extends { readonly name: ReceiptName }>(receipt: T): T => ({
    ...receipt,
    name: `${prefixOf(role)}${receipt.name}`,
  });
  const ownJob = (job: Job): Job => ({ ...job, receipt: named(job.receipt) });
  const ownChange = (change: HostChange): HostChange => {
    if (change.kind === 'receipt') return named(change);
    return change.kind === 'forget' ? { ...change, only: role } : change;
  };
  return {
    ...session,
    change: (changes) => session.change(changes.map(ownChange)),
    startJob: (job) => session.startJob(ownJob(job)),
  };
}
