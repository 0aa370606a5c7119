import { installPackage } from '../cloudify/commands.ts';
import { configOf } from '../cloudify/config/config.ts';
import { toYaml } from '../cloudify/config/yaml.ts';
import { brokerNode } from '../cloudify/members.ts';
import { HOSTS_FILE, markerOf, NAMES_BLOCK, packagePath, PRODUCT_CONFIG } from '../cloudify/paths.ts';
import { stagedFiles, type StagedFile } from '../cloudify/staged.ts';
import { knownRelease } from '../cloudify/versions.ts';
import { hostsOf, type Cluster, type Host } from '../model/cluster.ts';
import type { AbsolutePath } from '../model/names.ts';
import type { FileSpec } from '../model/step.ts';
import { lanesOf, type Draft } from './lane.ts';
import type { Phase, PhaseInput } from './phase.ts';

/** Puts config.yaml, the host's own certificates and the package on every host of the product. */
export const stage: Phase = {
  title: 'stage files and packages',
  needs: ['hosts-ready'],
  follows: [],
  lanes: (input) =>
    lanesOf(input, (host) => {
      if (host.role === 'load_balancer') return [];
      const marker = markerOf(knownRelease(input.next.version), host.role);
      return [files(input, host, marker), ...packageSteps(input, marker)];
    }),
};

function files(input: PhaseInput, host: Host, marker: AbsolutePath): Draft {
  const { next, material } = input;
  const own = stagedFiles(next, host, material).map((file) => certificate(file, marker));
  return {
    slug: 'files',
    title: 'write configuration and certificates',
    action: { kind: 'files', files: [...names(next, host), ...own, config(input, host)] },
  };
}

/** Some releases rewrite it while installing, and mask its passwords: then only the receipt can tell. */
function config(input: PhaseInput, host: Host): FileSpec {
  const { rewritesConfig } = knownRelease(input.next.version);
  return {
    path: PRODUCT_CONFIG,
    mode: 0o600,
    owner: 'root:root',
    want: { whole: toYaml(configOf(input, host, input.material)) },
    compare: rewritesConfig ? 'receipt' : 'content',
  };
}

/** A key is gone again once the product has its copy: then the receipt remembers which it was. */
function certificate({ path, content, isKey }: StagedFile, marker: AbsolutePath): FileSpec {
  const file = { path, mode: 0o600, owner: 'root:root', want: { whole: content } };
  return isKey ? { ...file, compare: 'receipt', neededUntil: marker } : { ...file, compare: 'content' };
}

/** Brokers find each other by name, and managers find them: before any install, where the DNS does not serve. */
function names(cluster: Cluster, host: Host): readonly FileSpec[] {
  if (cluster.nameResolution === 'dns' || host.role === 'database') return [];
  const line = (broker: Host) => {
    const known = new Set([brokerNode(cluster, broker), broker.hostname]);
    return `${broker.privateIp} ${[...known].join(' ')}\n`;
  };
  const block = hostsOf(cluster, 'broker').map(line).join('');
  return [
    {
      path: HOSTS_FILE,
      mode: 0o644,
      owner: 'root:root',
      want: { block, marker: NAMES_BLOCK },
      compare: 'content',
    },
  ];
}

/** Installed only where the product is not: elsewhere another package is an upgrade, which is its own command. */
function packageSteps({ material, digest }: PhaseInput, marker: AbsolutePath): readonly Draft[] {
  const source = material.package;
  if (!source) return [];
  const path = packagePath(source.path);
  return [
    {
      slug: 'package',
      title: 'upload the package',
      action: { kind: 'artifact', source, path, neededUntil: marker },
    },
    {
      slug: 'install-package',
      title: 'install the package',
      action: {
        kind: 'job',
        name: 'install-package',
        command: installPackage(path),
        unless: { receipt: 'package', inputs: { sha256: digest(source.sha256) } },
        marker,
        markerSays: 'too-late',
        owes: 'upgrade',
        repair: [],
      },
    },
  ];
}
