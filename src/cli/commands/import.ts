import { IMPORT_WORDS } from '../arguments/positionals.ts';
import { command } from '../arguments/command.ts';
import { FILE_EXITS } from '../arguments/exits.ts';
import { OUTPUT_FLAGS, WRITE_FLAGS } from '../arguments/flags.ts';

export const importCommand = command({
  name: 'import',
  summary: 'Create an inventory from a configuration file of cfy_cluster_manager',
  exits: FILE_EXITS,
  examples: [
    ['cfy_cluster_config.yaml prod', 'Create the files in the directory prod, and print what is left to do'],
    ['~/old/cfy_cluster_config.yaml staging', 'Create the files in the directory staging'],
  ],
  flags: { ...OUTPUT_FLAGS, ...WRITE_FLAGS },
  positionals: IMPORT_WORDS,
  load: async () => (await import('../init/import.ts')).importConfig,
});
