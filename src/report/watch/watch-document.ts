import type { WatchView } from './watch-view.ts';
import type { WatchedRun } from './watched-run.ts';

/** One line of `status --watch --output json`: the keys of `status --output json`, and those of the watching. Pure. */
export function watchDocument(view: WatchView, run: WatchedRun | undefined): object {
  const { services, ...rest } = view;
  return {
    ...rest,
    services: services.map(({ service, votes, margin }) => ({
      service,
      members: votes.members,
      healthy: votes.available,
      margin,
    })),
    ...(run && {
      newestRun: {
        run: run.run,
        command: run.state.command,
        at: run.state.startedAt,
        outcome: run.state.finished?.outcome ?? 'unfinished',
        lastEventAt: run.lastAt,
      },
    }),
  };
}
