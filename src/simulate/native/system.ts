import type { Cluster } from '../../model/cluster.ts';
import { systemWith } from '../../platforms/native/packages.ts';

/** The system whose packages a cluster of the native platform needs; undefined for other platforms. */
export function systemOffering({ platform, version }: Cluster): string | undefined {
  return platform === 'native' ? systemWith(version.major) : undefined;
}
