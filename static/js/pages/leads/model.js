// @ts-check
/** What leads mean on screen: their place on the board, how their clock stands. */

/** @typedef {{id: string, version: number, stage: string, state: string, value: number|null, currency: string, owner_id: string|null, created_at: string}} Lead */
/** @typedef {{stage: {id: string, kind: string, label_vi: string, label_en: string}, count: number, totals: {currency: string, value: number}[], leads: Lead[]}} Column */

/**
 * The board with a lead where it belongs now: taken out where it stood, on top of its column. An older picture of it changes nothing.
 * @param {Column[]} columns @param {Lead} lead @param {(lead: Lead) => boolean} belongs @returns {Column[]}
 */
export function place(columns, lead, belongs) {
  const known = columns.flatMap((column) => column.leads).find((one) => one.id === lead.id);
  if (known && known.version > lead.version) return columns;
  return columns.map((column) => {
    const stood = column.leads.find((one) => one.id === lead.id);
    const stands = column.stage.id === lead.stage && belongs(lead);
    if (stood && stands) return { ...column, leads: column.leads.map((one) => (one.id === lead.id ? lead : one)), totals: add(add(column.totals, stood, -1), lead, 1) };
    if (stood) return { ...column, count: column.count - 1, totals: add(column.totals, stood, -1), leads: column.leads.filter((one) => one.id !== lead.id) };
    if (stands) return { ...column, count: column.count + 1, totals: add(column.totals, lead, 1), leads: [lead, ...column.leads] };
    return column;
  });
}

/** The board without a lead that another team has now. @param {Column[]} columns @param {string} id @returns {Column[]} */
export function without(columns, id) {
  const gone = columns.flatMap((column) => column.leads).find((one) => one.id === id);
  return gone ? place(columns, gone, () => false) : columns;
}

/** @param {Column["totals"]} totals @param {Lead} lead @param {1|-1} sign */
function add(totals, lead, sign) {
  if (!lead.value) return totals;
  const others = totals.filter((one) => one.currency !== lead.currency);
  const sum = (totals.find((one) => one.currency === lead.currency)?.value || 0) + sign * lead.value;
  return sum > 0 ? [...others, { currency: lead.currency, value: sum }] : others;
}

/** The stage beside another, by arrow keys. @param {Column[]} columns @param {string} stageId @param {number} step */
export function neighbour(columns, stageId, step) {
  const at = columns.findIndex((column) => column.stage.id === stageId);
  return columns[at + step]?.stage;
}

/** Whose lead it is, in words. @param {any} lead */
export const nameOf = (lead) => lead.customer_name || lead.contact_name || lead.phone || "";
