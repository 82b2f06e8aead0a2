// The little of a browser that stores need: storage, an address bar, a fetch that tests answer.
const kept = new Map();

globalThis.localStorage = {
  getItem: (key) => kept.get(key) ?? null,
  setItem: (key, value) => { kept.set(key, String(value)); },
  removeItem: (key) => { kept.delete(key); },
  clear: () => kept.clear(),
  key: (position) => [...kept.keys()][position] ?? null,
  get length() { return kept.size; },
};
globalThis.location = { pathname: "/console", search: "", assign: () => {} };
globalThis.addEventListener = () => {};

/** Every request so far, as {method, path, body, headers}. */
export const requests = [];
let answer = () => ({ status: 200, body: {} });

/** Answer requests from now on: fn({method, path, body}) → {status, body}, or throws for no network. */
export const answerWith = (fn) => { answer = fn; };

globalThis.fetch = async (url, options = {}) => {
  const request = { method: options.method || "GET", path: String(url).replace("/api/v1", ""), body: options.body ? JSON.parse(options.body) : undefined, headers: options.headers || {} };
  requests.push(request);
  const { status = 200, body } = await answer(request);
  return new Response(body === undefined || status === 204 ? null : JSON.stringify(body), { status });
};

/** Let timers and promises run. */
export const pause = (ms = 5) => new Promise((resolve) => setTimeout(resolve, ms));
