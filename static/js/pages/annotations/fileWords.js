// @ts-check
/** What a file is, in an icon and a size. */
import { formatNumber } from "../../lib/format.js";

/** @param {string|undefined} type */
export function iconOf(type = "") {
  if (type.startsWith("audio/")) return "headphones";
  if (type.startsWith("image/")) return "eye";
  return "file-text";
}

/** 1,2 MB @param {number} bytes */
export function formatSize(bytes) {
  if (bytes < 1_000) return `${formatNumber(bytes)} B`;
  if (bytes < 1_000_000) return `${formatNumber(bytes / 1_000)} kB`;
  return `${formatNumber(bytes / 1_000_000, 1)} MB`;
}
