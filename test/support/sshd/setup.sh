# Runs in its own mount namespace, so that its mounts and files, including accounts, disappear with the namespace.
# Arguments: directory of the test; path of busybox or bash that replaces sh, or empty; programs in /usr/bin that
# busybox replaces.
set -eu
directory=$1 shell=${2:-}
shift 2

cover() { # mounts an in-memory copy of a directory over it
  mkdir -p "$directory/cover"
  mount -t tmpfs tmpfs "$directory/cover"
  cp -a "$1/." "$directory/cover/"
  mount --move "$directory/cover" "$1"
}
cover /etc
for empty in /run /home /srv /var/lib /usr/local/sbin; do mount -t tmpfs tmpfs "$empty"; done
mkdir -p /run/sshd /run/lock
echo 'quorate-test 0123456789abcdef0123456789abcdef' | cut -d' ' -f2 >/etc/machine-id

for account in free asking unprivileged; do
  useradd --create-home --shell /bin/sh --password '*' "$account"
  mkdir "/home/$account/.ssh"
  cp "$directory/authorized_keys" "/home/$account/.ssh/"
  chown -R "$account:" "/home/$account/.ssh"
done
echo 'asking:right-horse' | chpasswd
mkdir -p /etc/sudoers.d
cat >/etc/sudoers <<'SUDO'
Defaults logfile=/run/sudo.log
root ALL=(ALL) ALL
free ALL=(ALL) NOPASSWD: ALL
asking ALL=(ALL) ALL
@includedir /etc/sudoers.d
SUDO
chmod 440 /etc/sudoers

cp "$directory/bin/"* /usr/local/sbin/
chmod 755 /usr/local/sbin/*
if [ -n "$shell" ]; then mount --bind "$shell" "$(readlink -f /bin/sh)"; fi
ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/test_ed25519
ssh-keygen -q -t rsa -b 2048 -N '' -f /etc/ssh/test_rsa
cp /etc/ssh/test_*.pub "$directory/"
for program in "$@"; do mount --bind /bin/busybox "/usr/bin/$program"; done
exec /usr/sbin/sshd -D -e -f "$directory/sshd_config"
