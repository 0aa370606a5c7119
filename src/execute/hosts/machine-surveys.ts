import type { HostName } from '../../model/names.ts';
import type { KnownFacts, Session, Survey, SurveyRequest } from '../../transport/port.ts';
import type { RunEnvironment } from '../environment.ts';

interface Source {
  readonly request: (machine: HostName) => SurveyRequest;
  /** @throws ConnectionLost while there is no connection */
  readonly session: (machine: HostName) => Session;
}

/** The state of a host changes with each step; the facts are read again only for a gate that judges them. */
type Needed = 'facts' | 'state';

interface Reading {
  readonly needed: Needed;
  readonly generation: number;
}

/** The surveys of a run, by machine. A survey is valid until this run changes something. */
export class MachineSurveys {
  readonly #env: Pick<RunEnvironment, 'clock' | 'emit'>;
  readonly #source: Source;
  readonly #requests = new Map<HostName, SurveyRequest>();
  readonly #done = new Map<HostName, Reading & { readonly survey: Survey }>();
  readonly #running = new Map<HostName, Reading & { readonly survey: Promise<Survey> }>();
  /** Machines whose facts may have changed since their last survey. */
  readonly #outdated = new Set<HostName>();
  #generation = 0;

  constructor(env: Pick<RunEnvironment, 'clock' | 'emit'>, source: Source) {
    this.#env = env;
    this.#source = source;
  }

  invalidate(): void {
    this.#generation += 1;
  }

  /** Invalidates all surveys, and the facts of these machines. */
  invalidateFacts(machines: readonly HostName[]): void {
    for (const machine of machines) this.#outdated.add(machine);
    this.invalidate();
  }

  /** Returns the last survey, however old. */
  last(machine: HostName): Survey | undefined {
    return this.#done.get(machine)?.survey;
  }

  /** Returns a valid survey, or surveys the machine. Concurrent callers share one survey. */
  async current(machine: HostName, needed: Needed): Promise<Survey> {
    const known = this.#done.get(machine);
    if (known && this.#serves(known, needed)) return known.survey;
    const running = this.#running.get(machine);
    if (running && this.#serves(running, needed)) return running.survey;
    const reading = { needed: this.#toRead(machine, needed), generation: this.#generation };
    const started = { ...reading, survey: this.#read(machine, reading) };
    this.#running.set(machine, started);
    try {
      return await started.survey;
    } finally {
      if (this.#running.get(machine) === started) this.#running.delete(machine);
    }
  }

  #serves(reading: Reading, needed: Needed): boolean {
    return reading.generation === this.#generation && (needed === 'state' || reading.needed === 'facts');
  }

  #toRead(machine: HostName, needed: Needed): Needed {
    return this.#done.has(machine) && !this.#outdated.has(machine) ? needed : 'facts';
  }

  async #read(machine: HostName, { needed, generation }: Reading): Promise<Survey> {
    const startedAt = this.#env.clock.now();
    const request = this.#requests.get(machine) ?? this.#source.request(machine);
    this.#requests.set(machine, request);
    const known = needed === 'state' ? this.last(machine) : undefined;
    const survey = await this.#source.session(machine).survey(request, known && factsOf(known));
    if (needed === 'facts') this.#outdated.delete(machine);
    this.#done.set(machine, { survey, needed, generation });
    this.#env.emit({ kind: 'host.surveyed', host: machine, ms: this.#env.clock.now() - startedAt });
    return survey;
  }
}

const factsOf = ({ facts, obstacles }: Survey): KnownFacts => ({ facts, obstacles });
