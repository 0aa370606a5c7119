import type { HostName } from '../../model/names.ts';
import type { Session, Survey, SurveyRequest } from '../../transport/port.ts';
import type { RunEnvironment } from '../environment.ts';

interface Source {
  readonly request: (machine: HostName) => SurveyRequest;
  /** @throws ConnectionLost while there is no connection */
  readonly session: (machine: HostName) => Session;
}

/** The surveys of a run, by machine. A survey is valid until this run changes something. */
export class MachineSurveys {
  readonly #env: Pick<RunEnvironment, 'clock' | 'emit'>;
  readonly #source: Source;
  readonly #requests = new Map<HostName, SurveyRequest>();
  readonly #done = new Map<HostName, { survey: Survey; generation: number }>();
  readonly #running = new Map<HostName, { survey: Promise<Survey>; generation: number }>();
  #generation = 0;

  constructor(env: Pick<RunEnvironment, 'clock' | 'emit'>, source: Source) {
    this.#env = env;
    this.#source = source;
  }

  invalidate(): void {
    this.#generation += 1;
  }

  /** Returns the last survey, however old. */
  last(machine: HostName): Survey | undefined {
    return this.#done.get(machine)?.survey;
  }

  /** Returns the valid survey, or surveys the machine. Concurrent callers share one survey. */
  async current(machine: HostName): Promise<Survey> {
    const known = this.#done.get(machine);
    if (known?.generation === this.#generation) return known.survey;
    const running = this.#running.get(machine);
    if (running?.generation === this.#generation) return running.survey;
    const started = { survey: this.#read(machine), generation: this.#generation };
    this.#running.set(machine, started);
    try {
      return await started.survey;
    } finally {
      if (this.#running.get(machine) === started) this.#running.delete(machine);
    }
  }

  async #read(machine: HostName): Promise<Survey> {
    const generation = this.#generation;
    const startedAt = this.#env.clock.now();
    const request = this.#requests.get(machine) ?? this.#source.request(machine);
    this.#requests.set(machine, request);
    const survey = await this.#source.session(machine).survey(request);
    this.#done.set(machine, { survey, generation });
    this.#env.emit({ kind: 'host.surveyed', host: machine, ms: this.#env.clock.now() - startedAt });
    return survey;
  }
}
