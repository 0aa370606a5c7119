import type { Service } from '../../model/names.ts';

type Mode = 'shared' | 'exclusive';

interface Waiter {
  readonly mode: Mode;
  readonly enter: () => void;
}

/** A service, or all machines if they carry several services. */
type Guarded = Service | 'machines';

/**
 * One mutex for each service of a run, so that a run never operates on two members of a service at once, whatever the
 * playbook says, and one for machines that carry several services. Only while a service is bootstrapped may several operations share its mutex. Requests are granted in
 * their order, so that shared requests cannot starve an exclusive one.
 */
export class ServiceMutexes {
  readonly #holders = new Map<Guarded, { mode: Mode; count: number }>();
  readonly #waiting = new Map<Guarded, Waiter[]>();

  /** @returns the function that releases the mutex; call it once */
  async acquire(service: Guarded, mode: Mode): Promise<() => void> {
    await new Promise<void>((enter) => {
      const queue = this.#waiting.get(service) ?? [];
      this.#waiting.set(service, [...queue, { mode, enter }]);
      this.#admit(service);
    });
    return () => this.#release(service);
  }

  #release(service: Guarded): void {
    const held = this.#holders.get(service);
    if (held && held.count > 1) this.#holders.set(service, { ...held, count: held.count - 1 });
    else this.#holders.delete(service);
    this.#admit(service);
  }

  #admit(service: Guarded): void {
    const [next, ...rest] = this.#waiting.get(service) ?? [];
    if (!next || !this.#free(service, next.mode)) return;
    const count = this.#holders.get(service)?.count ?? 0;
    this.#holders.set(service, { mode: next.mode, count: count + 1 });
    this.#waiting.set(service, rest);
    next.enter();
    this.#admit(service);
  }

  #free(service: Guarded, mode: Mode): boolean {
    const held = this.#holders.get(service);
    return !held || (held.mode === 'shared' && mode === 'shared');
  }
}
