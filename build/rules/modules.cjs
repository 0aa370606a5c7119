/**
 * The modules of src, as data: what each may import, and which files of each directory other modules may import.
 * `.dependency-cruiser.cjs` turns these tables into rules; `docs/architecture.md` draws the first one.
 */

/** Module → the modules that it may import besides itself. */
const IMPORTS = {
  model: [],
  errors: ['model'],
  clock: ['model'],
  events: ['model', 'errors', 'clock'],
  components: ['model'],
  membership: ['model', 'components'],
  phases: ['model', 'components', 'membership'],
  gates: ['model', 'components', 'membership'],
  platforms: ['model', 'components', 'phases', 'gates'],
  registry: ['model', 'phases', 'gates', 'platforms'],
  inventory: ['model', 'components', 'platforms', 'registry', 'errors'],
  certificates: ['model', 'errors'],
  secrets: ['model', 'errors'],
  material: ['model', 'registry', 'errors', 'inventory', 'certificates', 'secrets'],
  playbook: ['model', 'errors'],
  plan: ['model', 'errors', 'playbook', 'phases', 'gates', 'registry', 'transport/port'],
  transport: ['model', 'errors', 'clock'],
  simulate: ['model', 'errors', 'clock', 'components', 'platforms', 'transport/port'],
  execute: [
    ...['model', 'errors', 'clock', 'events', 'components', 'membership', 'gates', 'registry', 'plan'],
    'transport/port',
  ],
  journal: ['model', 'errors', 'events', 'report'],
  report: ['model', 'errors', 'events'],
};

/** Modules that decide: they reach no file, socket, timer or clock. */
const PURE = [
  ...['model', 'components', 'platforms', 'registry', 'membership', 'playbook', 'phases', 'gates', 'plan'],
];

/** Directories that hold one file for each phase, gate or command and nothing else: any number of entries. */
const REGISTRIES = [
  ...['gates/shared', 'platforms/cloudify/phases', 'platforms/cloudify/gates'],
  ...['platforms/native/phases', 'platforms/native/gates', 'cli/commands'],
];

/** Entries that a directory may have, unless it is `src` itself or a registry. */
const MOST_ENTRIES = 15;

/** Directory → the files in it that files outside it may import. */
const INTERFACES = Object.fromEntries(
  Object.entries(require('./interfaces.cjs')).map(([directory, files]) => [
    directory,
    files.split(' ').filter(Boolean),
  ]),
);

/** Directories without a list, because all their files are public: the shared types below `model`, and the registries. */
const ALL_PUBLIC = ['model', 'model/health', 'model/host', 'model/plan', 'model/work', ...REGISTRIES];

module.exports = { IMPORTS, PURE, REGISTRIES, MOST_ENTRIES, INTERFACES, ALL_PUBLIC };
