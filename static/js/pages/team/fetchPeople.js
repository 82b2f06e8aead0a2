/** Everybody with an account, by name, the deactivated too. For admins. */
import { get } from "../../lib/api.js";

export async function fetchPeople() {
  const all = [];
  for (let cursor = null; ;) {
    const page = await get("/users", { limit: 100, cursor });
    all.push(...page.items);
    cursor = page.next_cursor;
    if (!cursor) return all.sort((a, b) => a.name.localeCompare(b.name, "vi"));
  }
}
