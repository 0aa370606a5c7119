/** A limit that does not run while the operator answers a question. */
interface PausableTimer {
  readonly pause: () => void;
  readonly resume: () => void;
  readonly stop: () => void;
}

export function pausableTimer(limitMs: number, onLate: () => void): PausableTimer {
  let left = limitMs;
  let pauses = 0;
  let since = Date.now();
  let timer = setTimeout(onLate, left);
  return {
    pause: () => {
      pauses += 1;
      if (pauses > 1) return;
      clearTimeout(timer);
      left -= Date.now() - since;
    },
    resume: () => {
      pauses -= 1;
      if (pauses > 0) return;
      since = Date.now();
      timer = setTimeout(onLate, left);
    },
    stop: () => {
      pauses = Infinity;
      clearTimeout(timer);
    },
  };
}
