import { execFile } from 'node:child_process';
import { isIP } from 'node:net';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The real program, as a second opinion. @returns what it prints; throws when it does not exit with 0 */
export async function openssl(...args: readonly string[]): Promise<string> {
  return (await run('openssl', args)).stdout;
}

/** Does the chain hold, for servers and clients as hosts verify them, under this name or address? */
export async function verifies(folder: string, file: string, named: string): Promise<string> {
  const flag = isIP(named) === 0 ? '-verify_hostname' : '-verify_ip';
  const args = ['-x509_strict', '-auth_level', '2', '-CAfile', `${folder}/ca.crt`, flag, named];
  return openssl('verify', ...args, `${folder}/${file}.crt`);
}
