#!/bin/sh
# Runs once, inside the image being built.
set -eu
export DEBIAN_FRONTEND=noninteractive

# Nothing may start, and PostgreSQL may not make its default cluster, while packages are installed.
printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
chmod 755 /usr/sbin/policy-rc.d
mkdir -p /etc/postgresql-common
echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf

# A package server may be out of reach for a moment.
echo 'Acquire::Retries "5";' >/etc/apt/apt.conf.d/80lab-retries
apt-get -q update
apt-get -qy --no-install-recommends install \
  systemd systemd-sysv dbus openssh-server sudo ca-certificates curl openssl iproute2 iputils-ping net-tools procps less \
  python3 python3-psycopg2 python3-yaml nodejs etcd-server etcd-client patroni postgresql-15 rabbitmq-server haproxy
apt-get clean
rm -rf /var/lib/apt/lists/* /usr/sbin/policy-rc.d /etc/postgresql-common/createcluster.conf /etc/apt/apt.conf.d/80lab-retries

# Distribution packages, but otherwise empty hosts: no data, no configuration of Quorate, no enabled units.
# (ssl-cert's key would be the same on every host.)
rm -rf /etc/ssl/private/ssl-cert-snakeoil.key /etc/ssl/certs/ssl-cert-snakeoil.pem
rm -rf /var/lib/etcd/* /var/lib/rabbitmq/mnesia /var/lib/rabbitmq/.erlang.cookie /var/lib/postgresql/15 /etc/postgresql/15
for unit in etcd patroni postgresql rabbitmq-server haproxy epmd.service epmd.socket; do
  systemctl disable "$unit" 2>/dev/null || true
done
