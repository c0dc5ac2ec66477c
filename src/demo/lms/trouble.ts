// Trouble that an LMS makes, for tests: slow answers, answers that are lost, throttling, and one held back.

import { setTimeout as pause } from 'node:timers/promises'
import type { Answer, Call, Site, Trouble } from './model.ts'

type Kind = Call['kind']

/** Answers these calls late. */
export function slow(kind: Kind, ms: number): Trouble {
  return {
    before: async (call) => {
      if (call.kind === kind) await pause(ms)
      return null
    },
  }
}

/** Does what was asked, and then breaks the connection or answers something else: the grade is stored, the tool cannot know. */
export function lostAfterwards(kind: Kind, instead: Answer = { status: 0, broken: true }): Trouble {
  return { after: async (call) => (call.kind === kind ? instead : null) }
}

/** Refuses the next calls of any service as this platform does when there are too many, or as another says it. */
export function throttled(site: Site, times: number, said = site.flavour.tooMany()): Trouble {
  let left = times
  return {
    before: async ({ kind }) => {
      if (kind === 'jwks' || left === 0) return null
      left -= 1
      return said
    },
  }
}

export interface Held extends Trouble {
  /** Settles when a call has come in, before or after it did its work. */
  arrived: Promise<void>
  /** Lets the answer go out. */
  release: () => void
}

/** Holds the next such call back: `before` its work is done, or `after` it and before the answer. */
export function held(kind: Kind, at: 'before' | 'after'): Held {
  let release = (): void => {}
  let arrive = (): void => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve
  })
  const wait = async (call: Call): Promise<null> => {
    if (call.kind !== kind) return null
    arrive()
    await released
    return null
  }
  return { [at]: wait, arrived, release }
}
