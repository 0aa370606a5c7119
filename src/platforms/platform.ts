import type { ReadManager } from '../components/read-membership.ts';
import type { Gate } from '../gates/gate.ts';
import type { GatePlatform } from '../gates/gate-platform.ts';
import type { CheckPlan } from '../gates/hosts/check-plan.ts';
import type { RepairNames } from '../gates/causes/known-message.ts';
import type { Cluster } from '../model/cluster.ts';
import type { GateCheck } from '../model/health/gate.ts';
import type { Recovery, RecoveryStep } from '../model/health/recovery.ts';
import type { SameVersions } from '../model/host/package-source.ts';
import type { Flow } from '../model/host/connections.ts';
import type { Material } from '../model/material.ts';
import type { AbsolutePath, GateName, Service } from '../model/names.ts';
import type { Phase } from '../phases/phase.ts';
import type { InventoryPlatform } from './inventory-platform.ts';

/** A platform: its phases and gates, and the functions, names and paths that other modules need of it. */
export interface Platform extends GatePlatform, InventoryPlatform, RepairNames {
  /** By the name that playbooks use. */
  readonly phases: Readonly<Record<string, Phase>>;
  /** Gates besides the shared ones. */
  readonly gates: Readonly<Partial<Record<GateName, Gate>>>;
  /** Reads a manager's answers to the probes of `membershipQuery`. Never throws. */
  readonly managerView: ReadManager;
  /** Logs that explain why a gate failed, by host, the most specific first. */
  readonly logsOf: (cluster: Cluster, gate: GateLog) => NonNullable<GateCheck['logs']>;
  /** Every port that one host needs of another. */
  readonly flows: (cluster: Cluster) => readonly Flow[];
  /**
   * True if hosts keep their receipts by role, because the names of other receipts do not tell roles apart that share a
   * machine.
   */
  readonly receiptsByRole: boolean;
  /** The packages that the members of a service must have in the same version; none if the product decides. */
  readonly sameVersions: (cluster: Cluster, service: Service) => SameVersions;
  /** The units of the services whose ports `flows` lists. */
  readonly serviceUnits: readonly string[];
  /** The queries and requirements of `quorate check`. */
  readonly checkPlan: (cluster: Cluster, material: Material) => CheckPlan;
  /** The commands, typed on a host, that empty it. */
  readonly emptyHost: string;
  /** The key of the inventory that names the database which the first manager creates on an external server. */
  readonly databaseSetting: string;
  /** Returns the commands that recover a service, in order; none if it is healthy. */
  readonly recoverySteps: (cluster: Cluster, recovery: Recovery) => readonly RecoveryStep[];
  /** Commands for the operator's own machine, printed after a successful deploy; no secrets. */
  readonly closingLines: (cluster: Cluster) => readonly string[];
}

interface GateLog {
  readonly queries: GateCheck['queries'];
  readonly log: AbsolutePath;
}
