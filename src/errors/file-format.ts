import { shellHere, type ShellStep } from '../model/next-step.ts';
import { wordToLog } from '../model/host/command-text.ts';

/** The use of a file, which decides the command that converts it. */
type Purpose = 'text' | 'certificate' | 'tls key' | 'ssh key';

interface Format {
  readonly name: string;
  /** Matches the start of the file, decoded as UTF-8 or Latin-1. */
  readonly starts: RegExp;
  readonly convert: Readonly<Partial<Record<Purpose, (file: string) => string>>>;
}

const viaNewFile = (command: (file: string) => string) => (file: string) =>
  `umask 077; ${command(file)} >${file}.new && mv ${file}.new ${file}`;
const fromUtf16 = viaNewFile((file) => `iconv -f UTF-16 -t UTF-8 ${file}`);
const puttygen = (file: string) => `puttygen ${file} -O private-openssh -o ${file}.openssh`;
const rewriteKey = (file: string) => `ssh-keygen -p -f ${file}`;

const FORMATS: readonly Format[] = [
  {
    name: 'UTF-16 text, as some programs for Windows write',
    starts:
      /^(?:(?:\uFFFD\uFFFD|\u00FF\u00FE|\u00FE\u00FF)(?:[^\0]\0|\0[^\0])|(?:[^\0]\0){4}|(?:\0[^\0]){4})/,
    convert: { text: fromUtf16, certificate: fromUtf16, 'tls key': fromUtf16, 'ssh key': fromUtf16 },
  },
  {
    name: "a key in PuTTY's format (PPK)",
    starts: /^\s*PuTTY-User-Key-File-/,
    convert: { 'ssh key': puttygen, 'tls key': puttygen },
  },
  {
    name: 'a key in the format of ssh.com',
    starts: /^\s*---- BEGIN SSH2 ENCRYPTED PRIVATE KEY/,
    convert: { 'ssh key': puttygen },
  },
  {
    name: 'a key in PKCS #8 format whose type only newer programs read',
    starts: /^\s*-----BEGIN (?:ENCRYPTED )?PRIVATE KEY-----/,
    convert: { 'ssh key': rewriteKey },
  },
  {
    name: 'a key in OpenSSH format',
    starts: /^\s*-----BEGIN OPENSSH PRIVATE KEY-----/,
    convert: { 'tls key': (file) => `ssh-keygen -p -m PEM -f ${file}` },
  },
  {
    name: 'in PKCS #12 format',
    starts: /^0[^]{3}\x02\x01\x03/,
    convert: {
      certificate: viaNewFile((file) => `openssl pkcs12 -in ${file} -nokeys`),
      'tls key': viaNewFile((file) => `openssl pkcs12 -in ${file} -nodes -nocerts`),
    },
  },
  {
    name: 'in DER format',
    starts: /^0[\u0080-\u00FF\uFFFD]/,
    convert: {
      certificate: viaNewFile((file) => `openssl x509 -inform DER -in ${file}`),
      'tls key': viaNewFile((file) => `openssl pkey -inform DER -in ${file}`),
      'ssh key': viaNewFile((file) => `openssl pkey -inform DER -in ${file}`),
    },
  },
  {
    name: 'in PKCS #7 format',
    starts: /^\s*-----BEGIN PKCS7-----/,
    convert: { certificate: viaNewFile((file) => `openssl pkcs7 -print_certs -in ${file}`) },
  },
];

/**
 * Reports that a file is in another format than its purpose needs, with the command that converts it. Returns undefined
 * for a format that is not listed here.
 */
export function wrongFormat(
  text: string,
  { path, purpose }: { readonly path: string; readonly purpose: Purpose },
): { readonly why: string; readonly next: ShellStep } | undefined {
  for (const { name, starts, convert } of FORMATS) {
    const command = convert[purpose]?.(wordToLog(path));
    if (command !== undefined && starts.test(text))
      return { why: `it is ${name}`, next: shellHere(command, 'convert it') };
  }
  return undefined;
}
