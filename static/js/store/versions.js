// @ts-check
/** Rows carry an integer `version`; an update that is not newer than what we show is dropped. */

/** @param {{ version?: number }|null|undefined} known @param {{ version?: number }} incoming */
export function isNewer(known, incoming) {
  if (known?.version === undefined || incoming.version === undefined) return true;
  return incoming.version >= known.version;
}
