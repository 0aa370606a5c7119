/** Paths on a host. All except `product` are those of the real product. */
export const product = '/opt/cloudify-manager-install';
const home = '/etc/cloudify';
const ssl = `${home}/ssl`;

export const paths = {
  home,
  userConfig: `${home}/config.yaml`,
  defaultConfig: `${product}/config.yaml`,
  versionFile: `${product}/VERSION`,
  log: '/var/log/cloudify/manager/cfy_manager.log',
  installed: `${home}/.installed`,
  configured: `${home}/.configured`,
  installedComponents: `${home}/.installed/components.yaml`,
  installedPackages: `${home}/.installed/packages.yaml`,
  ssl,
  units: '/etc/systemd/system',
  hosts: '/etc/hosts',
} as const;

export const certificatePaths = {
  internalCert: `${ssl}/cloudify_internal_cert.pem`,
  internalKey: `${ssl}/cloudify_internal_key.pem`,
  ca: `${ssl}/cloudify_internal_ca_cert.pem`,
  caKey: `${ssl}/cloudify_internal_ca_key.pem`,
  externalCert: `${ssl}/cloudify_external_cert.pem`,
  externalKey: `${ssl}/cloudify_external_key.pem`,
  externalCa: `${ssl}/cloudify_external_ca_cert.pem`,
  postgresCert: `${ssl}/postgresql.crt`,
  postgresKey: `${ssl}/postgresql.key`,
  postgresSuperuserCert: `${ssl}/postgresql_su.crt`,
  postgresSuperuserKey: `${ssl}/postgresql_su.key`,
  postgresCa: `${ssl}/postgresql_ca.crt`,
  monitoringCert: `${ssl}/monitoring_cert.pem`,
  monitoringKey: `${ssl}/monitoring_key.pem`,
  monitoringCa: `${ssl}/monitoring_ca_cert.pem`,
  brokerCert: `${ssl}/rabbitmq-cert.pem`,
  brokerKey: `${ssl}/rabbitmq-key.pem`,
  brokerCa: `${ssl}/rabbitmq-ca.pem`,
} as const;

export const databasePaths = {
  etcdDir: '/etc/etcd',
  etcdConfig: '/etc/etcd/etcd.conf',
  etcdCert: '/etc/etcd/etcd.crt',
  etcdKey: '/etc/etcd/etcd.key',
  etcdCa: '/etc/etcd/ca.crt',
  etcdData: '/var/lib/etcd',
  patroniDir: '/var/lib/patroni',
  patroniData: '/var/lib/patroni/data',
  patroniConfig: '/etc/patroni.conf',
  restCert: '/var/lib/patroni/rest.crt',
  restKey: '/var/lib/patroni/rest.key',
  dbCert: '/var/lib/patroni/db.crt',
  dbKey: '/var/lib/patroni/db.key',
  dbCa: '/var/lib/patroni/ca.crt',
  pgpass: '/var/lib/patroni/pgpass',
  customConfig: '/var/lib/pgsql/14/data/pg_patroni_base.conf',
  postgresBin: '/usr/lib/postgresql/15/bin',
  patroniProgram: '/opt/patroni/bin/patroni',
  startupCheck: '/opt/patroni/bin/patroni_startup_check',
  logs: '/var/log/cloudify/db_cluster',
} as const;

export const brokerPaths = {
  state: '/var/lib/rabbitmq',
  mnesia: '/var/lib/rabbitmq/mnesia',
  cookie: '/var/lib/rabbitmq/.erlang.cookie',
  etc: '/etc/rabbitmq',
  env: '/etc/rabbitmq/rabbitmq-env.conf',
  dir: `${home}/rabbitmq`,
  config: `${home}/rabbitmq/rabbitmq.config`,
  plugins: `${home}/rabbitmq/enabled_plugins`,
  definitions: `${home}/rabbitmq/definitions.json`,
  logs: '/var/log/cloudify/rabbitmq',
} as const;

export const managerPaths = {
  dir: '/opt/manager',
  restConfig: '/opt/manager/cloudify-rest.conf',
  pgpass: `${home}/.pgpass`,
  license: `${home}/license.yaml`,
  cli: '/usr/bin/cfy',
  monitoringConfig: '/etc/prometheus/cloudify.json',
  monitoringDir: '/etc/prometheus',
  logs: '/var/log/cloudify/rest',
} as const;
