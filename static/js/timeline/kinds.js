/** Who draws what on a timeline: one line per kind. A new kind is one component and one line here. */
import { html } from "../lib/html.js";
import { CallCard } from "./CallCard.js";
import { FileCard } from "./FileCard.js";
import { LeadCard } from "./LeadCard.js";
import { NoteCard } from "./NoteCard.js";
import { OrderCard } from "./OrderCard.js";
import { PlainCard } from "./PlainCard.js";
import { TaskCard } from "./TaskCard.js";

const CallItem = ({ item, startsOpen }) => html`<${CallCard} call=${item.data} hits=${item.hits} startsOpen=${startsOpen} />`;

export const KINDS = { call: CallItem, note: NoteCard, order: OrderCard, task: TaskCard, file: FileCard, lead: LeadCard };

export const cardFor = (kind) => KINDS[kind] || PlainCard;
