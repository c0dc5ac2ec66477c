// Steps of a walk, told one by one with the time each took.

export interface Steps {
  /** Does one thing and says how long it took. */
  step: <T>(what: string, work: () => Promise<T>) => Promise<T>
}

/** Tells steps line by line. */
export function stepsTold(say: (line: string) => void): Steps {
  return {
    step: async (what, work) => {
      const begun = performance.now()
      try {
        const result = await work()
        const took = `${Math.round(performance.now() - begun)} ms`
        say(`  ✓ ${what}  ${took}`)
        return result
      } catch (error) {
        say(`  ✗ ${what}`)
        throw error
      }
    },
  }
}
