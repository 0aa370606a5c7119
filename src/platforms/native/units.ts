import type { AbsolutePath, Role, Service } from '../../model/names.ts';
import { databasePaths, installMarker, UNITS } from './paths.ts';

/** Units of Quorate, by service, in the order in which they start. */
export const UNITS_OF: Readonly<Record<Service, readonly string[]>> = {
  database: ['quorate-etcd', 'quorate-patroni'],
  broker: ['quorate-rabbitmq'],
  manager: [],
};

/**
 * Units of the distribution that stay masked, by role. Quorate runs the services in units of its own, which no
 * installation and no upgrade of a package starts or restarts.
 */
const MASKED: Readonly<Record<Role, readonly string[]>> = {
  database: ['etcd.service', 'patroni.service', 'postgresql.service'],
  broker: ['rabbitmq-server.service', 'epmd.service', 'epmd.socket'],
  manager: [],
  load_balancer: [],
};

interface UnitFile {
  readonly path: AbsolutePath;
  readonly text: string;
}

/** The distribution's units of a role as empty files, which mask them. */
export function maskedUnits(role: Role): readonly UnitFile[] {
  return MASKED[role].map((unit) => ({ path: `${UNITS}/${unit}`, text: '' }));
}

/** The files of Quorate's units on a service's hosts. */
export function unitFiles(service: Service): readonly UnitFile[] {
  return UNITS_OF[service].map((unit) => ({ path: `${UNITS}/${unit}.service`, text: TEXTS[unit] ?? '' }));
}

const HEADER = '# Written by quorate: a deploy replaces this file.';

function unit(
  description: string,
  { after = [], service }: { readonly after?: readonly string[]; readonly service: readonly string[] },
): string {
  return [
    HEADER,
    '[Unit]',
    `Description=${description}`,
    'Wants=network-online.target',
    // A member that waits for its cluster may start again and again.
    'StartLimitIntervalSec=0',
    `After=${['network-online.target', ...after].join(' ')}`,
    '',
    '[Service]',
    ...service,
    '',
    '[Install]',
    'WantedBy=multi-user.target',
    '',
  ].join('\n');
}

/** Creates the install marker as root, once the member has started. */
const MARK = (service: Service) => `ExecStartPost=+/usr/bin/mkdir -p ${installMarker(service)}`;

const TEXTS: Readonly<Record<string, string>> = {
  'quorate-etcd': unit('etcd of the PostgreSQL cluster', {
    service: [
      'Type=notify',
      'User=etcd',
      'Group=etcd',
      `ExecStart=/usr/bin/etcd --config-file ${databasePaths.etcdConfig}`,
      'Restart=always',
      'RestartSec=2',
      // The first members wait for a quorum.
      'TimeoutStartSec=infinity',
      'LimitNOFILE=65536',
      'OOMScoreAdjust=-900',
    ],
  }),
  // With `mixed`, Patroni shuts PostgreSQL down; no PostgreSQL outlives it.
  'quorate-patroni': unit('Patroni and PostgreSQL', {
    after: ['quorate-etcd.service'],
    service: [
      'Type=simple',
      'User=postgres',
      'Group=postgres',
      `ExecStart=/usr/bin/patroni ${databasePaths.patroniConfig}`,
      'ExecReload=/bin/kill -s HUP $MAINPID',
      MARK('database'),
      'KillMode=mixed',
      'TimeoutStopSec=600',
      'Restart=always',
      'RestartSec=5',
      'LimitNOFILE=65536',
      'OOMScoreAdjust=-900',
    ],
  }),
  'quorate-rabbitmq': unit('RabbitMQ', {
    service: [
      'Type=notify',
      'User=rabbitmq',
      'Group=rabbitmq',
      'UMask=0027',
      'NotifyAccess=all',
      'TimeoutStartSec=600',
      'LimitNOFILE=65536',
      'WorkingDirectory=/var/lib/rabbitmq',
      'ExecStart=/usr/sbin/rabbitmq-server',
      MARK('broker'),
      'ExecStop=/usr/sbin/rabbitmqctl shutdown',
      'SuccessExitStatus=69',
      'Restart=on-failure',
      'RestartSec=10',
      'OOMScoreAdjust=-500',
    ],
  }),
};
