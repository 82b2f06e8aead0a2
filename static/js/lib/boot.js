// @ts-check
/** What the server put into the page: who is signed in, where static files are, and in which time zone we live. */

/**
 * @typedef {{ id: string, name: string, email: string, role: "agent"|"supervisor"|"admin", locale: string, theme: string,
 *   voice_identity?: string, own_phone?: string|null, answers_on?: string, is_totp_on?: boolean, reach?: "all"|"team"|"own" }} User
 * @typedef {{ user: User|null, csrf_token: string|null, locale: string, static_url: string, sprite_url: string,
 *   voice_sdk_url: string, is_demo: boolean, timezone: string, app_version: string,
 *   demo_accounts?: { name: string, email: string, password: string, role: string }[] }} Boot
 */

/** @type {Boot} */
const nothing = {
  user: null, csrf_token: null, locale: "vi", static_url: "/static", sprite_url: "", voice_sdk_url: "",
  is_demo: false, timezone: "Asia/Ho_Chi_Minh", app_version: "",
};

const element = globalThis.document?.getElementById("boot");

/** @type {Boot} */
export const boot = { ...nothing, ...JSON.parse(element?.textContent || "{}") };
