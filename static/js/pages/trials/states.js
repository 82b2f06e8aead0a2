// @ts-check
/** How a simulation's state is shown. */
export const STATES = { waiting: "waiting", running: "waiting", done: "done", failed: "late", canceled: "line" };
