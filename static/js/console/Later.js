/** What is loaded when it is first needed: `load` gives a module, `name` its component. Nothing is shown until it is there. */
import { html, useEffect, useState } from "../lib/html.js";

export function Later({ load, name, ...props }) {
  const [Part, setPart] = useState(null);
  useEffect(() => { load().then((module) => setPart(() => module[name]), () => {}); }, []);
  return Part && html`<${Part} ...${props} />`;
}
