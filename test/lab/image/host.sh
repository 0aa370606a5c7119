#!/bin/sh
# Runs once, inside the image being built, after the packages are installed: what all hosts of a lab have in common.
set -eu

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
