import type { Settings } from '../config/settings.ts';

/** A component of the product on one host. `name` is its name in `start`, `stop` and `restart`. */
export interface Component {
  readonly name: string;
  configure(settings: Settings): Promise<void>;
  /** Starts the component. Restarts it if it is running, unless it is a database. */
  start(settings: Settings): Promise<void>;
  stop(settings: Settings): Promise<void>;
  remove(settings: Settings): Promise<void>;
}
