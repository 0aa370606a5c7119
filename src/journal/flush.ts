/**
 * Groups flushes: one covers everything written before it, for all hosts whose next step waits.
 * @param flush writes the file to disk before it returns; an asynchronous flush would let the clock of a simulation run on
 */
export function groupedFlush(flush: () => void): { readonly wrote: () => void; readonly flush: () => void } {
  let isDirty = false;
  return {
    wrote: () => {
      isDirty = true;
    },
    flush: () => {
      if (!isDirty) return;
      flush();
      isDirty = false;
    },
  };
}
