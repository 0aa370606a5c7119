import type { Change } from '../model/change.ts';

/** States what an earlier run has done, for a command that finds nothing to do. */
export function alreadyDone(change: Change): string {
  switch (change.kind) {
    case 'deploy':
    case 'reconfigure':
      return 'every step of the plan is up to date';
    case 'add':
      return `${change.member.name} is a member already`;
    case 'remove':
      return `${change.member.name} is removed already`;
    case 'replace':
      return `${change.members.map(({ replacement }) => replacement.name).join(', ')} is replaced already`;
    case 'restart':
      return 'every member is restarted already';
    case 'switchover':
      return `${change.to === 'sync-standby' ? 'another database' : change.to.host} is the leader already`;
    case 'reinit':
      return `${change.standby.name} is reinitialized already`;
  }
}
