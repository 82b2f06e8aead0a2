/**
 * Addresses and the module behind each. A module's default export is the page; it may also export `css` (its sheets)
 * and `title()`. `section` lights the rail; `permission` hides the link from those who may not.
 */
import { missedCount } from "../store/missed.js";

export const routes = [
  { path: "/console", section: "console", load: () => import("../console/Console.js") },
  { path: "/customers", section: "customers", load: () => import("../pages/customers.js") },
  { path: "/customers/merges", section: "customers", load: () => import("../pages/duplicates.js") },
  { path: "/customers/:id", section: "customers", load: () => import("../pages/customer.js") },
  { path: "/companies", section: "customers", load: () => import("../pages/companies.js") },
  { path: "/companies/:id", section: "customers", load: () => import("../pages/company.js") },
  { path: "/segments", section: "customers", load: () => import("../pages/segments.js") },
  { path: "/segments/:id", section: "customers", load: () => import("../pages/segment.js") },
  { path: "/orders", section: "customers", load: () => import("../pages/orders.js") },
  { path: "/products", section: "customers", load: () => import("../pages/products.js") },
  { path: "/duplicates", section: "customers", load: () => import("../pages/duplicates.js") },
  { path: "/imports", section: "customers", load: () => import("../pages/imports.js") },
  { path: "/data-quality", section: "customers", load: () => import("../pages/dataQuality.js") },
  { path: "/fields", section: "customers", load: () => import("../pages/fields.js") },
  { path: "/leads", section: "leads", load: () => import("../pages/leads.js") },
  { path: "/leads/:id", section: "leads", load: () => import("../pages/lead.js") },
  { path: "/lead-setup", section: "leads", load: () => import("../pages/leadSetup.js") },
  { path: "/missed", section: "missed", load: () => import("../pages/missed.js") },
  { path: "/tasks", section: "tasks", load: () => import("../pages/tasks.js") },
  { path: "/calls", section: "calls", load: () => import("../pages/calls.js") },
  { path: "/calls/:id", section: "calls", load: () => import("../pages/call.js") },
  { path: "/supervisor", section: "supervisor", load: () => import("../pages/supervisor.js") },
  { path: "/schedule", section: "schedule", load: () => import("../pages/schedule.js") },
  { path: "/people", section: "people", load: () => import("../pages/team.js") },
  { path: "/queues", section: "queues", load: () => import("../pages/queues.js") },
  { path: "/trials/:id", section: "queues", load: () => import("../pages/trial.js") },
  { path: "/front-door", section: "front_door", load: () => import("../pages/frontDoor.js") },
  { path: "/deliveries", section: "deliveries", load: () => import("../pages/deliveries.js") },
  { path: "/settings", section: "settings", load: () => import("../pages/settings.js") },
];

export const sections = [
  { id: "console", path: "/console", icon: "headset" },
  { id: "customers", path: "/customers", icon: "users" },
  { id: "calls", path: "/calls", icon: "history" },
  { id: "leads", path: "/leads", icon: "target", permission: "leads.read" },
  { id: "missed", path: "/missed", icon: "phone-missed", permission: "missed.read", count: missedCount },
  { id: "tasks", path: "/tasks", icon: "list-checks", permission: "tasks.read" },
  { id: "schedule", path: "/schedule", icon: "calendar-clock" },
  { id: "supervisor", path: "/supervisor", icon: "gauge", permission: "reports.read" },
  { id: "queues", path: "/queues", icon: "list-filter", permission: "queues.read" },
  { id: "front_door", path: "/front-door", icon: "phone-incoming", permission: "flows.read" },
  { id: "deliveries", path: "/deliveries", icon: "inbox", permission: "deliveries.read" },
  { id: "people", path: "/people", icon: "user-cog", permission: "users.manage" },
  { id: "settings", path: "/settings", icon: "settings" },
];

const compiled = routes.map((route) => ({ ...route, pattern: new RegExp(`^${route.path.replace(/:(\w+)/g, "(?<$1>[^/]+)")}/?$`) }));

/** The route of an address and what its places hold, or null. */
export function findRoute(pathname) {
  for (const route of compiled) {
    const match = route.pattern.exec(pathname);
    if (match) return { route, params: Object.fromEntries(Object.entries(match.groups || {}).map(([k, v]) => [k, decodeURIComponent(v)])) };
  }
  return null;
}
