/** How a status looks wherever it is shown, and whether it brings work: a company's own statuses included. */
import { minute } from "../lib/clock.js";
import { statuses } from "../store/session.js";

const BUILT_IN = { available: "done", offline: "hollow", not_responding: "late" };
const COLOURS = { green: "done", red: "late", grey: "hollow" };

const find = (code) => statuses.value.find((one) => one.code === code);

/** The kind of its dot. */
export const statusKind = (code) => BUILT_IN[code] || COLOURS[find(code)?.colour] || "waiting";

/** Whether somebody has been in it for longer than it may last. */
export const isOverdue = (code, since) => minute.value - Date.parse(since) >= (find(code)?.max_minutes || Infinity) * 60_000;

/** Whether somebody in it receives work. */
export const isReadyStatus = (code) => code === "available" || !!find(code)?.is_ready;
