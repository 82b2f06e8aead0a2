/** A provider by its own name; one whose name nobody wrote down yet by its code. */
import { hasWords, t } from "../../lib/i18n.js";

export const providerName = (code) => (hasWords(`calls.providers.${code}`) ? t(`calls.providers.${code}`) : code);
