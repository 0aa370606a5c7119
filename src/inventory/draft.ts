import { Document, isMap } from 'yaml';
import type { RawHost, RawSecrets, RawSsh } from './schema/raw.ts';

/** The contents of a new inventory. Paths are written as given. */
export interface InventoryDraft {
  readonly name: string;
  /** The command that creates the inventory. */
  readonly creator: string;
  /** True for the hosts' own packages. The version is PostgreSQL's then. */
  readonly native?: boolean;
  readonly version: string;
  readonly package?: string;
  readonly license?: string;
  readonly adminUser?: string;
  readonly ssh: Pick<RawSsh, 'user' | 'identity' | 'password' | 'known_hosts'> & { readonly user: string };
  readonly tls: string;
  readonly secrets: RawSecrets;
  /** Hosts by section of the inventory. A section without hosts is left out. */
  readonly hosts: Readonly<Record<RoleSection, readonly RawHost[]>>;
  /** Further keys by section of the inventory. */
  readonly settings?: Readonly<Partial<Record<RoleSection, object>>>;
  /** Path of the schema, which editors use. */
  readonly schema?: string;
}

export const ROLE_SECTIONS = ['databases', 'brokers', 'managers', 'load_balancers'] as const;
export type RoleSection = (typeof ROLE_SECTIONS)[number];

const ABOUT: Readonly<Record<RoleSection, readonly string[]>> = {
  databases: [
    '# PostgreSQL with Patroni and etcd. If `hostname` prints another name on a host,',
    '# write that name as hostname.',
  ],
  brokers: ['# RabbitMQ: the first host forms the cluster, the others join it.'],
  managers: ['# Managers: the first creates the database, the others join one at a time.'],
  load_balancers: ['# HAProxy in front of the managers.'],
};

const ABOUT_NATIVE: Readonly<Record<RoleSection, readonly string[]>> = {
  ...ABOUT,
  databases: [...ABOUT.databases, '# Hosts of several roles with the same address are one machine.'],
  load_balancers: ['# HAProxy in front of the databases and brokers.'],
};

/** Returns the text of a new inventory, with comments that explain each section. */
export function draftInventory(draft: InventoryDraft): string {
  const blocks = [
    [
      ...(draft.schema === undefined ? [] : [`# yaml-language-server: $schema=${draft.schema}`]),
      `# Created by ${draft.creator}. docs/inventory.md of Quorate describes every key.`,
      '# Paths are relative to this file; ~ is your home directory.',
      ...lines({ name: draft.name }),
    ],
    product(draft),
    access(draft),
    [
      '# Contains ca.crt, and <name>.crt and <name>.key of each host.',
      '# quorate certificates check, issue and csr use it.',
      'tls:',
      ...indented({ directory: draft.tls }),
    ],
    [
      '# Passwords, encrypted with age for the identity below. They cannot be decrypted',
      '# without the identity. Back it up elsewhere, and never commit it to the same',
      '# repository.',
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

function product(draft: InventoryDraft): readonly string[] {
  return draft.native ? nativeProduct(draft) : cloudify(draft);
}

function nativeProduct({ version }: InventoryDraft): readonly string[] {
  return [
    "# PostgreSQL, RabbitMQ and HAProxy from the hosts' own packages. docs/native.md",
    '# describes users, databases, virtual hosts and policies. After you add users,',
    '# create their passwords with: quorate secrets generate',
    'native:',
    '  postgresql:',
    '    # 15: Debian 12; 17: Debian 13.',
    ...indented({ version: /^\d+$/.test(version) ? Number(version) : version }).map((line) => `  ${line}`),
    '    # users: [{ name: shop }]',
    '    # databases: [{ name: shop, owner: shop }]',
    '  # rabbitmq:',
    '  #   vhosts: [orders]',
  ];
}

function cloudify({ version, package: file, license, adminUser }: InventoryDraft): readonly string[] {
  return [
    'cloudify:',
    ...indented({ version }),
    ...(file === undefined
      ? [
          '  # The hosts already have the installer package. To upload it, name it here:',
          `  # package: cloudify-manager-install-${version}.rpm`,
        ]
      : indented({ package: file })),
    ...(license === undefined
      ? [
          '  # A license file, or false to upload one later with cfy license upload.',
          ...indented({ license: false }),
        ]
      : indented({ license })),
    ...(adminUser === undefined ? [] : indented({ admin_user: adminUser })),
  ];
}

function access({ ssh }: InventoryDraft): readonly string[] {
  return [
    '# How to connect to every host. A role or a host can have its own ssh:.',
    'ssh:',
    ...indented({ user: ssh.user }),
    ...(ssh.identity === undefined
      ? [
          '  # A private key on this machine. Default: the SSH agent and the usual keys in',
          '  # ~/.ssh.',
          '  # identity: ~/.ssh/id_ed25519',
        ]
      : indented({ identity: ssh.identity })),
    ...(ssh.password === undefined ? [] : indented({ password: ssh.password })),
    ...(ssh.known_hosts === undefined ? [] : indented({ known_hosts: ssh.known_hosts })),
  ];
}

function hosts(role: RoleSection, draft: InventoryDraft): readonly string[] {
  const all = draft.hosts[role];
  const settings = draft.settings?.[role];
  if (all.length === 0 && !settings) return [];
  return [
    ...(draft.native ? ABOUT_NATIVE[role] : ABOUT[role]),
    `${role}:`,
    ...(settings ? indented(settings) : []),
    ...(all.length === 0 ? [] : ['  hosts:', ...all.map((host) => `    - ${inFlow(host)}`)]),
  ];
}

const indented = (value: object): readonly string[] => lines(value).map((line) => `  ${line}`);

function lines(value: object): readonly string[] {
  return new Document(value).toString({ lineWidth: 0 }).trimEnd().split('\n');
}

/** Returns a map in braces: `{ name: db1, address: 10.0.0.11 }`. */
function inFlow(value: object): string {
  const document = new Document(value);
  if (isMap(document.contents)) document.contents.flow = true;
  return document.toString({ lineWidth: 0 }).trimEnd();
}
