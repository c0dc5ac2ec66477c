// Names and Roles: the roster of one course, page by page, never away from where it began.

import { z } from 'zod'
import { CUSTOM } from '../domain/custom-values.ts'
import type { RosterMember } from '../domain/launch.ts'
import type { Platform } from '../domain/platform.ts'
import { Upstream } from '../errors.ts'
import { CLAIM, MEDIA, SCOPE } from './claim-names.ts'
import { readPages } from './pages.ts'
import { roleFrom } from './roles.ts'
import type { Services } from './service.ts'
import { toldText } from './told.ts'

const MOST_MEMBERS = 20_000

/**
 * All members of a course.
 * @throws {Upstream} the LMS does not answer well, or its pages lead elsewhere or nowhere
 */
export async function readMembers(
  services: Services,
  platform: Platform,
  rosterUrl: string,
  rlid: string | null = null,
): Promise<RosterMember[]> {
  if (rlid === null) return readAll(services, platform, rosterUrl).catch(ofRosters)
  try {
    const url = new URL(rosterUrl)
    url.searchParams.set('rlid', rlid)
    return await readAll(services, platform, url.href)
  } catch (error) {
    // An LMS that does not know this link still tells of the course.
    const refused = error instanceof Upstream && !error.retry && REFUSALS.includes(error.key)
    return refused ? readAll(services, platform, rosterUrl).catch(ofRosters) : ofRosters(error)
  }
}

const REFUSALS = ['lms.notThere', 'lms.scoreRefused']

// A service's reasons speak of scores.
const SAID_OF_ROSTERS: Record<string, string> = {
  'lms.notAllowed': 'roster.notAllowed',
  'lms.notThere': 'roster.refused',
  'lms.scoreRefused': 'roster.refused',
}

function ofRosters(cause: unknown): never {
  const key = cause instanceof Upstream ? SAID_OF_ROSTERS[cause.key] : undefined
  throw key ? new Upstream(key, false, { cause }) : cause
}

async function readAll(
  services: Services,
  platform: Platform,
  rosterUrl: string,
): Promise<RosterMember[]> {
  const found = new Map<string, RosterMember>()
  const list = { scope: SCOPE.roster, url: rosterUrl, media: MEDIA.roster }
  for await (const json of readPages(services, platform, list)) {
    for (const member of membersOf(json, platform)) found.set(member.subject, member)
    if (found.size > MOST_MEMBERS) throw new Upstream('lms.badAnswer', false)
  }
  return [...found.values()]
}

const page = z.object({
  members: z.array(
    z.object({
      user_id: z.union([z.string().min(1).max(255), z.number()]).transform(String),
      status: z.unknown().optional(),
      roles: z.array(z.unknown()).catch([]),
      name: toldText,
      email: toldText,
      lis_person_sourcedid: toldText,
      message: z.array(z.unknown()).max(50).nullish().catch(null),
    }),
  ),
})

function membersOf(json: unknown, platform: Platform): RosterMember[] {
  const read = page.safeParse(json)
  if (!read.success) throw new Upstream('lms.badAnswer', true)
  return read.data.members.map((member) => ({
    subject: member.user_id,
    role: roleFrom(member.roles),
    name: platform.kind === 'moodle' ? unescaped(member.name) : member.name,
    mail: member.email,
    sisPersonId: member.lis_person_sourcedid,
    active: member.status === undefined || member.status === 'Active',
    sections: sectionsIn(member.message ?? []),
  }))
}

const ENTITIES: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#039;': "'",
}

// Moodle's roster has names as HTML, its launches have them plain (moodle.md 6).
function unescaped(name: string | null): string | null {
  return name?.replace(/&(?:amp|lt|gt|quot|#039);/g, (entity) => ENTITIES[entity] ?? entity) ?? null
}

const MOST_SECTIONS = 20
const said = z.object({ [CLAIM.custom]: z.object({ [CUSTOM.sections]: toldText }) })

// Only with a link's id do messages come along (canvas.md 4).
function sectionsIn(messages: unknown[]): string[] {
  const lists = messages.flatMap((one) => said.safeParse(one).data?.[CLAIM.custom] ?? [])
  const ids = lists.flatMap((custom) => custom[CUSTOM.sections]?.split(',') ?? [])
  return [...new Set(ids.map((id) => id.trim()).filter(Boolean))].slice(0, MOST_SECTIONS)
}
