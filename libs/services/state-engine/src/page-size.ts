const maxPage = 200;
const defaultPage = 50;

/** How many rows a page holds: 0 = as usual. */
export const pageSize = (limit: number): number => (limit === 0 ? defaultPage : Math.min(limit, maxPage));
