// Waiting for an LMS while somebody waits for their page: a few seconds, not more.

const PATIENCE_MS = 3_000

/** What comes of the work within a few seconds; null when it takes longer, and then it goes on by itself. */
export async function soon<T>(work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined
  const enough = new Promise<null>((done) => {
    timer = setTimeout(done, PATIENCE_MS, null)
  })
  try {
    return await Promise.race([work, enough])
  } finally {
    clearTimeout(timer)
  }
}
