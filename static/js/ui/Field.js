/** A labelled control with hint and error. `children` is a function that gets the attributes to put on the control. */
import { html, useId } from "../lib/html.js";

export function Field({ label, hint, error, children }) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || null;
  return html`<div class="field"><label class="field__label" for=${id}>${label}</label>
    ${children({ id, "aria-describedby": described, "aria-invalid": error ? "true" : null })}
    ${hint && html`<span class="field__hint" id=${`${id}-hint`}>${hint}</span>`}
    ${error && html`<span class="field__error" role="alert" id=${`${id}-error`}>${error}</span>`}</div>`;
}

export const TextField = ({ label, hint, error, class: extra = "", ...rest }) =>
  html`<${Field} label=${label} hint=${hint} error=${error}>${(attributes) => html`<input class=${`input ${extra}`} ...${attributes} ...${rest} />`}<//>`;
