// @ts-check
/** One file to the API, with its progress: what fetch cannot tell. The error shape is that of lib/api.js. */
import { ApiError, apiUrl, unsafeHeaders } from "./api.js";

/**
 * @param {string} path below /api/v1 @param {File} file
 * @param {{ onProgress?: (part: number) => void, signal?: AbortSignal, field?: string }} [options] progress from 0 to 1
 * @returns {Promise<any>} @throws {ApiError}
 */
export function upload(path, file, { onProgress, signal, field = "file" } = {}) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", apiUrl(path));
    request.responseType = "json";
    for (const [name, value] of Object.entries(unsafeHeaders())) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => event.lengthComputable && onProgress?.(event.loaded / event.total);
    request.onload = () => {
      if (request.status < 300) return resolve(request.response);
      const { code, message, details } = request.response?.error || {};
      return reject(new ApiError(request.status, code || `http_${request.status}`, message || "", details));
    };
    request.onerror = request.ontimeout = () => reject(new ApiError(0, "offline", ""));
    request.onabort = () => reject(new ApiError(0, "aborted", ""));
    signal?.addEventListener("abort", () => request.abort());
    const form = new FormData();
    form.append(field, file);
    request.send(form);
  });
}
