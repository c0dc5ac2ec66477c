// Whether somebody has denied a piece of work before, also under a record that its student has put away or reworded since.

import type { Answer } from './confirmation.ts'
import { normalName, overlap } from './employers.ts'
import type { HistoryLine } from './history.ts'
import type { Placement, Statement } from './placement.ts'

type Work = Pick<Statement, 'employer' | 'startsOn' | 'endsOn'>

const DENIALS = new Set(['placement.didNotHappen', 'placement.unknown'])

/** What a denial keeps of the work that was denied: the student may reword it afterwards. */
export function deniedWork({ kind }: Answer, work: Work): HistoryLine['facts'] {
  if (!DENIALS.has(`placement.${kind}`)) return {}
  const { employer, startsOn, endsOn } = work
  return { employer, startsOn: startsOn ?? '', endsOn: endsOn ?? '' }
}

/** True when this work, or any of the same employer or on the same days, was denied in one of its student's records. */
export function deniedBefore({ id, statement }: Placement, all: Placement[]): boolean {
  return all.some((other) =>
    other.history
      .filter(({ what }) => DENIALS.has(what))
      .some((line) => other.id === id || isAlike(statement, deniedIn(line, other))),
  )
}

function deniedIn({ facts }: HistoryLine, { statement }: Placement): Work {
  if (facts.employer === undefined) return statement
  const { employer, startsOn, endsOn } = facts
  return { employer: String(employer), startsOn: String(startsOn), endsOn: String(endsOn) }
}

function isAlike(a: Work, b: Work): boolean {
  const name = normalName(a.employer)
  return (name !== '' && name === normalName(b.employer)) || overlap(a, b)
}
