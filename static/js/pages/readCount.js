// @ts-check

/** What stands in a field for a whole number: null when empty; what is no number stays as it is, for the server to refuse. @param {any} typed */
export const readCount = (typed) => {
  const text = String(typed ?? "").trim();
  if (text === "") return null;
  return /^-?\d+$/.test(text) ? Number(text) : text;
};
