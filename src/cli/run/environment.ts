import { randomUUID } from 'node:crypto';
import type { Emit } from '../../events/events.ts';
import type { RunEnvironment } from '../../execute/environment.ts';
import { planDigest } from '../../plan/digest.ts';
import type { Transport } from '../../transport/port.ts';
import { packageVersion } from '../resource.ts';
import type { Edges } from '../program-environment.ts';
import { isHolderRunning, holderOf } from './lock-holder.ts';
import type { Prepared } from './prepare.ts';

/** Identifies one run in events, receipts and locks. */
export function newRun(): string {
  return randomUUID().slice(0, 13);
}

interface Wiring {
  readonly prepared: Prepared;
  readonly command: string;
  readonly run: string;
  readonly emit: Emit;
  readonly recorded: RunEnvironment['recorded'];
  readonly signal: AbortSignal;
  readonly transport: Transport;
}

/** Everything that the executor needs besides the plan. */
export function environment(
  { prepared, command, run, emit, recorded, signal, transport }: Wiring,
  { clock }: Edges,
): RunEnvironment {
  const { cluster, text } = prepared.inventory;
  const receiptKey = prepared.material.secrets.receipt_key;
  return {
    transport,
    clock,
    emit,
    recorded,
    cluster,
    receiptKey,
    run,
    command,
    inventory: planDigest(receiptKey)(text),
    holder: holderOf({ cluster: cluster.name, command, run }),
    version: packageVersion(),
    isHolderRunning,
    signal,
  };
}
