/**
 * Runs ssh as its child until stdin closes, which happens when Quorate ends in any way, SIGKILL included. Then ends ssh
 * and, in the same process group, the commands that it runs (ProxyCommand). Exits with the exit code of ssh.
 */
const WATCHDOG = [
  'exec 3<&0 </dev/null',
  '"$@" 3<&- & ssh=$!',
  '{ read -r _ <&3; kill "$ssh"; sleep 2; kill -9 0; } 2>/dev/null >&2 & watch=$!',
  'exec 3<&-',
  'wait "$ssh"; code=$?',
  'kill "$watch" 2>/dev/null',
  'exit "$code"',
].join('\n');

/** The program and arguments that run ssh under the watchdog. */
export function watched(ssh: string, args: readonly string[]): readonly [string, readonly string[]] {
  return ['/bin/sh', ['-c', WATCHDOG, 'quorate-ssh', ssh, ...args]];
}
