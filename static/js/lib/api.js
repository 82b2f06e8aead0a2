// @ts-check
/**
 * The only module that calls fetch. JSON in and out, CSRF on unsafe methods, and one error shape:
 * ApiError{status, code, message, details}; status 0 and code "offline" when no answer came.
 */
import { boot } from "./boot.js";

const BASE = "/api/v1";
const UNSAFE = new Set(["POST", "PUT", "PATCH", "DELETE"]);

let csrfToken = boot.csrf_token || "";

/** @type {() => void} */
let whenSignedOut = () => location.assign(`/login?next=${encodeURIComponent(location.pathname + location.search)}`);

export class ApiError extends Error {
  /** @param {number} status @param {string} code @param {string} message @param {Record<string, any>} [details] */
  constructor(status, code, message, details = {}) {
    super(message || code);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.details = details;
  }

  /** True when trying again later may work: no answer, or the server is busy or restarting. */
  get isTemporary() {
    return this.status === 0 || this.status === 429 || this.status >= 502;
  }
}

/** @param {string} token */
export const setCsrfToken = (token) => { csrfToken = token; };

/** @type {() => any} */
let whenRefused = () => {};

/** Awaited before a refusal reaches whoever asked, so that there are words for it. @param {() => any} action */
export const onRefused = (action) => { whenRefused = action; };

/** Called once when the server says that the session is over. @param {() => void} action */
export const onSignedOut = (action) => { whenSignedOut = action; };

/**
 * @typedef {{ query?: Record<string, any>, body?: any, ifMatch?: string|number, idempotencyKey?: string,
 *   signal?: AbortSignal, timeoutMs?: number, isSignIn?: boolean, keepalive?: boolean, authorization?: string }} Options
 */

/**
 * @param {string} method @param {string} path below /api/v1, e.g. "/calls/cal_1" @param {Options} [options]
 * @returns {Promise<any>} the parsed body, or null for 204
 * @throws {ApiError}
 */
export async function request(method, path, options = {}) {
  const response = await send(method, path, options);
  const body = await readJson(response);
  if (response.ok) return body;
  if (response.status === 401 && !options.isSignIn) whenSignedOut();
  await whenRefused();
  throw errorOf(response, body);
}

/** @param {Response} response @param {any} body */
function errorOf(response, body) {
  const { code, message, details } = body?.error || {};
  return new ApiError(response.status, code || `http_${response.status}`, message || "", details);
}

/** @param {string} path @param {Record<string, any>} [query] @param {Options} [options] */
export const get = (path, query, options) => request("GET", path, { ...options, query });
/** @param {string} path @param {any} [body] @param {Options} [options] */
export const post = (path, body = {}, options) => request("POST", path, { ...options, body });
/** @param {string} path @param {any} body @param {Options} [options] */
export const put = (path, body, options) => request("PUT", path, { ...options, body });
/** @param {string} path @param {any} body @param {Options} [options] */
export const patch = (path, body, options) => request("PATCH", path, { ...options, body });
/** @param {string} path @param {any} [body] @param {Options} [options] */
export const del = (path, body, options) => request("DELETE", path, { ...options, body });

/** A file of the API as it is, e.g. audio. @param {string} path @param {Options} [options] @returns {Promise<{ bytes: ArrayBuffer, headers: Headers }>} */
export async function getFile(path, options = {}) {
  const response = await send("GET", path, { timeoutMs: 60_000, ...options });
  if (!response.ok) throw errorOf(response, await readJson(response));
  return { bytes: await response.arrayBuffer(), headers: response.headers };
}

/** A JSON file of ours below the static prefix, e.g. "i18n/vi.json". @param {string} path */
export async function getAsset(path) {
  const response = await fetch(`${boot.static_url}/${path}`, { credentials: "same-origin" });
  if (!response.ok) throw new ApiError(response.status, "asset", path);
  return response.json();
}

/** The address of an API resource that the browser loads itself (audio, download). @param {string} path */
export const apiUrl = (path) => BASE + path;

/** What an unsafe request that is not made here must carry (lib/upload.js). @returns {Record<string, string>} */
export const unsafeHeaders = () => ({ Accept: "application/json", ...(csrfToken ? { "X-CSRF-Token": csrfToken } : {}) });

/** @param {string} method @param {string} path @param {Options} options */
async function send(method, path, options) {
  const timeout = AbortSignal.timeout(options.timeoutMs ?? 15_000);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  try {
    return await fetch(BASE + path + queryString(options.query), {
      method, signal, headers: headersFor(method, options), credentials: "same-origin",
      keepalive: options.keepalive, body: options.body === undefined || options.body instanceof FormData ? options.body : JSON.stringify(options.body),
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new ApiError(0, "offline", "");
  }
}

/** @param {string} method @param {Options} options */
function headersFor(method, options) {
  /** @type {Record<string, string>} */
  const headers = { Accept: "application/json" };
  if (options.body !== undefined && !(options.body instanceof FormData)) headers["Content-Type"] = "application/json";
  if (UNSAFE.has(method) && csrfToken) headers["X-CSRF-Token"] = csrfToken;
  if (options.authorization) headers.Authorization = options.authorization;
  if (options.ifMatch !== undefined) headers["If-Match"] = `"${options.ifMatch}"`;
  if (options.idempotencyKey) headers["Idempotency-Key"] = options.idempotencyKey;
  return headers;
}

/** @param {Record<string, any>|undefined} query empty and null values are left out */
function queryString(query) {
  const pairs = Object.entries(query || {}).filter(([, value]) => value !== undefined && value !== null && value !== "");
  return pairs.length ? `?${new URLSearchParams(pairs.map(([key, value]) => [key, String(value)]))}` : "";
}

/** @param {Response} response */
async function readJson(response) {
  if (response.status === 204) return null;
  try {
    return await response.json();
  } catch {
    return null;
  }
}
