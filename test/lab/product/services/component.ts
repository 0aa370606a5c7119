import type { Settings } from '../config/settings.ts';

/** A part of the product on one host. `name` is how `start`, `stop` and `restart` are told of it. */
export interface Component {
  readonly name: string;
  configure(settings: Settings): Promise<void>;
  /** Restarts what runs already, but for a database. */
  start(settings: Settings): Promise<void>;
  stop(settings: Settings): Promise<void>;
  remove(settings: Settings): Promise<void>;
}
