// @ts-check
/** Text without diacritics and case, as search compares it. @param {string} text */
export const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
