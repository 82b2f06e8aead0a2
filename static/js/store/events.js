// @ts-check
/** Live events inside the page: stores and pages listen by type, the connection publishes. */

/** @type {Map<string, Set<(data: any, envelope: any) => void>>} */
const listeners = new Map();

/**
 * @param {string} type e.g. "call.updated"; "resync" = everything may be stale, fetch again
 * @param {(data: any, envelope: any) => void} listener @returns {() => void} stops listening
 */
export function onEvent(type, listener) {
  const list = listeners.get(type) || new Set();
  listeners.set(type, list.add(listener));
  return () => { list.delete(listener); };
}

/** One listener that fails does not stop the others. @param {{ type: string, data?: any, seq?: number|null, at?: string }} envelope */
export function publish(envelope) {
  for (const listener of listeners.get(envelope.type) || []) {
    try {
      listener(envelope.data ?? {}, envelope);
    } catch (error) {
      console.error(envelope.type, error);
    }
  }
}
