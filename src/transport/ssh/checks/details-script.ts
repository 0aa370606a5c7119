// Names in the script: cspell:ignore chronyd getenforce getsebool haproxy ntpsec timedatectl timesyncd sysimage dsync oflag
import type { DetailsRequest } from '../../../model/host/details.ts';
import { quote } from '../quote.ts';
import { NOW } from '../scripts/functions.ts';
import { join, type Script } from '../scripts/script.ts';
import { LOOK } from '../scripts/survey.ts';

/** Prints the MTU of the interface with an address. */
const MTU = `mtu() {
  interface=$(ip -o addr show | awk -v address="$1" '{ split($4, at, "/"); if (at[1] == address) { print $2; exit } }')
  [ -z "$interface" ] || cat "/sys/class/net/$interface/mtu"
}`;

/**
 * `path ADDRESS MTU`: prints `ADDRESS whole` if an echo request of this MTU is answered, or refused with the MTU that fits
 * (then TCP adapts to it), and `ADDRESS smaller` if only a small one is answered. `paths MTU ADDRESS...` needs the ping of
 * iputils, because others cannot forbid fragments.
 */
const PATHS_OF_MTU = `echo_request() { LC_ALL=C ping -n -M do -c 3 -i 0.3 -W 1 -s "$2" "$1" 2>&1; }
path() {
  case $1 in *:*) size=$(($2 - 48)) ;; *) size=$(($2 - 28)) ;; esac
  if answer=$(echo_request "$1" "$size"); then echo "$1 whole"; return; fi
  case $answer in *mtu*) echo "$1 whole" ;; *) ! echo_request "$1" 56 >/dev/null || echo "$1 smaller" ;; esac
}
paths() {
  size=$1
  shift
  [ -n "$size" ] && ping -V 2>/dev/null | grep -q iputils || return 0
  for address; do path "$address" "$size" & done
  wait
}`;

/** Prints whether the clock is synchronized, and the time services that are installed. */
const TIME = `mark synchronized; timeout 5 timedatectl | grep -i 'synchronized:'
mark time-services
for unit in chronyd chrony systemd-timesyncd ntpd ntp ntpsec; do
  case $(timeout 5 systemctl is-enabled "$unit.service" 2>/dev/null) in '' | masked* | not-found) continue ;; esac
  echo "$unit $(timeout 5 systemctl is-active "$unit")"
done`;

const POLICY = `mark selinux; getenforce; getsebool haproxy_connect_any
mark firewalls
for unit in firewalld ufw nftables; do
  [ "$(timeout 5 systemctl is-active "$unit" 2>/dev/null)" != active ] || echo "$unit"
done`;

/**
 * Finds the process that holds a lock of the package manager, in the kernel's list of locks. The list has only inode
 * numbers, so the process must also have the file open.
 */
const PACKAGE_LOCK = `mark package-lock
for file in /var/lib/dpkg/lock-frontend /var/lib/dpkg/lock /var/lib/rpm/.rpm.lock /usr/lib/sysimage/rpm/.rpm.lock; do
  [ -e "$file" ] || continue
  file=$(readlink -f "$file")
  awk -v inode="$(stat -c %i "$file")" \\
    '$2 == "POSIX" && $5 > 0 { n = split($6, at, ":"); if (at[n] == inode) print $5 }' /proc/locks |
    while read -r pid; do
      ! ls -l "/proc/$pid/fd" 2>/dev/null | grep -qF -- "-> $file" ||
        echo "$file $pid $(cat "/proc/$pid/comm")"
    done
done`;

/**
 * `offered NAME`: fails if the package is neither installed nor offered. Debian's lists may be empty before the first
 * update, so a repository that is reached counts as an offer there. `repositories`: prints the repositories of apt that do
 * not accept a connection; none behind a proxy.
 */
const PACKAGES = `repositories() {
  command -v apt-get >/dev/null || return 0
  ! apt-config dump | grep -qi '^Acquire::http.*Proxy "..*"' || return 0
  apt-get --print-uris -qq update | sed -n "s|^'\\(https*\\)://\\([^/']*\\)/.*|\\1 \\2|p" | sort -u |
    while read -r scheme host; do
      port=\${host##*:}
      [ "$port" != "$host" ] || case $scheme in https) port=443 ;; *) port=80 ;; esac
      timeout 5 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "\${host%:*}" "$port" 2>/dev/null || echo "\${host%:*}:$port"
    done
}
offered() {
  if command -v apt-get >/dev/null; then
    [ -n "$(apt-cache policy "$1" | grep 'Candidate: [^(]')" ] || [ -n "$(apt-get --print-uris -qq update)" ]
  elif command -v dnf >/dev/null; then timeout 60 dnf -q list "$1" >/dev/null
  else timeout 60 yum -q list "$1" >/dev/null
  fi
}`;

/** `existing PATH`: prints the path or its nearest parent that exists. */
const PATHS = `existing() {
  path=$1
  until [ -d "$path" ]; do path=\${path%/*}; [ -n "$path" ] || path=/; done
  printf '%s' "$path"
}
writable() {
  new=$(mktemp "$(existing "$1")/.quorate.XXXXXX" 2>&1) && rm -f -- "$new" || echo "$1 $new"
}`;

/** `sync_time PATH`: prints the milliseconds of 100 synchronous writes. Bounded to 10 s. */
const SYNC = `sync_time() (
  new=$(mktemp "$(existing "$1")/.quorate.XXXXXX") || exit
  trap 'rm -f -- "$new"' EXIT
  started=$(now)
  timeout 10 dd if=/dev/zero of="$new" bs=4096 count=100 oflag=dsync status=none
  code=$?
  [ "$code" = 0 ] || [ "$code" = 124 ] || exit
  echo "$(($(now) - started))"
)`;

/** Reads the details of a host. Creates only temporary files, which it removes. */
export function detailsScript(ask: DetailsRequest): Script {
  const each = (call: string, words: readonly string[]) => words.map((word) => `${call} ${quote(word)}`);
  return join([
    ...[NOW, LOOK, MTU, PATHS_OF_MTU, PACKAGES, PATHS, SYNC],
    'mark names',
    ...each('look', ask.names).map((line) => `${line} &`),
    'wait',
    `mark mtu; size=$(mtu ${quote(ask.address)}); echo "$size"`,
    ['mark paths; paths "$size"', ...ask.peers.map(quote)].join(' '),
    ...[TIME, POLICY, PACKAGE_LOCK],
    'mark missing-packages',
    ...ask.packages.map((name) => `offered ${quote(name)} || echo ${quote(name)}`),
    'mark repositories',
    ...(ask.packages.length > 0 ? ['repositories'] : []),
    'mark leftovers',
    ...ask.leftovers.map((path) => `[ -z "$(ls -A -- ${quote(path)} 2>/dev/null)" ] || echo ${quote(path)}`),
    'mark absent',
    ...ask.writable.map((path) => `[ -d ${quote(path)} ] || echo ${quote(path)}`),
    'mark unwritable',
    ...each('writable', ask.writable),
    'mark sync',
    ...(ask.syncIn === undefined ? [] : each('sync_time', [ask.syncIn])),
    'mark complete',
  ]);
}
