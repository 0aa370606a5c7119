import { execFile } from 'node:child_process';
import { isIP } from 'node:net';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs openssl, as a second opinion. @returns its output; throws if it does not exit with 0 */
export async function openssl(...args: readonly string[]): Promise<string> {
  return (await run('openssl', args)).stdout;
}

/** Verifies a chain strictly, as the hosts do, for this name or address. */
export async function verifies(directory: string, file: string, named: string): Promise<string> {
  const flag = isIP(named) === 0 ? '-verify_hostname' : '-verify_ip';
  const args = ['-x509_strict', '-auth_level', '2', '-CAfile', `${directory}/ca.crt`, flag, named];
  return openssl('verify', ...args, `${directory}/${file}.crt`);
}
