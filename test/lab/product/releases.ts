/**
 * What differs between the releases of the product. The package is built for one of them: its version lies in a file
 * beside the programs. A release that is not here yet is an entry here and a file in `defaults/`.
 */
export interface Release {
  /** Whose shipped configuration this is: `defaults/<name>.yaml`. */
  readonly defaults: string;
  readonly databaseNodes: 'map' | 'list';
  readonly memberAddress: 'networks.default' | 'default';
  /** `brokers remove -r`, or `brokers-remove -r`. */
  readonly brokerCommands: 'brokers list' | 'brokers-list';
  readonly configFileFlag: boolean;
  readonly rewritesConfig: boolean;
  readonly okEndpoint: boolean;
  readonly schemaRevision: string;
}

const releases: Readonly<Record<string, Release>> = {
  '7.0': {
    defaults: '7.0',
    databaseNodes: 'map',
    memberAddress: 'networks.default',
    brokerCommands: 'brokers list',
    configFileFlag: true,
    rewritesConfig: false,
    okEndpoint: true,
    schemaRevision: '7_0',
  },
};

export function releaseOf(version: string): Release {
  const found = releases[version.split('.').slice(0, 2).join('.')];
  if (!found)
    throw new Error(`no stand-in for release ${version} (there are ${Object.keys(releases).join(', ')})`);
  return found;
}
