// A course's roster as the LMS told it last, and what was new in it: who joined, changed role, or left.

import type { CourseRole, Membership } from './access.ts'
import type { RosterMember } from './launch.ts'

export interface RosterEntry {
  /** The LMS's id of the person. */
  subject: string
  name: string | null
  role: CourseRole
  sisPersonId: string | null
  sections: string[]
  joinedAt: Date
  /** Who left keeps their line. */
  leftAt: Date | null
}

export interface RosterNews {
  at: Date
  what: 'joined' | 'left' | 'role'
  name: string | null
  role: CourseRole
}

export interface Roster {
  id: string
  institutionId: string
  courseId: string
  readAt: Date
  entries: RosterEntry[]
  /** Newest last; the first reading is no news. */
  news: RosterNews[]
}

/** When the LMS first named somebody in a course: on its roster or by a launch, whichever came first. */
export function enrolledAt({ firstSeenAt }: Membership, listed: RosterEntry | null): Date {
  return listed && listed.joinedAt < firstSeenAt ? listed.joinedAt : firstSeenAt
}

const MOST_NEWS = 200

/** A roster with what the LMS tells now; `before` is null when it is read for the first time. */
export function rosterWith(
  before: Roster | null,
  members: readonly RosterMember[],
  facts: Pick<Roster, 'id' | 'institutionId' | 'courseId' | 'readAt'>,
): Roster {
  const at = facts.readAt
  const known = new Map(before?.entries.map((entry) => [entry.subject, entry]))
  const here = new Map(members.filter(({ active }) => active).map((m) => [m.subject, m]))
  const present = [...here.values()].map((m) => entryOf(m, known.get(m.subject), at))
  const gone = [...known.values()]
    .filter(({ subject }) => !here.has(subject))
    .map((entry) => ({ ...entry, leftAt: entry.leftAt ?? at }))
  const news = before ? newsIn(known, [...present, ...gone], at) : []
  return {
    ...facts,
    entries: [...present, ...gone],
    news: [...(before?.news ?? []), ...news].slice(-MOST_NEWS),
  }
}

function entryOf(member: RosterMember, known: RosterEntry | undefined, at: Date): RosterEntry {
  const { subject, name, role, sisPersonId, sections } = member
  const joinedAt = known && known.leftAt === null ? known.joinedAt : at
  return { subject, name, role, sisPersonId, sections, joinedAt, leftAt: null }
}

function newsIn(known: Map<string, RosterEntry>, entries: RosterEntry[], at: Date): RosterNews[] {
  return entries.flatMap((entry) => {
    const what = whatOf(known.get(entry.subject), entry)
    return what ? [{ at, what, name: entry.name, role: entry.role }] : []
  })
}

function whatOf(was: RosterEntry | undefined, now: RosterEntry): RosterNews['what'] | null {
  const wasHere = was !== undefined && was.leftAt === null
  if (now.leftAt !== null) return wasHere ? 'left' : null
  if (!wasHere) return 'joined'
  return was.role === now.role ? null : 'role'
}
