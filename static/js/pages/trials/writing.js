/** Figures of a simulation in words: values, and differences with their sign and unit. */
import { formatNumber, formatSpan } from "../../lib/format.js";
import { t } from "../../lib/i18n.js";
import { asWritten } from "./model.js";

const seconds = (value) => (value < 60 ? t("trials.unit.seconds", { n: formatNumber(value, 1) }) : formatSpan(value));
const WRITE = {
  percent: (value) => `${formatNumber(value, 1)}%`,
  seconds,
  number: (value) => formatNumber(value),
  index: (value) => formatNumber(value, 2),
};
const LENGTH = { ...WRITE, percent: (value) => t("trials.unit.points", { n: formatNumber(value, 1) }) };

export const written = (figure, value) => (value === null || value === undefined ? "—" : WRITE[figure.as](asWritten(figure, value)));

/** How large a difference is, without its sign: points of a percentage are no percent. */
export const sized = (figure, value) => LENGTH[figure.as](Math.abs(value));

/** +4.2 points, −7.2 s, ±0 */
export const signed = (figure, value) => (value === null ? "—" : `${value > 0 ? "+" : value < 0 ? "−" : "±"}${sized(figure, value)}`);
