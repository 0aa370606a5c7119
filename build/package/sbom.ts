import { execFileSync } from 'node:child_process';
import type { BundledPackage } from './licenses.ts';

/** The fields of CycloneDX that are used here. */
interface Component {
  readonly 'bom-ref': string;
  readonly licenses?: readonly { readonly license: { readonly id: string } }[];
}
export interface Bom {
  readonly metadata: { readonly timestamp: string };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

/**
 * The software bill of materials of all packages in the lock file. Without `--omit dev`, because npm then omits packages that
 * both the program and a development dependency need.
 */
export function npmSbom(root: string): Bom {
  const argv = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'];
  return JSON.parse(execFileSync('npm', argv, { cwd: root, encoding: 'utf8', maxBuffer: 64 << 20 })) as Bom;
}

/**
 * Restricts a bill to what is in the bundle, with the license of each package, and adds Node. Has no random number and
 * the given date, so that packing twice gives the same bytes.
 * @throws Error if a bundled package is not in the bill
 */
export function bundleSbom(
  { serialNumber: _, ...bom }: Bom & { readonly serialNumber?: string },
  packages: readonly BundledPackage[],
  { node, date }: { readonly node: BundledPackage; readonly date: Date },
): Bom {
  const components = packages.map(({ name, version, license }) => {
    const component = bom.components.find((one) => one['bom-ref'] === `${name}@${version}`);
    if (!component) throw new Error(`${name}@${version} is bundled, but npm sbom does not list it`);
    return { ...component, licenses: licensesOf(license) };
  });
  const refs = new Set(components.map((one) => one['bom-ref']));
  const dependencies = bom.dependencies
    .filter(({ ref }) => refs.has(ref) || !bom.components.some((one) => one['bom-ref'] === ref))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((one) => refs.has(one)) }));
  return {
    ...bom,
    metadata: { ...bom.metadata, timestamp: date.toISOString() },
    components: [...components, nodeComponent(node)],
    dependencies,
  };
}

function nodeComponent({ version, license }: BundledPackage) {
  const about = { type: 'platform', name: 'node', version, purl: `pkg:generic/node@${version}` };
  return { 'bom-ref': `node@${version}`, ...about, licenses: licensesOf(license) };
}

const licensesOf = (id = '') => [{ license: { id } }];
