import { HAPROXY_FILES, haproxyPaths } from '../../src/components/haproxy/paths.ts';
import { KEEPALIVED_FILES, keepalivedPaths } from '../../src/components/keepalived/paths.ts';
import { STATE_FILES } from '../../src/model/stored-formats.ts';
import { PRODUCT_CONFIG, STAGED_FILES, stagedPaths } from '../../src/platforms/cloudify/product/paths.ts';
import { kernelFile } from '../../src/platforms/native/config/kernel.ts';
import {
  BROKER_FILES,
  brokerPaths,
  DATABASE_FILES,
  databasePaths,
  PACKAGE_SOURCE_FILES,
  packageSourcePaths,
  UNITS,
} from '../../src/platforms/native/paths.ts';
import { UNITS_OF } from '../../src/platforms/native/units.ts';
import { code, plain, table, type Page } from './markdown.ts';

/** A path on hosts, and what it is for. */
type FileRow = readonly [path: string, purpose: string];

function rows(
  paths: Readonly<Record<string, string>>,
  purposes: Readonly<Record<string, string>>,
): readonly FileRow[] {
  return Object.entries(purposes).map(([key, purpose]) => [paths[key] ?? '', purpose]);
}

/** The files by the hosts that have them. */
export const HOST_FILES: Readonly<Record<string, readonly FileRow[]>> = {
  'Every host': Object.entries(STATE_FILES),
  'Load balancers': [...rows(haproxyPaths, HAPROXY_FILES), ...rows(keepalivedPaths, KEEPALIVED_FILES)],
  'Brokers and managers, with `name_resolution: hosts-file`': [
    [
      '/etc/hosts',
      'a marked block with the names of all brokers and managers; the rest of the file is unchanged',
    ],
  ],
  'Hosts of Cloudify': [
    [PRODUCT_CONFIG, "the configuration of the product's installer"],
    ...rows(stagedPaths, STAGED_FILES),
  ],
  'Databases of the native platform': [...rows(databasePaths, DATABASE_FILES), ...units('database')],
  'Brokers of the native platform': [...rows(brokerPaths, BROKER_FILES), ...units('broker')],
  'Hosts of the native platform, with `native.packages`': rows(packageSourcePaths, PACKAGE_SOURCE_FILES),
};

function units(role: keyof typeof UNITS_OF): readonly FileRow[] {
  return [
    ...UNITS_OF[role].map((unit) => [`${UNITS}/${unit}.service`, 'the unit of the service'] as const),
    [kernelFile(role).path, 'settings of the kernel'],
  ];
}

export const hostFilesPage: Page = {
  name: 'host-files',
  title: 'Files on hosts',
  intro:
    'The files that Quorate writes or reads on hosts. Packages of the product and of the distribution bring further files. ' +
    '[What a run leaves](../what-a-run-leaves.md) also lists the files on this machine.',
  body: Object.entries(HOST_FILES).flatMap(([hosts, files]) => [
    `## ${hosts}`,
    table(
      ['path', 'purpose'],
      files.map(([path, purpose]) => [code(path), plain(purpose)]),
    ),
  ]),
};
