// @ts-check
/** The codes of orders that a person may choose; a shop may send others. */
export const STATUSES = ["draft", "placed", "paid", "shipped", "delivered", "returned", "canceled"];
export const FIRST_STATUSES = ["draft", "placed", "paid", "shipped", "delivered"];
export const CHANNELS = ["phone", "store", "web", "zalo", "messenger", "marketplace", "other"];
