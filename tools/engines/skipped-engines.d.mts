export function skippedEngines(titles: readonly string[]): string | null;
