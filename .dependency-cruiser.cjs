/** The rules of imports: `npm run rules` checks them. The tables are in build/rules. */

const { IMPORTS, PURE, INTERFACES } = require('./build/rules/modules.cjs');

/** Core modules behind which there is a file, a socket, a process or a timer. */
const OUTSIDE =
  '^(node:)?(fs|net|tls|dgram|dns|http|https|http2|child_process|cluster|worker_threads|timers|readline|repl|inspector)(/|$)';

const moduleRules = Object.entries(IMPORTS).map(([module, allowed]) => ({
  name: `${module}-imports-only-its-modules`,
  comment: `src/${module} may import ${allowed.join(', ') || 'no other module'} (build/rules/modules.cjs).`,
  severity: 'error',
  from: { path: `^src/${module}/` },
  to: { path: '^src/', pathNot: `^src/(${[module, ...allowed].join('|')})(/|[.]ts$)` },
}));

/** Matches the files of a public interface; no file if it is empty. */
const matching = (entries) =>
  entries.length > 0 ? `(${entries.map((entry) => entry.replace('.', '[.]')).join('|')})` : '(?!)';

/** Files outside a directory may import only what its public interface lists. */
const interfaceRules = Object.entries(INTERFACES).map(([directory, entries]) => ({
  name: `${directory}-is-imported-through-its-interface`,
  comment: `Other modules may import ${entries.join(', ') || 'no file'} of src/${directory} (build/rules/interfaces.cjs).`,
  severity: 'error',
  from: { path: '^src/', pathNot: `^src/${directory}/` },
  to: { path: `^src/${directory}/`, pathNot: `^src/${directory}/${matching(entries)}` },
}));

/** A package that only one place may use. No other file may reach it, even indirectly, except in `cli`, which connects all modules. */
const onlyIn = (name, place, comment) => ({
  name: `${name}-only-in-its-place`,
  comment,
  severity: 'error',
  from: { path: '^src/', pathNot: [place, '^src/cli/'] },
  to: { path: `(^|/)node_modules/(@types/)?${name}/`, reachable: true },
});

/** Rejects direct imports of a package outside its place, in `cli` too. */
const importedOnlyIn = (name, place, comment) => ({
  name: `${name}-imported-only-in-its-place`,
  comment,
  severity: 'error',
  from: { path: '^src/', pathNot: place },
  to: { path: `(^|/)node_modules/(@types/)?${name}/` },
});

module.exports = {
  forbidden: [
    ...moduleRules,
    ...interfaceRules,
    {
      name: 'every-module-has-a-rule',
      comment:
        'A directory that is not in the table of modules (build/rules/modules.cjs) may not be used yet.',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/(${[...Object.keys(IMPORTS), 'cli'].join('|')})/` },
      to: {},
    },
    {
      name: 'no-cycles',
      comment: 'Join two files that import each other, or move what both need to a third file.',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'pure-modules-stay-pure',
      comment:
        'Modules that decide reach no file, socket, timer or process, so that tests are tables of cases. Only playbook/load.ts reads a file.',
      severity: 'error',
      from: { path: `^src/(${PURE.join('|')})/`, pathNot: '^src/playbook/load[.]ts$' },
      to: { path: OUTSIDE, reachable: true },
    },
    {
      name: 'pure-modules-have-no-clock',
      comment: 'A decision that depends on the time gets the time as a value.',
      severity: 'error',
      from: { path: `^src/(${PURE.join('|')})/` },
      to: { path: '^src/clock/', reachable: true },
    },
    {
      name: 'platforms-are-reached-through-the-registry',
      comment: 'Use platformOf of src/registry/platforms.ts, so that the cluster selects the platform.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: '^src/(registry/platforms[.]ts$|platforms/[^/]+/|simulate/[^/]+/)',
      },
      to: { path: '^src/platforms/[^/]+/' },
    },
    {
      name: 'a-platform-imports-no-other-platform',
      comment:
        'Only src/simulate/<name>, which simulates the product of a platform, imports src/platforms/<name>.',
      severity: 'error',
      from: { path: '^src/(?:platforms|simulate)/([^/]+)/' },
      to: { path: '^src/platforms/[^/]+/', pathNot: '^src/platforms/$1/' },
    },
    {
      name: 'simulator-only-in-rehearsals',
      comment: 'Only a rehearsal may connect to simulated hosts.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(simulate|cli/rehearse)/' },
      to: { path: '^src/simulate/' },
    },
    onlyIn(
      'ssh2',
      '^src/transport/ssh/',
      'SSH is one implementation of the transport port; no other module may depend on it.',
    ),
    importedOnlyIn('ssh2', '^src/transport/ssh/', 'The one place where a command becomes shell text.'),
    onlyIn(
      'pg',
      '^src/transport/ssh/',
      'A database is queried through the connection to a host, as ports are.',
    ),
    importedOnlyIn('pg', '^src/transport/ssh/', 'A database is queried through the connection to a host.'),
    onlyIn(
      'listr2',
      '^src/report/reporters/terminal[.]ts$',
      'listr2 only draws. If it ran the steps, it would also handle signals and failures.',
    ),
    importedOnlyIn(
      'listr2',
      '^src/report/reporters/terminal[.]ts$',
      'One file draws with listr2, as a reader of events.',
    ),
    importedOnlyIn('yargs', '^src/cli/', 'Only the command line reads arguments.'),
    onlyIn(
      'p-queue',
      '^src/transport/(ssh|openssh)/',
      'Lanes are loops and Promise.all; only handshakes are queued.',
    ),
    importedOnlyIn(
      'p-queue',
      '^src/transport/(ssh|openssh)/',
      'Lanes are loops and Promise.all; only handshakes are queued.',
    ),
    importedOnlyIn(
      'age-encryption',
      '^src/secrets/files/age[.]ts$',
      'One file encrypts and decrypts secrets.',
    ),
    importedOnlyIn(
      '@peculiar/x509',
      '^src/certificates/issue/x509[.]ts$',
      'Loading this package takes 125 ms, so only the file that issues certificates loads it.',
    ),
    importedOnlyIn('@clack', '^src/cli/init/questions[.]ts$', 'Only `init` asks questions, on a terminal.'),
    {
      name: 'ajv-only-at-build-time',
      comment:
        'Compiling a schema takes 175 ms of every start; the validator is generated by `npm run schemas`.',
      severity: 'error',
      from: { path: '^src/', pathNot: '[.]generated[.]js$' },
      to: { path: '(^|/)node_modules/ajv' },
    },
    {
      name: 'no-tests-in-the-program',
      comment: 'The program imports no tests, lab or build.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench|build)/' },
    },
    {
      name: 'nothing-unresolved',
      comment: 'An import that cannot be resolved may fail only at run time.',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Types are imports too: a module that only names the types of another module still depends on it.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
