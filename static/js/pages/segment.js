/** One segment: who belongs to it and why, how it grew, who is in it. `/segments/new` makes one. */
import { get } from "../lib/api.js";
import { html, useEffect } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { liveTitle } from "../shell/pageTitle.js";
import { can } from "../store/session.js";
import { EmptyState } from "../ui/EmptyState.js";
import { Skeleton } from "../ui/Skeleton.js";
import { Sections } from "./customers/Sections.js";
import { LoadFailed } from "./LoadFailed.js";
import { NewSegment } from "./segments/NewSegment.js";
import { SegmentView } from "./segments/SegmentView.js";
import { useResource } from "./useResource.js";
import "./segments/words.js";

export const css = ["css/pages/_shared.css", "css/pages/segments.css"];
export const title = () => t("segments.one");

const ASK_AGAIN_MS = 1000;

export default function Segment({ params }) {
  return html`<div class="page page--wide segment"><${Sections} current="segments" />
    ${params.id === "new" ? (can("segments.edit") ? html`<${NewSegment} />` : html`<${LoadFailed} error=${{ status: 403 }} />`) : html`<${Saved} key=${params.id} id=${params.id} />`}</div>`;
}

function Saved({ id }) {
  const { data: segment, error, reload, set } = useResource(() => get(`/segments/${id}`), [id]);
  useEffect(() => { if (segment) liveTitle.value = segment.name; }, [segment?.name]);
  const isBusy = segment?.is_active && !segment.archived_at && ["waiting", "running"].includes(segment.refresh.state);
  useEffect(() => {
    if (!isBusy) return undefined;
    const timer = setInterval(() => document.visibilityState === "visible" && reload(), ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [isBusy]);
  if (error?.status === 404) {
    return html`<${EmptyState} icon="target" title=${t("segments.unknown")} text=${t("segments.unknown_text")}><a class="btn" href="/segments">${t("segments.back")}</a><//>`;
  }
  if (error && !segment) return html`<${LoadFailed} error=${error} onRetry=${reload} />`;
  if (!segment) return html`<${Skeleton} title lines=${8} />`;
  return html`<${SegmentView} segment=${segment} onChange=${set} onReload=${reload} />`;
}
