// @ts-check
/**
 * A list that is fetched page by page with a cursor and changed live. Answers that arrive after the
 * question has changed are dropped.
 */
import { batch, signal } from "@preact/signals";

/**
 * @template Item
 * @typedef {object} List
 * @property {import("@preact/signals").Signal<Item[]>} items
 * @property {import("@preact/signals").Signal<boolean>} isLoading nothing to show yet
 * @property {import("@preact/signals").Signal<boolean>} isLoadingMore
 * @property {import("@preact/signals").Signal<boolean>} isRefreshing what is shown is of an older question
 * @property {import("@preact/signals").Signal<any>} error
 * @property {import("@preact/signals").Signal<string|null>} cursor
 * @property {() => Promise<void>} reload from the first page, keeping what is shown until it is there
 * @property {() => Promise<void>} restart from the first page, with an empty list meanwhile
 * @property {() => Promise<void>} more
 * @property {() => Promise<void>} retry what failed
 * @property {(change: (items: Item[]) => Item[]) => void} change
 */

/**
 * @template Item
 * @param {(cursor: string|null) => Promise<{items: Item[], next_cursor: string|null}>} load
 * @returns {List<Item>}
 */
export function createList(load) {
  const items = signal(/** @type {Item[]} */ ([]));
  const isLoading = signal(true);
  const isLoadingMore = signal(false);
  const isRefreshing = signal(false);
  const error = signal(/** @type {any} */ (null));
  const cursor = signal(/** @type {string|null} */ (null));
  let question = 0;

  /** @param {(page: {items: Item[], next_cursor: string|null}) => void} show @param {string|null} from */
  async function fetchPage(show, from) {
    const mine = ++question;
    error.value = null;
    try {
      const page = await load(from);
      if (mine !== question) return;
      batch(() => {
        show(page);
        cursor.value = page.next_cursor ?? null;
        isLoading.value = isLoadingMore.value = isRefreshing.value = false;
      });
    } catch (problem) {
      if (mine !== question) return;
      batch(() => {
        error.value = problem;
        if (from === null) cursor.value = null; // what is shown answers an older question: nothing may be put after it
        isLoading.value = isLoadingMore.value = isRefreshing.value = false;
      });
    }
  }

  const reload = () => {
    isLoadingMore.value = false;
    isRefreshing.value = true;
    return fetchPage((page) => (items.value = page.items), null);
  };

  return {
    items, isLoading, isLoadingMore, isRefreshing, error, cursor,
    reload,
    restart() {
      batch(() => {
        items.value = [];
        cursor.value = null;
        isLoading.value = true;
      });
      return reload();
    },
    async more() {
      if (!cursor.value || isLoadingMore.value || isLoading.value) return;
      isLoadingMore.value = true;
      await fetchPage((page) => (items.value = [...items.value, ...page.items]), cursor.value);
    },
    retry() {
      return cursor.value ? this.more() : reload();
    },
    change(update) {
      items.value = update(items.value);
    },
  };
}
