import assert from "node:assert/strict";
import { test } from "node:test";
import { answerWith } from "./page.mjs";
import { putInTeams, rebased, summed, teamless, teamsOf, whoHelps } from "../../static/js/pages/teams/membership.js";

const people = ["lan", "minh", "huong"].map((id) => ({ id, name: id, role: "agent", is_active: id !== "huong" }));
const nam = { id: "nam", name: "Nam", role: "supervisor" };
const yen = { id: "yen", name: "Yến", role: "supervisor" };
const bich = { id: "bich", name: "Bích", role: "admin" };
const team = (id, member_ids, more = {}) => ({ id, version: 3, name: id, description: "", is_archived: false, member_ids, ...more });

test("an archived team counts for nothing", () => {
  const teams = [team("retail", ["lan"]), team("old", ["lan", "minh"], { is_archived: true })];
  assert.deepEqual(teamsOf(teams, "lan").map((one) => one.id), ["retail"]);
  assert.deepEqual(teamless([...people, bich], teams).map((one) => one.id), ["minh"], "admins see all, the deactivated nothing");
});

test("whoever is refused is sent to a supervisor of their team, else to another, and to admins where supervisors are limited", () => {
  const all = [...people, nam, yen, bich];
  const limited_roles = ["agent", "supervisor"];
  assert.deepEqual(whoHelps(all, [team("retail", ["lan", "yen"])], people[0]), [yen]);
  assert.deepEqual(whoHelps(all, [], people[0]), [nam, yen]);
  assert.deepEqual(whoHelps(all, [team("retail", ["lan", "yen"])], { ...people[0], limited_roles }), [bich]);
  assert.deepEqual(whoHelps(all, [], { ...nam, limited_roles }), [bich]);
});

test("a preview puts those first who lose most", () => {
  const told = summed([["a", 10, 8], ["b", 10, 10], ["c", 10, 1], ["d", 1, 2]].map(([user_id, sees_now, would_see]) => ({ user_id, sees_now, would_see })));
  assert.deepEqual([told.changed.map((one) => one.user_id), told.less, told.more, told.same.length], [["c", "a", "d"], 2, 1, 1]);
});

test("rules that somebody saves meanwhile are taken over, but for what was chosen here", () => {
  const before = { agent: "all", supervisor: "all" };
  assert.deepEqual(rebased({ agent: "team", supervisor: "all" }, before, { agent: "own", supervisor: "team" }), { agent: "team", supervisor: "team" });
  assert.deepEqual(rebased(before, before, { agent: "own", supervisor: "all" }), { agent: "own", supervisor: "all" });
});

test("joining a team that somebody changes meanwhile keeps what they did", async () => {
  const stored = team("retail", ["lan"]);
  const sent = [];
  answerWith(({ method, body, headers }) => {
    if (method === "GET") return { body: { items: [stored] } };
    sent.push(body.member_ids);
    if (sent.length === 1) Object.assign(stored, { version: 4, member_ids: ["lan", "huong"] });
    return headers["If-Match"] === `"${stored.version}"` ? { body: stored } : { status: 412, body: { error: { code: "version_conflict" } } };
  });
  await putInTeams("minh", ["retail"]);
  assert.deepEqual(sent, [["lan", "minh"], ["lan", "huong", "minh"]]);
});
