import { t } from "../../lib/i18n.js";
import { CompanyPanel } from "./CompanyPanel.js";
import { FilesPanel } from "./FilesPanel.js";
import { LeadsPanel } from "./LeadsPanel.js";
import { MergePanel } from "./MergePanel.js";
import { ReachPanel } from "./ReachPanel.js";
import { OrdersPanel } from "./OrdersPanel.js";
import { SegmentsPanel } from "./SegmentsPanel.js";
import { TagsPanel } from "./TagsPanel.js";
import { TasksPanel } from "./TasksPanel.js";

/**
 * What the areas of a customer show on their page, in this order. One line each:
 *
 *   id          also the tab's address (`?tab=orders`); its words are `customer.panels.<id>` unless `label` says others
 *   group       "tab": beside timeline and details; "side": a panel at the right, under the figures
 *   Component   gets {customer, isEditable, onReload}; a side panel renders its own `<section class="panel">`
 *   permission  who does not have it never sees the panel
 *   label       () => string, for a tab whose words are in the area's own catalogue
 *
 * A tab is rendered only while it is open, so that it may fetch when it mounts.
 */
export const PANELS = [
  { id: "orders", group: "tab", Component: OrdersPanel, permission: "orders.read", label: () => t("orders.title") },
  { id: "files", group: "tab", Component: FilesPanel, permission: "customers.read" },
  { id: "leads", group: "side", Component: LeadsPanel, permission: "leads.read" },
  { id: "reach", group: "side", Component: ReachPanel, permission: "customers.read" },
  { id: "tasks", group: "side", Component: TasksPanel, permission: "tasks.read" },
  { id: "tags", group: "side", Component: TagsPanel, permission: "customers.read" },
  { id: "companies", group: "side", Component: CompanyPanel, permission: "companies.read" },
  { id: "merges", group: "side", Component: MergePanel, permission: "customers.merge" },
  { id: "segments", group: "side", Component: SegmentsPanel, permission: "segments.read" },
];

/** @param {"tab"|"side"} group @param {(permission: string) => boolean} can */
export const panelsOf = (group, can) => PANELS.filter((panel) => panel.group === group && (!panel.permission || can(panel.permission)));
