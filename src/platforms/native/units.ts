import type { Cluster } from '../../model/cluster.ts';
import type { AbsolutePath, Role, Service } from '../../model/names.ts';
import { kernelFile } from './config/kernel.ts';
import { DATA_MOUNTS, databasePaths, installMarker, UNITS } from './paths.ts';

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

/**
 * The files of Quorate's units on a service's hosts. A unit whose data is on a declared mount does not start while the
 * mount is missing, because it would start without its data.
 */
export function unitFiles(service: Service, { native }: Pick<Cluster, 'native'>): readonly UnitFile[] {
  return UNITS_OF[service].flatMap((name) => {
    const known = KNOWN[name];
    return known ? [{ path: `${UNITS}/${name}.service`, text: unitText(known, native?.mounts ?? []) }] : [];
  });
}

const HEADER = '# Written by quorate: a deploy replaces this file.';

interface Unit {
  readonly description: string;
  readonly after: readonly string[];
  /** The directory of its data, which may be a mount. */
  readonly data: AbsolutePath;
  readonly service: readonly string[];
}

function unitText({ description, after, data, service }: Unit, mounts: readonly AbsolutePath[]): string {
  return [
    HEADER,
    '[Unit]',
    `Description=${description}`,
    'Wants=network-online.target',
    // A member that waits for its cluster may start again and again.
    'StartLimitIntervalSec=0',
    `After=${['network-online.target', ...after].join(' ')}`,
    `RequiresMountsFor=${data}`,
    ...(mounts.includes(data) ? [`AssertPathIsMountPoint=${data}`] : []),
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

/** Applies the settings of the kernel as root. Fails in most containers, which is ignored. */
const KERNEL = (service: Service) =>
  `ExecStartPre=-+/usr/lib/systemd/systemd-sysctl ${kernelFile(service).path}`;

const KNOWN: Readonly<Record<string, Unit>> = {
  'quorate-etcd': {
    description: 'etcd of the PostgreSQL cluster',
    after: [],
    data: DATA_MOUNTS.etcd,
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
  },
  // With `mixed`, Patroni shuts PostgreSQL down; no PostgreSQL outlives it.
  'quorate-patroni': {
    description: 'Patroni and PostgreSQL',
    after: ['quorate-etcd.service'],
    data: DATA_MOUNTS.postgresql,
    service: [
      'Type=simple',
      'User=postgres',
      'Group=postgres',
      KERNEL('database'),
      `ExecStart=/usr/bin/patroni ${databasePaths.patroniConfig}`,
      'ExecReload=/bin/kill -s HUP $MAINPID',
      MARK('database'),
      'KillMode=mixed',
      'TimeoutStopSec=600',
      'Restart=always',
      'RestartSec=5',
      'LimitNOFILE=65536',
      'OOMScoreAdjust=-900',
      // The processes of the connections get the usual score, so that one of them is killed in place of PostgreSQL itself.
      'Environment=PG_OOM_ADJUST_FILE=/proc/self/oom_score_adj PG_OOM_ADJUST_VALUE=0',
    ],
  },
  'quorate-rabbitmq': {
    description: 'RabbitMQ',
    after: [],
    data: DATA_MOUNTS.rabbitmq,
    service: [
      'Type=notify',
      'User=rabbitmq',
      'Group=rabbitmq',
      'UMask=0027',
      'NotifyAccess=all',
      'TimeoutStartSec=600',
      'LimitNOFILE=65536',
      'WorkingDirectory=/var/lib/rabbitmq',
      KERNEL('broker'),
      'ExecStart=/usr/sbin/rabbitmq-server',
      MARK('broker'),
      'ExecStop=/usr/sbin/rabbitmqctl shutdown',
      'SuccessExitStatus=69',
      'Restart=on-failure',
      'RestartSec=10',
      'OOMScoreAdjust=-500',
    ],
  },
};
