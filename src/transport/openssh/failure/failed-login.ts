import type { Problem } from '../../../errors/errors.ts';
import type { Host } from '../../../model/cluster.ts';
import type { ConnectCause } from '../../../model/host/connect-cause.ts';
import type { PrintedSettings } from '../../ssh/config/openssh.ts';

/** An attempt to log in that a master did not finish. */
export interface FailedLogin {
  readonly host: Host;
  /** Lines that ssh printed. */
  readonly lines: readonly string[];
  readonly how: 'ended' | 'late' | 'interrupted';
  readonly limitMs: number;
  /** True if the host is reached through a bastion of Quorate. */
  readonly isBehind: boolean;
  /** Prompts of the host that had no answer. */
  readonly unanswered: readonly string[];
  /** The effective settings of ssh, by keyword. Read only if an explanation needs them. */
  readonly settings?: PrintedSettings;
}

/** Why an attempt failed. `transient` is set if a retry may help. */
export interface ExplainedLogin {
  readonly problem: Omit<Problem, 'where'>;
  readonly transient?: ConnectCause;
  /** True if perhaps the bastion opened no channel to the host. */
  readonly isOfBastion?: boolean;
}
