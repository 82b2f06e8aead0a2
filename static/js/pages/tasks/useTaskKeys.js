/** The list by keyboard: j and k move, x ticks, e opens, z puts off to tomorrow. */
import { serverNow } from "../../lib/clock.js";
import { useEffect } from "../../lib/html.js";
import { addShortcuts } from "../../lib/keys.js";
import { wallClock } from "../../lib/zoned.js";
import { putOff, tick } from "./verbs.js";

const rows = () => [...document.querySelectorAll(".tasks .task")];
const present = () => document.activeElement?.closest?.(".task");

function move(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(present());
  const next = at === -1 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + step));
  all[next].querySelector(".task__title").focus();
}

export function useTaskKeys(list, onOpen) {
  useEffect(() => {
    const task = () => list.items.value.find((one) => one.id === present()?.dataset.task);
    const on = (verb) => () => {
      const found = task();
      if (!found) return;
      const at = rows().indexOf(present());
      verb(found);
      setTimeout(() => (rows()[at] || rows().at(-1))?.querySelector(".task__title").focus(), 400);
    };
    const group = "keys.work";
    return addShortcuts([
      { id: "task_next", key: "j", label: "tasks.keys.next", group, run: () => move(1) },
      { id: "task_previous", key: "k", label: "tasks.keys.previous", group, run: () => move(-1) },
      { id: "task_tick", key: "x", label: "tasks.keys.tick", group, run: on(tick) },
      { id: "task_edit", key: "e", label: "tasks.keys.edit", group, run: () => { const found = task(); if (found) onOpen(found); } },
      { id: "task_put_off", key: "z", label: "tasks.keys.put_off", group, run: on((one) => putOff(one, wallClock(serverNow(), 1, 9))) },
    ]);
  }, []);
}
