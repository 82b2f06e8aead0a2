/** Who draws what on a timeline: one line per kind. A new kind is one component and one line here. */
import { html } from "../lib/html.js";
import { CallCard } from "./CallCard.js";
import { NoteCard } from "./NoteCard.js";
import { PlainCard } from "./PlainCard.js";

const CallItem = ({ item, startsOpen }) => html`<${CallCard} call=${item.data} startsOpen=${startsOpen} />`;

export const KINDS = { call: CallItem, note: NoteCard };

export const cardFor = (kind) => KINDS[kind] || PlainCard;
