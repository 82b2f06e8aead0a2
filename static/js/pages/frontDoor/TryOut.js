/** A test call through the draft: press keys, choose the hour, imagine that nobody is there; see and hear each step. */
import { post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { html, useEffect, useRef, useState } from "../../lib/html.js";
import { locale, t } from "../../lib/i18n.js";
import { Button } from "../../ui/Button.js";

const PAD = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];

export function TryOut({ document: flow, onStep, onClose }) {
  const [world, setWorld] = useState({ language: locale.value === "en" ? "en" : "vi", hours: "now", line: "ready" });
  const [turn, setTurn] = useState(null);
  const [said, setSaid] = useState([]);
  const [error, setError] = useState("");
  const [isAloud, setAloud] = useState(false);
  const list = useRef(null);
  const asked = useRef(0);

  const go = async (place, input, before, words) => {
    const mine = ++asked.current;
    try {
      const next = await post("/flows/walks", { document: flow, place, input, ...world });
      if (mine !== asked.current) return;
      setError("");
      setTurn(next);
      onStep(next.place.step);
      setSaid([...before, ...(words ? [{ mine: words }] : []), ...next.heard]);
      if (isAloud) speak(next.heard);
    } catch (failure) {
      setError(errorText(failure));
    }
  };
  const begin = () => go(null, { kind: "arrive" }, [], t("front_door.try_calls"));
  useEffect(() => { begin(); return () => { asked.current += 1; hush(); }; }, [world]);
  useEffect(() => { list.current?.scrollTo(0, list.current.scrollHeight); }, [said]);
  const send = (input, words) => go(turn.place, input, said, words);
  const typeNumber = (event) => {
    event.preventDefault();
    const key = event.currentTarget.elements.number.value.replace(/[^\d*]/g, "");
    send({ kind: "key", key }, `${key} #`);
  };
  const press = (event) => { if (turn?.stop === "menu" && PAD.includes(event.key)) send({ kind: "key", key: event.key }, t("front_door.key_n", { key: event.key })); };
  const choose = (name, options) => html`<label class="try__choice"><span class="dim">${t(`front_door.try_${name}`)}</span><select class="input" value=${world[name]} onChange=${(event) => setWorld({ ...world, [name]: event.currentTarget.value })}>
    ${options.map((one) => html`<option key=${one} value=${one}>${t(`front_door.${name === "language" ? "languages" : `try_${name}_is`}.${one}`)}</option>`)}</select></label>`;

  return html`<aside class="panel try" aria-label=${t("front_door.try")}>
    <div class="panel__head"><h2>${t("front_door.try")}</h2><span class="push"></span>
      <label class="check"><input type="checkbox" checked=${isAloud} onChange=${(event) => { setAloud(event.currentTarget.checked); hush(); if (event.currentTarget.checked && turn) speak(turn.heard); }} /><span>${t("front_door.aloud")}</span></label>
      <${Button} kind="ghost" size="small" icon="x" label=${t("ui.close")} onClick=${onClose} /></div>
    <div class="try__world">${choose("hours", ["now", "open", "closed", "holiday"])}${choose("line", ["ready", "nobody", "closed"])}${choose("language", ["vi", "en"])}</div>
    <ol class="try__said" ref=${list} aria-live="polite" tabindex="0" aria-label=${t("front_door.says")}>${said.map((one, at) => html`<li key=${at} class=${one.mine ? "try__mine" : "try__heard"}>${one.mine || one.text}${one.url && html`<audio controls preload="none" src=${one.url}></audio>`}</li>`)}</ol>
    ${error && html`<p class="field__error" role="alert">${error}</p>`}
    ${turn && html`<p class="try__state"><strong>${t(`front_door.stops.${turn.stop}`, { queue: turn.queue_name || "" })}</strong></p>
      ${turn.stop === "menu" && html`<div class="try__pad" role="group" aria-label=${t("front_door.keys")} onKeyDown=${press}>${PAD.map((key) => html`<button key=${key} type="button" class=${`btn ${turn.keys.includes(key) ? "try__key--on" : ""}`} onClick=${() => send({ kind: "key", key }, t("front_door.key_n", { key }))}>${key}</button>`)}
        <button type="button" class="btn try__nothing" onClick=${() => send({ kind: "key", key: "" }, t("front_door.presses_nothing"))}>${t("front_door.presses_nothing")}</button></div>`}
      ${turn.stop === "outside" && html`<div class="row"><${Button} onClick=${() => send({ kind: "unanswered" }, t("front_door.exits.unanswered"))}>${t("front_door.exits.unanswered")}<//></div>`}
      ${turn.stop === "number" && html`<form class="row" onSubmit=${typeNumber}><input class="input" name="number" inputmode="tel" maxlength="20" autocomplete="off" required aria-label=${t("front_door.callback.number")} /><${Button} type="submit">${t("front_door.callback.ends")}<//></form>`}
      ${turn.stop === "queue" && html`<div class="row row--wrap">${turn.callback_key && html`<${Button} icon="phone-outgoing" onClick=${() => send({ kind: "callback" }, t("front_door.key_n", { key: turn.callback_key }))}>${t("front_door.key_n", { key: turn.callback_key })}: ${t("front_door.callback.asks")}<//>`}
        <${Button} onClick=${() => send({ kind: "full" }, t("front_door.waits_too_long"))}>${t("front_door.waits_too_long")}<//></div>`}
      <div class="row"><${Button} icon="rotate-cw" size="small" onClick=${begin}>${t("front_door.again")}<//></div>`}
  </aside>`;
}

function hush() {
  globalThis.speechSynthesis?.cancel();
}

/** By the browser's own voice: not the carrier's, but the words and their order. */
function speak(heard) {
  const voice = globalThis.speechSynthesis;
  if (!voice) return;
  voice.cancel();
  for (const one of heard.filter((each) => each.text)) {
    const words = new SpeechSynthesisUtterance(one.text);
    words.lang = one.language || "vi-VN";
    voice.speak(words);
  }
}
