import type { LogSource } from '../../model/health/gate.ts';
import type { HostName } from '../../model/names.ts';
import { shellOn, type ShellStep } from '../../model/next-step.ts';

/** The command that prints the end of a log on its host. */
export function showLog(host: HostName, source: LogSource): ShellStep {
  return shellOn(
    host,
    typeof source === 'string' ? `tail -n 50 ${source}` : `journalctl -u ${source.unit} -n 50`,
  );
}
