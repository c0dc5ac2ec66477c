// Which placements are of the same employer, for the limits of a rule; and which look like the same work told twice.

import { daysBetween } from './calendar.ts'
import { isFreeMail, mailDomain } from './confirmation.ts'
import { totalHours } from './hours.ts'
import type { Placement, Statement } from './placement.ts'

type Employed = Pick<Placement, 'id' | 'statement' | 'request' | 'answer'>
type Days = Pick<Statement, 'startsOn' | 'endsOn'>

// "Delta Foods, Inc." and "DELTA FOODS" are one name.
const LEGAL_FORMS =
  /(?:\s(?:inc|incorporated|ltd|limited|llc|llp|plc|corp|corporation|co|company|gmbh|ag|ug|kg|ev|sa|sas|sarl|srl|spa|bv|nv|ab|as|oy|aps))+$/

/** An employer's name as we compare it: small letters, no marks, no legal form. */
export function normalName(name: string): string {
  const words = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[.'’]/g, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
  return words.replace(LEGAL_FORMS, '')
}

/** Same name and same mail domain; a free-mail domain tells nothing, so the name alone counts there. */
function keyOf({ statement, request, answer }: Employed): string {
  const mail = answer?.byMail ?? request?.mail ?? statement.supervisorMail
  return `${normalName(statement.employer)}@${isFreeMail(mail) ? '' : mailDomain(mail)}`
}

/**
 * The employer of each placement, by placement id: the same text for the same employer. What an instructor said
 * (`joined`, by placement id) stands; two employers of one name are told apart by a number.
 */
export function employersOf(
  placements: Employed[],
  joined: Readonly<Record<string, string>>,
): Map<string, string> {
  const names = new Map<string, string>()
  const taken = new Map<string, number>()
  const named = placements.map((placement) => {
    const said = joined[placement.id]
    const key = said === undefined ? keyOf(placement) : `said:${normalName(said)}`
    const label = (said ?? placement.statement.employer).trim()
    return { id: placement.id, key, label }
  })
  for (const { key, label } of named) {
    if (names.has(key)) continue
    const before = taken.get(label) ?? 0
    taken.set(label, before + 1)
    names.set(key, before === 0 ? label : `${label} (${before + 1})`)
  }
  return new Map(named.map(({ id, key }) => [id, names.get(key) ?? '']))
}

/** Hours that differ by no more than this share of the longer one are alike. */
const ALIKE = 0.25

/** Pairs of placements that may be one and the same work: same employer, overlapping days, about as many hours. */
export function similarPairs<P extends Employed>(
  placements: P[],
  employers: ReadonlyMap<string, string>,
): [P, P][] {
  return placements.flatMap((one, i) =>
    placements
      .slice(i + 1)
      .filter((other) => employers.get(one.id) === employers.get(other.id))
      .filter((other) => overlap(one.statement, other.statement) && alike(one, other))
      .map((other): [P, P] => [one, other]),
  )
}

/** Those placements that look like the same work as one of some others; the very same one is no other work. */
export function alikeIn<P extends Employed>(
  placements: P[],
  others: P[],
  joined: Readonly<Record<string, string>>,
): P[] {
  const own = new Set(placements.map(({ id }) => id))
  const all = [...placements, ...others.filter(({ id }) => !own.has(id))]
  const pairs = similarPairs(all, employersOf(all, joined))
  return placements.filter((here) =>
    pairs.some(([one, other]) => one === here && !own.has(other.id)),
  )
}

/** True when there is a day in both. */
export function overlap(a: Days, b: Days): boolean {
  if (!a.startsOn || !a.endsOn || !b.startsOn || !b.endsOn) return false
  return daysBetween(a.startsOn, b.endsOn) >= 0 && daysBetween(b.startsOn, a.endsOn) >= 0
}

function alike({ statement: a }: Employed, { statement: b }: Employed): boolean {
  const [less = 0, more = 0] = [totalHours(a.hours), totalHours(b.hours)].sort((x, y) => x - y)
  return more > 0 && more - less <= more * ALIKE
}
