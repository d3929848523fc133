/** Rejects with `late()` when the task has not ended by then; the task itself goes on. */
export async function within<Answer>(task: Promise<Answer>, ms: number, late: () => Error): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), ms);
  });
  try {
    return await Promise.race([task, limit]);
  } finally {
    clearTimeout(timer);
  }
}
