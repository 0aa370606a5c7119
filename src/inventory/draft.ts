import { Document, isMap } from 'yaml';
import type { RawHost, RawSecrets } from './schema/raw.ts';

/** What an inventory is begun with. Paths as they are to stand in the file. */
export interface InventoryDraft {
  readonly name: string;
  readonly version: string;
  readonly package?: string;
  readonly license?: string;
  readonly ssh: { readonly user: string; readonly identity?: string; readonly known_hosts?: string };
  readonly tls: string;
  readonly secrets: RawSecrets;
  /** By the keys of the inventory; a role without hosts is left out. */
  readonly hosts: Readonly<Record<RoleSection, readonly Pick<RawHost, 'name' | 'address' | 'private_ip'>[]>>;
  /** Absolute path of the schema, for editors. */
  readonly schema?: string;
}

export const ROLE_SECTIONS = ['databases', 'brokers', 'managers', 'load_balancers'] as const;
export type RoleSection = (typeof ROLE_SECTIONS)[number];

const ABOUT: Readonly<Record<RoleSection, readonly string[]>> = {
  databases: [
    '# PostgreSQL with Patroni and etcd. A name is what `hostname` prints there,',
    '# or give hostname too.',
  ],
  brokers: ['# RabbitMQ: the first founds the cluster, the others join it.'],
  managers: ['# Managers: the first creates the database, the others join one at a time.'],
  load_balancers: ['# HAProxy in front of the managers.'],
};

/** The text of a new inventory, with comments for who reads it next. */
export function draftInventory(draft: InventoryDraft): string {
  const blocks = [
    [
      ...(draft.schema === undefined ? [] : [`# yaml-language-server: $schema=${draft.schema}`]),
      '# Begun by quorate init. docs/inventory.md of Quorate tells every key.',
      '# Paths are relative to this file; ~ is your home.',
      ...lines({ name: draft.name }),
    ],
    product(draft),
    access(draft),
    [
      '# ca.crt and of each host <name>.crt and <name>.key.',
      '# quorate certificates check, issue, csr work on it.',
      'tls:',
      ...indented({ directory: draft.tls }),
    ],
    [
      '# Passwords, encrypted with age for the identity below. Without it nobody',
      '# reads them again: keep a copy of it in another place, and no copy beside',
      '# them in a repository.',
      'secrets:',
      ...indented(draft.secrets),
    ],
    ...ROLE_SECTIONS.map((role) => hosts(role, draft)),
  ];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => `${block.join('\n')}\n`)
    .join('\n');
}

function product({ version, package: file, license }: InventoryDraft): readonly string[] {
  return [
    'cloudify:',
    ...indented({ version }),
    ...(file === undefined
      ? [
          '  # The hosts have the installer package already. Named here, it is uploaded:',
          `  # package: cloudify-manager-install-${version}.rpm`,
        ]
      : indented({ package: file })),
    ...(license === undefined
      ? [
          '  # A file; or false: the license is uploaded later with cfy license upload.',
          ...indented({ license: false }),
        ]
      : indented({ license })),
  ];
}

function access({ ssh }: InventoryDraft): readonly string[] {
  return [
    '# How to reach every host. A role and a host may have an ssh: of their own.',
    'ssh:',
    ...indented({ user: ssh.user }),
    ...(ssh.identity === undefined
      ? [
          '  # A private key on this machine. Without it the agent and the usual keys in',
          '  # ~/.ssh are tried.',
          '  # identity: ~/.ssh/id_ed25519',
        ]
      : indented({ identity: ssh.identity })),
    ...(ssh.known_hosts === undefined ? [] : indented({ known_hosts: ssh.known_hosts })),
  ];
}

function hosts(role: RoleSection, draft: InventoryDraft): readonly string[] {
  const all = draft.hosts[role];
  if (all.length === 0) return [];
  return [...ABOUT[role], `${role}:`, '  hosts:', ...all.map((host) => `    - ${inFlow(host)}`)];
}

const indented = (value: object): readonly string[] => lines(value).map((line) => `  ${line}`);

function lines(value: object): readonly string[] {
  return new Document(value).toString({ lineWidth: 0 }).trimEnd().split('\n');
}

/** `{ name: db1, address: 10.0.0.11 }` */
function inFlow(value: object): string {
  const document = new Document(value);
  if (isMap(document.contents)) document.contents.flow = true;
  return document.toString({ lineWidth: 0 }).trimEnd();
}
