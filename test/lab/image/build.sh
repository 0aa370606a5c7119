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
systemctl enable ssh
echo LANG=C.UTF-8 >/etc/default/locale
systemctl set-default multi-user.target

# What makes no sense in a container, or hangs there.
systemctl mask systemd-udevd.service systemd-udevd-kernel.socket systemd-udevd-control.socket systemd-logind.service \
  systemd-resolved.service systemd-networkd.service systemd-timesyncd.service dev-hugepages.mount \
  sys-fs-fuse-connections.mount getty.target console-getty.service e2scrub_reap.service \
  apt-daily.timer apt-daily-upgrade.timer

# The lab's accounts: one whose sudo asks for nothing, one whose sudo wants its password. Keys arrive with each host.
useradd --create-home --shell /bin/bash --gid operator operator
useradd --create-home --shell /bin/bash --no-user-group cautious
echo 'cautious:cautious-lab' | chpasswd
echo 'operator ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/operator
echo 'cautious ALL=(ALL) ALL' >/etc/sudoers.d/cautious
chmod 440 /etc/sudoers.d/operator /etc/sudoers.d/cautious
mkdir -p /etc/ssh/authorized_keys
echo 'AuthorizedKeysFile .ssh/authorized_keys /etc/ssh/authorized_keys/%u' >/etc/ssh/sshd_config.d/lab.conf

# Every host makes its own machine-id and gets its own host keys.
: >/etc/machine-id
rm -f /var/lib/dbus/machine-id /etc/ssh/ssh_host_*
