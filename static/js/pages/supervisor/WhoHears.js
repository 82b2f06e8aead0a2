/** Who hears whom, as a picture: people on a circle, an arrow from each speaker to whoever hears them. In words for screen readers. */
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";

const SIZE = 220;
const RADIUS = 72;
const NODE = 26;

export function WhoHears({ participants }) {
  const people = participants.filter((one) => one.state === "in");
  const places = Object.fromEntries(people.map((one, index) => [one.id, placeOf(index, people.length)]));
  const pairs = people.flatMap((listener) => listener.hears.filter((id) => places[id]).map((speaker) => [speaker, listener.id]));
  return html`<figure class="who-hears">
    <svg viewBox=${`0 0 ${SIZE} ${SIZE}`} role="img" aria-label=${wordsOf(people)}>
      <defs><marker id="who-hears-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" /></marker></defs>
      ${pairs.map(([from, to]) => html`<${Arrow} key=${`${from}-${to}`} from=${places[from]} to=${places[to]} />`)}
      ${people.map((one) => html`<${Node} key=${one.id} one=${one} at=${places[one.id]} />`)}
    </svg></figure>`;
}

const placeOf = (index, count) => {
  const angle = (index / Math.max(1, count)) * 2 * Math.PI - Math.PI / 2;
  return { x: SIZE / 2 + RADIUS * Math.cos(angle), y: SIZE / 2 + RADIUS * Math.sin(angle) };
};

/** Beside the straight line between the two, so that both directions are seen. */
function Arrow({ from, to }) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy) || 1;
  const [ux, uy] = [dx / length, dy / length];
  const [sx, sy] = [-uy * 5, ux * 5];
  const gap = NODE + 3;
  return html`<line class="who-hears__arrow" x1=${from.x + ux * gap + sx} y1=${from.y + uy * gap + sy} x2=${to.x - ux * gap + sx} y2=${to.y - uy * gap + sy} marker-end="url(#who-hears-tip)" />`;
}

function Node({ one, at }) {
  const state = one.is_held ? "held" : one.is_muted ? "muted" : "";
  return html`<g class=${`who-hears__node who-hears__node--${one.kind}`}><circle cx=${at.x} cy=${at.y} r=${NODE} />
    <text x=${at.x} y=${at.y + (state ? -1 : 4)} ...${fitting(shortName(one))}>${shortName(one)}</text>
    ${state && html`<text class="who-hears__state" x=${at.x} y=${at.y + 12}>${t(`listening.${state}`)}</text>`}</g>`;
}

/** Long words are drawn narrower: they stay within their circle. */
const fitting = (word) => (word.length > 7 ? { textLength: 2 * NODE - 8, lengthAdjust: "spacingAndGlyphs" } : {});

const shortName = (one) => (one.kind === "customer" ? t("listening.customer") : one.name.trim().split(/\s+/).at(-1));

const wordsOf = (people) => people.map((one) => {
  const heard = one.hears.map((id) => people.find((other) => other.id === id)).filter(Boolean).map(shortName);
  return heard.length ? t("listening.hears", { who: shortName(one), whom: heard.join(", ") }) : t("listening.hears_nobody", { who: shortName(one) });
}).join(" ");
