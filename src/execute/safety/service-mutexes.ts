import type { Service } from '../../model/names.ts';

type Mode = 'shared' | 'exclusive';

interface Waiter {
  readonly mode: Mode;
  readonly enter: () => void;
}

/**
 * One token a service and run: two members of a service are never touched at once, whatever the playbook says.
 * Founding a service is shared. First come, first served, so that an exclusive wish is not starved.
 */
export class ServiceMutexes {
  readonly #holders = new Map<Service, { mode: Mode; count: number }>();
  readonly #waiting = new Map<Service, Waiter[]>();

  /** Does `work` while holding the service's token. */
  async hold<T>(service: Service, mode: Mode, work: () => Promise<T>): Promise<T> {
    await this.#take(service, mode);
    try {
      return await work();
    } finally {
      this.#give(service);
    }
  }

  #take(service: Service, mode: Mode): Promise<void> {
    return new Promise((enter) => {
      const queue = this.#waiting.get(service) ?? [];
      this.#waiting.set(service, [...queue, { mode, enter }]);
      this.#admit(service);
    });
  }

  #give(service: Service): void {
    const held = this.#holders.get(service);
    if (held && held.count > 1) this.#holders.set(service, { ...held, count: held.count - 1 });
    else this.#holders.delete(service);
    this.#admit(service);
  }

  #admit(service: Service): void {
    const [next, ...rest] = this.#waiting.get(service) ?? [];
    if (!next || !this.#free(service, next.mode)) return;
    const count = this.#holders.get(service)?.count ?? 0;
    this.#holders.set(service, { mode: next.mode, count: count + 1 });
    this.#waiting.set(service, rest);
    next.enter();
    this.#admit(service);
  }

  #free(service: Service, mode: Mode): boolean {
    const held = this.#holders.get(service);
    return !held || (held.mode === 'shared' && mode === 'shared');
  }
}
