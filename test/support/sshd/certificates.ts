import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'pipe' });

/** Creates a CA with openssl: `<name>.crt` and `<name>.key` in a directory. */
export function makeAuthority(directory: string, name: string): void {
  const file = (ending: string) => join(directory, ending);
  openssl(
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-subj',
    `/CN=${name}`,
    '-days',
    '9',
    '-keyout',
    file(`${name}.key`),
    '-out',
    file(`${name}.crt`),
  );
}

/** Creates a certificate signed by the CA `ca` in the directory; negative `days` make it expired. */
export function makeCertificate(
  directory: string,
  name: string,
  { san, days = 9 }: { san: string; days?: number },
): void {
  const file = (ending: string) => join(directory, ending);
  openssl(
    'req',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-subj',
    `/CN=${name}`,
    '-keyout',
    file(`${name}.key`),
    '-out',
    file(`${name}.csr`),
  );
  writeFileSync(file('ext'), `subjectAltName=${san}\n`);
  openssl(
    'x509',
    '-req',
    '-in',
    file(`${name}.csr`),
    '-CA',
    file('ca.crt'),
    '-CAkey',
    file('ca.key'),
    '-CAcreateserial',
    '-days',
    String(days),
    '-extfile',
    file('ext'),
    '-out',
    file(`${name}.crt`),
  );
}
