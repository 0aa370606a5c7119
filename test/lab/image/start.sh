#!/bin/sh
# cgroup v1: the compose file mounts the machine's hierarchy, which is what systemd wants there.
# cgroup v2: systemd needs its own subtree writable, so the container's own view replaces that mount.
if [ "$(stat -fc %T /sys/fs/cgroup)" = cgroup2fs ]; then
  umount /sys/fs/cgroup
  mount -t cgroup2 cgroup2 /sys/fs/cgroup
fi
# systemd of Debian 13 starts on cgroup v1 only with this argument.
exec /sbin/init SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE=1
