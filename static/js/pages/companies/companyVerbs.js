/** What one does with companies and households. Each change is told on the page as `local.company`. */
import { del, get, patch, post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { publish } from "../../store/events.js";
import { isLimited } from "../../store/session.js";

const tell = () => publish({ type: "local.company", data: {} });

export async function attempt(work) {
  try {
    const done = await work();
    tell();
    return done;
  } catch (error) {
    toast(errorText(error), { kind: "late" });
    return null;
  }
}

const pathOf = (person) => `/companies/${person.company_id}/people/${person.id}`;

export const addPerson = (companyId, customerId, name) => attempt(async () => {
  const { items } = await post(`/companies/${companyId}/people`, { customer_id: customerId });
  const person = items.find((one) => one.customer_id === customerId);
  toast(t("companies.added", { name }), { kind: "done", undo: () => attempt(() => del(pathOf(person))) });
});

/** `said`: the words for it; `back`: the changes that undo it. */
export const changePerson = (person, changes, back, said) => attempt(async () => {
  await patch(pathOf(person), changes);
  toast(said, { kind: "done", undo: () => attempt(() => patch(pathOf(person), back)) });
});

export const removePerson = (person, name) => attempt(async () => {
  await del(pathOf(person));
  const { company_id: companyId, customer_id, title, is_main, since, until } = person;
  toast(t("companies.removed", { name }), { kind: "done", undo: () => attempt(() => post(`/companies/${companyId}/people`, { customer_id, title, is_main, since, until })) });
});

/** Whoever sees them all has just looked through those of that name; others may not see the one that is there. */
export async function createCompany(name) {
  return post(isLimited.value ? "/companies" : "/companies?allow_duplicate=1", { name });
}

/** Somebody lives with a customer: into their household, made if there is none. */
export const addMate = (customer, household, mate, relation) => attempt(async () => {
  const home = household || await post("/households", { label: t("companies.household_label", { name: customer.display_name }).slice(0, 100), members: [{ customer_id: customer.id }] });
  const saved = await post(`/households/${home.id}/members`, { customer_id: mate.id, relation });
  const member = saved.members.find((one) => one.customer_id === mate.id);
  toast(t("companies.mate_added", { name: mate.label }), { kind: "done", undo: () => attempt(() => del(`/households/${home.id}/members/${member.id}`)) });
});

export const removeMate = (household, member) => attempt(async () => {
  await del(`/households/${household.id}/members/${member.id}`);
  const { members } = await get(`/households/${household.id}`);
  if (members.length < 2) await del(`/households/${household.id}`); // nobody lives with themselves
  const back = () => (members.length < 2
    ? post("/households", { label: household.label, address: household.address, members: household.members.map(({ customer_id, relation }) => ({ customer_id, relation })) })
    : post(`/households/${household.id}/members`, { customer_id: member.customer_id, relation: member.relation }));
  toast(t("companies.mate_removed", { name: member.customer_name }), { kind: "done", undo: () => attempt(back) });
});

export const changeRelation = (household, member, relation) => attempt(() => patch(`/households/${household.id}/members/${member.id}`, { relation }));
