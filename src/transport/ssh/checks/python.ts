// Names in the scripts: cspell:ignore getsockopt setblocking setsockopt
import { LISTENER } from '../../../model/host/connections.ts';
import { PADDING } from './perl.ts';

/** The program of PERL_LISTEN in Python 2.7 and 3, which package managers of the Red Hat family need. */
export const PYTHON_LISTEN = `import errno, os, select, signal, socket, sys
from sys import stdout as out
nonce, limit, address, ports = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4:]
opened = []
for port in ports:
    try:
        family, kind, _, _, target = socket.getaddrinfo(address, int(port), 0, socket.SOCK_STREAM)[0]
        one = socket.socket(family, kind)
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        one.bind(target)
        one.listen(128)
        one.setblocking(False)
        opened.append(one)
        state = "listening"
    except (socket.error, OSError) as error:
        state = "in-use" if error.errno == errno.EADDRINUSE else "failed"
    out.write("%s %s\\n" % (port, state))
out.flush()
if not opened: sys.exit(0)
child = os.fork()
if child:
    out.write("pid %d\\n" % child)
    out.flush()
    os._exit(0)
os.setsid()
null = os.open("/dev/null", os.O_RDWR)
for fd in (0, 1, 2): os.dup2(null, fd)
try:
    with open("/proc/self/comm", "w") as comm: comm.write("${LISTENER}")
except (IOError, OSError): pass
signal.signal(signal.SIGALRM, signal.SIG_DFL)
signal.alarm(limit)
while True:
    for one in select.select(opened, [], [])[0]:
        try:
            client = one.accept()[0]
            client.setblocking(False)
            client.send((nonce + "\\n").encode())
            client.send(b"-" * ${PADDING})
            client.close()
        except (socket.error, OSError): pass`;

/** The program of PERL_DIAL in Python 2.7 and 3. */
export const PYTHON_DIAL = `import errno, select, socket, sys, time
from sys import stdout as out
nonce, limit = (sys.argv[1] + "\\n").encode(), int(sys.argv[2])
whole = nonce + b"-" * ${PADDING}
targets = [line.split() for line in sys.stdin]
def named(code):
    if code in (errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EACCES, errno.EINVAL, errno.EPERM): return "no-route"
    return {errno.ECONNREFUSED: "refused", errno.ETIMEDOUT: "timeout"}.get(code, "failed")
def read(got): return "nonce" if got == whole else "stalled" if got.startswith(nonce) else "connected"
def say(number, state): out.write("%d %s\\n" % (number, state))
for start in range(0, len(targets), 200):
    opened = {}
    for number, (address, port) in list(enumerate(targets))[start:start + 200]:
        try:
            family, kind, _, _, target = socket.getaddrinfo(address, int(port), 0, socket.SOCK_STREAM)[0]
            one = socket.socket(family, kind)
            one.setblocking(False)
            code = one.connect_ex(target)
        except (socket.error, OSError) as error: code, one = error.errno, None
        if code in (0, errno.EINPROGRESS) and one: opened[number] = [one, time.time() + limit, False, b""]
        else: say(number, named(code))
    while opened:
        up = [one[0] for one in opened.values() if one[2]]
        down = [one[0] for one in opened.values() if not one[2]]
        readable, writable, _ = select.select(up, down, [], 0.2)
        for number in list(opened):
            one, until, connected, got = opened[number]
            end = None
            if one in writable:
                code = one.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
                if code: end = named(code)
                else: opened[number] = [one, time.time() + 2, True, got]
            elif one in readable:
                try: more = one.recv(65536)
                except (socket.error, OSError): more = b""
                got += more
                opened[number][3] = got
                if not more or not got.startswith(nonce): end = read(got)
            if not end and time.time() > until: end = read(got) if connected else "timeout"
            if end:
                say(number, end)
                one.close()
                del opened[number]`;
