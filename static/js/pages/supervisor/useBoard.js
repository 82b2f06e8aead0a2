/** The wallboard: fetched, asked for again when something happened, its lines corrected at once by each live event. */
import { get } from "../../lib/api.js";
import { useEffect, useState } from "../../lib/html.js";
import { onEvent } from "../../store/live.js";
import { usePolled } from "../usePolled.js";
import { withLine } from "./board.js";

const BOARD_MS = 15_000;
const NEWS = ["queue.updated", "call.updated", "work.stuck", "missed.updated", "offer.created", "offer.closed"];

export function useBoard() {
  const board = usePolled(() => get("/wallboard"), { everyMs: BOARD_MS, events: NEWS });
  const [lines, setLines] = useState({});
  useEffect(() => onEvent("queue.line", (line) => setLines((known) => withLine(known, line))), []);
  return { ...board, lines };
}
