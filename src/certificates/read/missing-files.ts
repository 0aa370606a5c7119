import { basename } from 'node:path';
import { commandStep, either, inOrder, manual, type Next } from '../../model/next-step.ts';
import type { CertificateFinding } from '../check/finding.ts';
import { PUT, SIGN } from './pem-file.ts';

/** Next steps of one missing file, and of several. */
const OF_SEVERAL: ReadonlyMap<Next, Next> = new Map<Next, Next>([
  [PUT, either(manual('copy them there'), commandStep('certificates issue'))],
  [
    SIGN,
    inOrder(
      'have the .csr file next to each of them signed, and save the certificate in PEM format',
      commandStep('certificates check'),
    ),
  ],
]);

/** Replaces the findings about several missing files with one finding for each next step, which names the files. */
export function groupMissing(
  directory: string,
  findings: readonly CertificateFinding[],
): readonly CertificateFinding[] {
  const steps = [...new Set(findings.flatMap(({ isMissing, next }) => (isMissing ? [next] : [])))];
  const groups = steps.map((next) => findings.filter((one) => one.isMissing && one.next === next));
  const several = groups.filter(({ length }) => length > 1);
  const grouped = several.flat();
  return [
    ...several.map((group) => missingFiles(directory, group)),
    ...findings.filter((finding) => !grouped.includes(finding)),
  ];
}

function missingFiles(directory: string, group: readonly CertificateFinding[]): CertificateFinding {
  const names = group.map(({ where }) => basename(where));
  const next = group.map((finding) => finding.next && (OF_SEVERAL.get(finding.next) ?? finding.next))[0];
  return {
    where: directory,
    check: 'certificate',
    what: `${kindsOf(names)} do not exist: ${names.join(', ')}`,
    ...(next === undefined ? {} : { next }),
    isMissing: true,
  };
}

/** `3 certificates and 2 keys` */
function kindsOf(names: readonly string[]): string {
  const keys = names.filter((name) => name.endsWith('.key')).length;
  return [
    [names.length - keys, 'certificate'],
    [keys, 'key'],
  ]
    .flatMap(([n, noun]) => (n === 0 ? [] : [`${n} ${noun}${n === 1 ? '' : 's'}`]))
    .join(' and ');
}
