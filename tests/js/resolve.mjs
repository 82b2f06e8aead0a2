// node --import tests/js/resolve.mjs --test tests/js/*.test.mjs
import { register } from "node:module";

register("./hooks.mjs", import.meta.url);
