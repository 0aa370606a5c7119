/** Directory below src → the files and directories in it that other modules may import. */
module.exports = {
  'execute/steps': ['run-step.ts', 'host-for-step.ts', 'apply-changes.ts'],
};
