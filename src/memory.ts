// A short memory in front of look-ups that every request makes; what is not there is never remembered.

/** Long enough to spare most reads, short enough that a change acts within 5 s everywhere (design decision 7). */
const REMEMBERED_MS = 2000
const MOST = 5000

export interface Memory<T> {
  /** What is remembered under the key, else what is read now; who asks meanwhile waits for the same answer. */
  recall<V extends T | null>(key: string, read: () => Promise<V>): Promise<V | T>
  forget(): void
}

/** A memory of one process. */
export function shortMemory<T>(now: () => Date): Memory<T> {
  const known = new Map<string, { at: number; value: Promise<T | null> }>()

  function keep(key: string, value: Promise<T | null>): void {
    known.delete(key)
    known.set(key, { at: now().getTime(), value })
    if (known.size > MOST) known.delete(known.keys().next().value ?? '')
  }

  return {
    forget: () => known.clear(),
    recall<V extends T | null>(key: string, read: () => Promise<V>): Promise<V | T> {
      const hit = known.get(key)
      if (hit && Math.abs(now().getTime() - hit.at) < REMEMBERED_MS) {
        return hit.value as Promise<V | T>
      }
      const value = read()
      keep(key, value)
      const drop = () => {
        if (known.get(key)?.value === value) known.delete(key)
      }
      value.then((found) => found === null && drop(), drop)
      return value
    },
  }
}
