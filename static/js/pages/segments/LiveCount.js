/** How many customers the rules find, counted again whenever the typing pauses, and five of them. */
import { post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { formatNumber } from "../../lib/format.js";
import { html, useEffect, useRef, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { Avatar } from "../../ui/Avatar.js";
import { isComplete, leavesOf, nodeAt, withoutEmptyGroups, writeRules } from "./tree.js";

const PAUSE_MS = 350;

/** Counts `root`; `{found, isBusy, isReady, problem}`. Tells `onWrong({id, text})` which rule the server refused, or null. */
export function useCount(root, onWrong) {
  const [state, setState] = useState({ found: null, isBusy: true, problem: null });
  const asked = useRef(0);
  const isReady = leavesOf(root).every(isComplete);
  const { rules, places } = writeRules(withoutEmptyGroups(root));
  const key = JSON.stringify(rules);
  useEffect(() => {
    const mine = ++asked.current;
    if (!isReady) { setState((old) => ({ ...old, isBusy: false })); return undefined; }
    setState((old) => ({ ...old, isBusy: true }));
    const timer = setTimeout(async () => {
      try {
        const found = await post("/segments/count", { rules });
        if (mine !== asked.current) return;
        onWrong(null);
        setState({ found, isBusy: false, problem: null });
      } catch (error) {
        if (mine !== asked.current) return;
        const wrong = readWrong(error, places);
        onWrong(wrong);
        setState((old) => ({ ...old, isBusy: false, problem: wrong ? null : errorText(error) }));
      }
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [key, isReady]);
  return { ...state, isReady };
}

/** Which rule a refusal is about: {id, text}, or null when it names none. */
export function readWrong(error, places) {
  if (error.code !== "invalid_rules") return null;
  const [[place, reasons] = []] = Object.entries(error.details || {});
  const id = place === undefined ? null : nodeAt(places, place);
  return id === null ? null : { id, text: t("segments.wrong_rule", { why: [reasons].flat().join(" ") }) };
}

export function LiveCount({ found, isBusy, isReady, problem }) {
  return html`<section class=${`panel live-count ${isBusy ? "is-stale" : ""}`} aria-labelledby="live-count" aria-busy=${String(isBusy)}>
    <h2 id="live-count">${t("segments.would_fit")}</h2>
    <p class="live-count__number num" role="status">${countText(found, isReady)}</p>
    ${!isReady && html`<p class="muted row"><${Icon} name="info" size=${14} />${t("segments.incomplete")}</p>`}
    ${problem && html`<p class="state-late" role="alert">${problem}</p>`}
    ${found?.is_estimate && found.count !== null && html`<p class="muted">${t("segments.estimated")}</p>`}
    ${found?.is_partial && html`<p class="muted">${t("segments.partial")}</p>`}
    ${found?.count === null && html`<p class="muted">${t("segments.too_slow")}</p>`}
    ${found?.sample.length > 0 && html`<h3 class="live-count__examples">${t("segments.for_example")}</h3>
      <ul class="live-count__people">${found.sample.map((one) => html`<li key=${one.id}><a href=${`/customers/${one.id}`} target="_blank" rel="noopener" class="live-count__person">
        <${Avatar} name=${one.display_name} size=${24} /><span class="cut">${one.display_name}</span><span class="dim cut push">${one.company || one.province || t(`customers.statuses.${one.status}`)}</span></a></li>`)}</ul>`}
    ${found?.count === 0 && isReady && html`<p class="muted">${t("segments.nobody_fits")}</p>`}
  </section>`;
}

function countText(found, isReady) {
  if (!found || (!isReady && !found)) return "…";
  if (found.count === null) return t("segments.many");
  return found.is_estimate ? t("segments.about", { n: formatNumber(found.count) }) : formatNumber(found.count);
}
