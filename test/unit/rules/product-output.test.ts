import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

const SRC = fileURLToPath(new URL('../../../src', import.meta.url));

/** The files that may read the text of a product: its responses, the output of its commands, its logs. */
const READERS: readonly string[] = [
  ...['etcd', 'haproxy', 'patroni', 'postgresql', 'rabbitmq'].map((name) => `components/${name}/answers.ts`),
  'components/json.ts',
  'components/answer-text.ts',
  ...['databases', 'executions', 'manager'].map((name) => `platforms/cloudify/observe/${name}.ts`),
  'gates/causes/known-error.ts',
  ...['certificates', 'machine', 'network', 'services'].map((name) => `gates/causes/messages/${name}.ts`),
  // The transport makes answers.
  ...['handshake/algorithms-problem', 'handshake/handshake-problem', 'handshake/progress', 'login/keys'].map(
    (name) => `transport/ssh/connect/${name}.ts`,
  ),
  'transport/ssh/connect/handshake/greeting.ts',
  'transport/ssh/worker/not-started.ts',
  ...['attempts', 'network'].map((name) => `transport/openssh/failure/${name}.ts`),
  ...['jobs', 'lock', 'reach', 'request', 'upload'].map((name) => `transport/ssh/methods/${name}.ts`),
  ...['frame', 'start', 'worker'].map((name) => `transport/ssh/worker/${name}.ts`),
  // The simulator makes products.
  ...['cloudify/product', 'http/haproxy', 'session/change'].map((name) => `simulate/${name}.ts`),
  // Quote the last lines of a failed command and decide nothing by them.
  'execute/fix-hosts.ts',
  ...['steps/perform-action', 'steps/follow-up', 'read/unit-status'].map((name) => `execute/${name}.ts`),
  // systemd reports the state of a unit in one word.
  'execute/read/begun-services.ts',
  'gates/hosts/details/product.ts',
  // `ip` lists one address a line.
  'components/keepalived/holders.ts',
  // Output of programs on this machine, and files of the operator.
  ...['sources/command', 'files/keys'].map((name) => `secrets/${name}.ts`),
  'transport/ssh/config/openssh.ts',
  ...['failure/messages', 'master/master', 'mux/channel', 'proxy-command'].map(
    (name) => `transport/openssh/${name}.ts`,
  ),
  'journal/runs.ts',
  'inventory/problems.ts',
  // Streams of this process.
  'report/reporters/terminal.ts',
  ...['main', 'quorate', 'program-environment', 'init/questions', 'inspect/plan', 'inspect/read-hosts'].map(
    (name) => `cli/${name}.ts`,
  ),
  'cli/inspect/watch/status-watch.ts',
  ...['io', 'lost-output', 'visible-output', 'written-report', 'prompt', 'status-line'].map(
    (name) => `cli/terminal/${name}.ts`,
  ),
];

/** Reads the text of an answer, or has read it. Writing to a stream of this process is no reading. */
const READS: readonly RegExp[] = [
  /\.(stdout|stderr|body|headers)\b(?!\.(write\(|isTTY\b))/,
  /\{[^{}]*\b(stdout|stderr)\b[^{}]*\}\s*(=|:)/,
  / from '[./]+(components\/)?json\.ts'/,
  /\.(text|message|line|why|what|hint)(\.|\))?\.?(match|includes|startsWith|endsWith|search|split|replace|replaceAll)\(/,
  /\.(test|exec)\((message|body|stdout|stderr)\)/,
  /\.(test|exec)\(\w+\.(text|message|why|what|hint)\)/,
  // Patterns of messages.
  /\bpattern: \/|\.map\(\(?pattern\b/,
  // A line of a log.
  /\b[A-Z_]+\.(test|exec)\(line\)/,
];

/** Errors of Node and of libraries that report their kind only by a message. */
const MESSAGES: readonly string[] = [
  'inventory/yaml/syntax.ts',
  'playbook/parse.ts',
  'secrets/files/age.ts',
  'transport/ssh/methods/exchange-error.ts',
  'transport/ssh/connect/bastions.ts',
];

const LISTED = [...READERS, ...MESSAGES];
const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => relative(SRC, join(SRC, path)));

const reading = (text: string) =>
  text.split('\n').filter((line) => READS.some((read) => read.test(line)) && !/^\s*(\/?\*|\/\/)/.test(line));

const readingIn = (path: string) => reading(readFileSync(join(SRC, path), 'utf8'));

describe('text of products', () => {
  test('is read only by the files that are listed for it', () => {
    const found = files
      .filter((path) => !LISTED.includes(path))
      .flatMap((path) => readingIn(path).map((line) => `${path}: ${line.trim()}`));
    expect(found).toEqual([]);
  });

  test.each(LISTED)('is read by the listed file %s', (path) => {
    expect(readingIn(path)).not.toEqual([]);
  });

  test.each([
    'const words = answer.stdout.split(/ /);',
    'if (/refused/i.test(view.text)) return true;',
    "if (view.why.includes('refused')) return true;",
    "import { jsonOf } from '../components/json.ts';",
    "import { jsonOf } from '../json.ts';",
    'const timeout = /timed out/.test(message);',
    'const words = io.stdout.split(/ /);',
    'const { code, stdout } = answer;',
    'const bad = log.filter((line) => ERROR.test(line));',
  ])('is noticed in: %s', (line) => {
    expect(reading(line)).toEqual([line]);
  });
});
