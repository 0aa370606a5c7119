#!/bin/sh
# Runs once, inside the image being built. The hosts of the native platform have no services. Their only package source is
# a repository with the distribution's packages on their own disk, so that a deploy needs no network.
set -eu
export DEBIAN_FRONTEND=noninteractive
. /etc/os-release
case $VERSION_CODENAME in
  bookworm) databases=postgresql-15 ;;
  # The client of etcd is not among the packages that Patroni of Debian 13 requires.
  *) databases="postgresql-17 python3-etcd" ;;
esac

# Nothing may start while packages are installed. An image does not need to survive a power failure.
printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
chmod 755 /usr/sbin/policy-rc.d
echo force-unsafe-io >/etc/dpkg/dpkg.cfg.d/lab

# A package server may be out of reach for a moment.
echo 'Acquire::Retries "5";' >/etc/apt/apt.conf.d/80lab-retries
apt-get -q update
apt-get -qy --no-install-recommends install \
  systemd systemd-sysv dbus openssh-server sudo ca-certificates curl openssl iproute2 iputils-ping net-tools procps less \
  python3 apt-utils

mkdir -p /srv/repository
cd /srv/repository
apt-get -qy --no-install-recommends --download-only -o Dir::Cache::archives=/srv/repository install \
  etcd-server etcd-client patroni $databases rabbitmq-server haproxy keepalived
rm -rf partial lock ./*.bin
apt-ftparchive packages . >Packages
rm -rf /var/lib/apt/lists/* /usr/sbin/policy-rc.d /etc/apt/apt.conf.d/80lab-retries
rm -f /etc/apt/sources.list /etc/apt/sources.list.d/*
echo 'deb [trusted=yes] file:/srv/repository ./' >/etc/apt/sources.list
apt-get -q update
