/** What is done to a team with one click, and taken back with another. */
import { get, patch } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";

export function useTeamActions(reload) {
  const attempt = async (work) => {
    try {
      await work();
    } catch (error) {
      toast(error.status === 412 ? t("teams.changed_meanwhile") : errorText(error), { kind: "late" });
    }
    reload();
  };
  const archive = (team, isArchived) => attempt(async () => {
    const saved = await patch(`/teams/${team.id}`, { is_archived: isArchived }, { ifMatch: team.version });
    toast(t(isArchived ? "teams.archived" : "teams.restored", { name: team.name }), { kind: "done", undo: () => archive(saved, !isArchived) });
  });
  const join = (person, team) => attempt(async () => {
    const saved = await patch(`/teams/${team.id}`, { member_ids: [...team.member_ids, person.id] }, { ifMatch: team.version });
    toast(t("teams.joined", { name: person.name, team: team.name }), { kind: "done", undo: () => leave(person, saved.id) });
  });
  const leave = (person, teamId) => attempt(async () => {
    const team = (await get("/teams")).items.find((one) => one.id === teamId);
    await patch(`/teams/${teamId}`, { member_ids: team.member_ids.filter((id) => id !== person.id) }, { ifMatch: team.version });
  });
  return { archive, join };
}
