// Names in the scripts: cspell:ignore Fcntl NUMERICHOST SETFL fcntl getsockopt setsockopt socktype sysread syswrite
import { LISTENER } from '../../../model/host/connections.ts';

/**
 * Bytes that a listener sends after the nonce, to find lost large packets: more than an Ethernet frame, and less than any
 * send buffer.
 */
export const PADDING = 4000;

/**
 * Listens on ports and continues in the background, in perl, which every Debian has. Arguments: nonce, limit in seconds,
 * address, ports. Prints `PORT STATE` for each port, and `pid PID`.
 */
export const PERL_LISTEN = `use strict; use Socket qw(:DEFAULT getaddrinfo AI_NUMERICHOST); use Errno qw(EADDRINUSE);
use Fcntl; use POSIX qw(setsid);
my ($nonce, $limit, $address, @ports) = @ARGV;
my @open;
for my $port (@ports) {
  my ($bad, $found) = getaddrinfo($address, $port, { flags => AI_NUMERICHOST, socktype => SOCK_STREAM });
  my $socket;
  if (!$bad && socket($socket, $found->{family}, SOCK_STREAM, 0) && setsockopt($socket, SOL_SOCKET, SO_REUSEADDR, 1)
      && bind($socket, $found->{addr}) && listen($socket, 128) && fcntl($socket, F_SETFL, O_NONBLOCK)) {
    push @open, $socket;
    print "$port listening\\n";
  } else { print "$port ", $!{EADDRINUSE} ? "in-use" : "failed", "\\n"; }
}
exit 0 unless @open;
$| = 1;
my $child = fork;
exit 1 unless defined $child;
if ($child) { print "pid $child\\n"; exit 0; }
setsid();
open STDIN, "<", "/dev/null"; open STDOUT, ">", "/dev/null"; open STDERR, ">", "/dev/null";
if (open my $comm, ">", "/proc/self/comm") { print $comm "${LISTENER}"; close $comm; }
alarm $limit;
$SIG{PIPE} = "IGNORE";
my $all = "";
vec($all, fileno($_), 1) = 1 for @open;
while (1) {
  my $ready = $all;
  select($ready, undef, undef, undef);
  for my $socket (@open) {
    next unless vec($ready, fileno($socket), 1);
    accept(my $client, $socket) or next;
    syswrite $client, "$nonce\\n";
    syswrite $client, "-" x ${PADDING};
    close $client;
  }
}`;

/**
 * Connects to all targets at the same time, in perl. Routes and firewall rules of the host itself answer with EACCES, EINVAL
 * (a blackhole route) or EPERM. Arguments: nonce, limit in seconds; stdin: one `ADDRESS PORT` a
 * line. Prints `NUMBER STATE` for each line of stdin.
 */
export const PERL_DIAL = `use strict; use Socket qw(:DEFAULT getaddrinfo AI_NUMERICHOST); use Fcntl;
use Errno qw(EINPROGRESS ECONNREFUSED ETIMEDOUT EHOSTUNREACH ENETUNREACH EACCES EINVAL EPERM);
my ($nonce, $limit) = @ARGV;
my @targets = map { [split] } <STDIN>;
my ($number, %state) = (0);
sub named {
  local $! = $_[0];
  return "refused" if $!{ECONNREFUSED};
  return "timeout" if $!{ETIMEDOUT};
  return "no-route" if $!{EHOSTUNREACH} || $!{ENETUNREACH} || $!{EACCES} || $!{EINVAL} || $!{EPERM};
  return "failed";
}
while (my @part = splice @targets, 0, 200) {
  my %open;
  for (@part) {
    my ($address, $port) = @$_;
    my $id = $number++;
    my ($bad, $found) = getaddrinfo($address, $port, { flags => AI_NUMERICHOST, socktype => SOCK_STREAM });
    my $socket;
    if ($bad || !socket($socket, $found->{family}, SOCK_STREAM, 0)) { print "$id failed\\n"; next; }
    fcntl($socket, F_SETFL, O_NONBLOCK);
    if (connect($socket, $found->{addr}) || $!{EINPROGRESS}) { $open{$id} = { socket => $socket, until => time + $limit, got => "" }; }
    else { print "$id ", named($!), "\\n"; }
  }
  while (%open) {
    my ($in, $out) = ("", "");
    for (values %open) { vec($_->{up} ? $in : $out, fileno($_->{socket}), 1) = 1; }
    select($in, $out, undef, 0.2);
    for my $id (keys %open) {
      my $one = $open{$id};
      my $fd = fileno($one->{socket});
      my $end;
      if (!$one->{up} && vec($out, $fd, 1)) {
        my $error = unpack("i", getsockopt($one->{socket}, SOL_SOCKET, SO_ERROR));
        if ($error) { $end = named($error); } else { $one->{up} = 1; $one->{until} = time + 2; }
      } elsif ($one->{up} && vec($in, $fd, 1)) {
        my $n = sysread $one->{socket}, $one->{got}, 65536, length $one->{got};
        $end = $one->{got} eq "$nonce\\n" . "-" x ${PADDING} ? "nonce" : $one->{got} =~ /^\\Q$nonce\\E/ ? "stalled" : "connected" unless $n && index($one->{got}, "$nonce\\n") == 0;
      }
      $end = !$one->{up} ? "timeout" : $one->{got} =~ /^\\Q$nonce\\E/ ? "stalled" : "connected" if !$end && time > $one->{until};
      if ($end) { print "$id $end\\n"; close $one->{socket}; delete $open{$id}; }
    }
  }
}`;
