// @ts-check
/** Who is in which team. */
import { get, patch } from "../../lib/api.js";

/** @typedef {{id: string, version: number, name: string, description: string, is_archived: boolean, member_ids: string[]}} Team */
/** @typedef {{id: string, name: string, role: string, is_active?: boolean}} Person */

/** Those that count. @param {Team[]} teams */
export const living = (teams) => teams.filter((team) => !team.is_archived);

/** @param {Team[]} teams @param {string|null|undefined} userId */
export const teamsOf = (teams, userId) => living(teams).filter((team) => team.member_ids.includes(userId || ""));

/** Active agents and supervisors who are in no team. @param {Person[]} people @param {Team[]} teams */
export const teamless = (people, teams) => people.filter((one) => one.is_active !== false && one.role !== "admin" && !teamsOf(teams, one.id).length);

/**
 * Put somebody into exactly these teams. Each team is read anew, so that a colleague who changes one meanwhile loses nothing.
 * @param {string} userId @param {string[]} teamIds
 */
export async function putInTeams(userId, teamIds) {
  const { items } = await get("/teams");
  for (const team of living(items)) {
    if (team.member_ids.includes(userId) !== teamIds.includes(team.id)) await turn(team, userId);
  }
}

/** @param {Team} team @param {string} userId */
async function turn(team, userId, tries = 2) {
  const isIn = team.member_ids.includes(userId);
  const member_ids = isIn ? team.member_ids.filter((id) => id !== userId) : [...team.member_ids, userId];
  try {
    await patch(`/teams/${team.id}`, { member_ids }, { ifMatch: team.version });
  } catch (/** @type {any} */ error) {
    if (error.status !== 412 || tries <= 1) throw error;
    const fresh = (await get("/teams")).items.find((/** @type {Team} */ one) => one.id === team.id);
    if (fresh && fresh.member_ids.includes(userId) === isIn) await turn(fresh, userId, tries - 1);
  }
}

/**
 * Rules chosen here, once others are saved: theirs, but for the roles that were changed here.
 * @param {Record<string, string>} chosen @param {Record<string, string>} before @param {Record<string, string>} saved
 */
export const rebased = (chosen, before, saved) =>
  Object.fromEntries(Object.keys(saved).map((role) => [role, chosen[role] === before[role] ? saved[role] : chosen[role]]));

/**
 * What a change of reach means for people, those who lose most first.
 * @param {{user_id: string, sees_now: number, would_see: number}[]} items
 */
export function summed(items) {
  const changed = items.filter((one) => one.sees_now !== one.would_see).sort((a, b) => (a.would_see - a.sees_now) - (b.would_see - b.sees_now));
  return {
    changed,
    same: items.filter((one) => one.sees_now === one.would_see),
    less: changed.filter((one) => one.would_see < one.sees_now).length,
    more: changed.filter((one) => one.would_see > one.sees_now).length,
  };
}

const HELPERS = 3;

/**
 * Who can give somebody a customer of another team, for they see everybody's: supervisors of their teams, else other
 * supervisors, else admins.
 * @param {Person[]} people @param {Team[]} teams @param {(Person & {limited_roles?: string[]})|null} me
 */
export function whoHelps(people, teams, me) {
  const others = people.filter((one) => one.id !== me?.id);
  const supervisors = me?.limited_roles?.includes("supervisor") ? [] : others.filter((one) => one.role === "supervisor");
  const mine = teamsOf(teams, me?.id).flatMap((team) => team.member_ids);
  const near = supervisors.filter((one) => mine.includes(one.id));
  const found = [near, supervisors, others.filter((one) => one.role === "admin")].find((some) => some.length) || [];
  return found.slice(0, HELPERS);
}
