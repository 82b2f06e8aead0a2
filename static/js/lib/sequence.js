// @ts-check
/**
 * Puts numbered events in order: drops repeats, holds what came too early, reports gaps. Pure, so that it is tested
 * without a socket. Events without a number (figures: latest wins) pass straight through.
 */

/** @typedef {{ seq: number|null, at: string, type: string, data: any }} Envelope */

/** @param {{ deliver: (envelope: Envelope) => void, onGap: (afterSeq: number) => void }} options */
export function createSequence({ deliver, onGap }) {
  let last = 0;
  let isPaused = true;
  /** @type {Map<number, Envelope>} */
  const early = new Map();

  const drain = () => {
    for (let next = early.get(last + 1); next && !isPaused; next = early.get(last + 1)) {
      early.delete(last + 1);
      last += 1;
      deliver(next);
    }
  };

  return {
    get last() { return last; },
    get hasGap() { return early.size > 0; },

    /** @param {Envelope} envelope */
    accept(envelope) {
      if (envelope.seq === null || envelope.seq === undefined) return deliver(envelope);
      if (envelope.seq <= last && !isPaused) return undefined;
      early.set(envelope.seq, envelope);
      drain();
      if (early.size && !isPaused) onGap(last);
      return undefined;
    },

    /** Hold everything while a snapshot is on its way. */
    pause() { isPaused = true; },

    /** The state up to `seq` is known; go on from there. @param {number} seq */
    startAfter(seq) {
      last = seq;
      isPaused = false;
      for (const held of [...early.keys()]) if (held <= seq) early.delete(held);
      drain();
    },

    /** A snapshot could not be fetched: go on from where we were. */
    unpause() { this.startAfter(last); },
  };
}
