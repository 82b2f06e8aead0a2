/** People and calls that the server found, as rows of the palette. */
import { formatAgo } from "../lib/format.js";
import { navigate } from "../shell/router.js";
import { callIcon, callNumber, callParty, callTitle } from "../timeline/facts.js";
import { emailsOf } from "../pages/customer/fields.js";

export const rowsOf = ({ customers = [], calls = [] }) => [...customers.map(personRow), ...calls.map(callRow)];

function personRow(customer) {
  const phone = customer.phones?.find((one) => one.status !== "former");
  return {
    id: `customer-${customer.id}`, group: "customers", person: customer.display_name, label: customer.display_name,
    hint: [phone?.national || phone?.e164, emailsOf(customer)[0]].filter(Boolean).join(" · "), run: () => navigate(`/customers/${customer.id}`),
  };
}

function callRow(call) {
  const number = callNumber(call);
  const party = callParty(call);
  return {
    id: `call-${call.id}`, group: "calls", icon: callIcon(call), label: `${callTitle(call)} · ${party}`,
    hint: [number !== party && number, call.agent_name, formatAgo(call.started_at)].filter(Boolean).join(" · "), run: () => navigate(`/calls/${call.id}`),
  };
}
