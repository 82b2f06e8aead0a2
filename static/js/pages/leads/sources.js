/** Where leads come from, in words; what a program calls itself is shown as it came. */
import { hasWords, t } from "../../lib/i18n.js";

export const SOURCES = ["form", "ad", "call", "chat", "fair", "referral", "import", "api", "manual"];
export const sourceWords = (source) => (hasWords(`leads.sources.${source}`) ? t(`leads.sources.${source}`) : source);
