import type { Command } from '../../model/host/command.ts';
import { MINUTE } from '../../model/duration.ts';

export const KEEPALIVED_UNIT = 'quorate-keepalived';

/** `systemctl` with these arguments and the unit of keepalived. */
export function keepalivedUnit(...args: readonly string[]): Command {
  return { program: 'systemctl', args: [...args, KEEPALIVED_UNIT], as: 'root', timeoutMs: 2 * MINUTE };
}
