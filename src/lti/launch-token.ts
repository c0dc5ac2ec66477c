// What a verified token says, read with tolerance (real tokens carry nulls and leftovers) into a Launch.

import { z } from 'zod'
import type { CourseRole } from '../domain/access.ts'
import { CUSTOM } from '../domain/custom-values.ts'
import type { Launch, LaunchAssignment, LaunchCourse } from '../domain/launch.ts'
import type { Platform } from '../domain/platform.ts'
import { CLAIM } from './claim-names.ts'
import { deepLinkOf, settings } from './deep-link-request.ts'
import { type LmsPages, lmsPages } from './lms-pages.ts'
import { roleFrom } from './roles.ts'
import { toldAddress, toldDay, toldInstant, toldText } from './told.ts'

const id = z.string().min(1).max(255)

const claims = z.object({
  sub: id,
  name: toldText,
  given_name: toldText,
  family_name: toldText,
  email: toldText,
  [CLAIM.deploymentId]: id,
  [CLAIM.roles]: z.array(z.unknown()),
  // A deep linking request has none.
  [CLAIM.resourceLink]: z.object({ id, title: toldText }).nullable().catch(null),
  [CLAIM.deepLinking]: settings.nullable().catch(null),
  [CLAIM.targetLinkUri]: z.string(),
  [CLAIM.context]: z.object({ id, label: toldText, title: toldText }).nullable().catch(null),
  [CLAIM.lis]: z
    .object({
      person_sourcedid: toldText,
      course_section_sourcedid: toldText,
      course_offering_sourcedid: toldText,
    })
    .nullable()
    .catch(null),
  [CLAIM.custom]: z.record(z.string(), z.unknown()).catch({}),
  [CLAIM.launchPresentation]: z
    .object({ return_url: toldAddress, document_target: toldText })
    .nullable()
    .catch(null),
  [CLAIM.gradebook]: z
    .object({
      scope: z.array(z.string().max(255)).max(50).catch([]),
      lineitem: toldAddress,
      lineitems: toldAddress,
    })
    .nullable()
    .catch(null),
  [CLAIM.roster]: z.object({ context_memberships_url: toldAddress }).nullable().catch(null),
})

type Said = z.output<typeof claims>

/** Reads a verified token. The checks of `token-checks.ts` have passed, so what is needed is there. */
export function readLaunch(verified: unknown, platform: Platform): Launch {
  const said = claims.parse(verified)
  const pages = pagesOf(said, platform)
  const course = courseOf(said, pages)
  return {
    platformId: platform.id,
    deploymentId: said[CLAIM.deploymentId],
    subject: said.sub,
    name: said.name,
    givenName: said.given_name,
    familyName: said.family_name,
    mail: said.email,
    // Never from custom: a link's own custom fields are forgeable (design decision 12).
    sisPersonId: said[CLAIM.lis]?.person_sourcedid ?? null,
    role: roleOf(said),
    course,
    assignment: assignmentOf(said, platform, course, pages),
    ...servicesOf(said),
    returnUrl: said[CLAIM.launchPresentation]?.return_url ?? null,
    shownIn: shownIn(said[CLAIM.launchPresentation]?.document_target ?? null),
    unresolved: unresolvedIn(said[CLAIM.custom]),
    deepLink: deepLinkOf(said[CLAIM.deepLinking]),
    claimId: namedBy(said, 'claim'),
  }
}

// The target is ours and signed, and its query says which claim the LMS shows (design decision 6).
function namedBy(said: Said, what: 'claim' | 'assignment'): string | null {
  return idOrNull(new URL(said[CLAIM.targetLinkUri]).searchParams.get(what))
}

function idOrNull(value: unknown): string | null {
  return typeof value === 'string' && /^[\w-]{1,60}$/.test(value) ? value : null
}

function shownIn(target: string | null): Launch['shownIn'] {
  if (target === null) return null
  return target === 'window' ? 'window' : 'frame'
}

const MOST_HISTORY = 50

/** A comma list of ids (Canvas's and Moodle's histories), or none. */
function listIn(custom: Said[typeof CLAIM.custom], name: string): string[] {
  const value = custom[name]
  if (typeof value !== 'string' || value.startsWith('$')) return []
  const ids = value.split(',').map((one) => one.trim())
  return ids.filter((one) => one !== '' && one.length <= 255).slice(0, MOST_HISTORY)
}

// A variable that the LMS does not know comes back as its own text (canvas.md 2.3, moodle.md 2.5).
function unresolvedIn(custom: Said[typeof CLAIM.custom]): string[] {
  const unknown = Object.entries(custom).filter(
    ([, value]) => typeof value === 'string' && /^\$[A-Za-z]/.test(value),
  )
  return unknown.map(([, value]) => String(value).slice(0, 100)).slice(0, 20)
}

function pagesOf(said: Said, platform: Platform): LmsPages {
  return lmsPages(platform, {
    contextId: said[CLAIM.context]?.id ?? '',
    linkId: said[CLAIM.resourceLink]?.id ?? null,
    custom: said[CLAIM.custom],
    returnUrl: said[CLAIM.launchPresentation]?.return_url ?? null,
  })
}

function courseOf(said: Said, pages: LmsPages): LaunchCourse | null {
  const context = said[CLAIM.context]
  if (!context) return null
  return {
    contextId: context.id,
    label: context.label ?? context.title ?? context.id,
    title: context.title ?? context.label ?? context.id,
    sisSectionId: said[CLAIM.lis]?.course_section_sourcedid ?? null,
    sisCourseId: said[CLAIM.lis]?.course_offering_sourcedid ?? null,
    term: termOf(said),
    history: listIn(said[CLAIM.custom], CUSTOM.contextHistory),
    pageUrl: pages.course,
  }
}

// Names of our own custom fields; what they carry may move dates only.
function termOf(said: Said): LaunchCourse['term'] {
  const { term_name, term_starts, course_starts } = said[CLAIM.custom]
  const name = toldText.parse(term_name)
  // A term without dates, like Canvas's usual one, is found by the course's own.
  const startsOn = toldDay.parse(term_starts) ?? toldDay.parse(course_starts)
  return name === null && startsOn === null ? null : { name, startsOn }
}

// Custom fields may only take rights away: Canvas says through one of them that this is its Student View.
function roleOf(said: Said): CourseRole {
  const { student_view: pretending } = said[CLAIM.custom]
  if (pretending === true || pretending === 'true') return 'rehearsal'
  return roleFrom(said[CLAIM.roles])
}

// Canvas's course navigation has the course itself as its link (canvas.md 2.2); Moodle's numbers may coincide by chance.
function assignmentOf(
  said: Said,
  platform: Platform,
  course: LaunchCourse | null,
  pages: LmsPages,
): LaunchAssignment | null {
  const link = said[CLAIM.resourceLink]
  if (!link || (platform.kind === 'canvas' && link.id === course?.contextId)) return null
  return {
    resourceLinkId: link.id,
    title: link.title,
    lineItemUrl: said[CLAIM.gradebook]?.lineitem ?? null,
    dueAt: toldInstant.parse(said[CLAIM.custom].due_at),
    named: idOrNull(said[CLAIM.custom][CUSTOM.assignment]) ?? namedBy(said, 'assignment'),
    history: listIn(said[CLAIM.custom], CUSTOM.linkHistory),
    pageUrl: pages.assignment,
  }
}

function servicesOf(said: Said): Pick<Launch, 'lineItemsUrl' | 'rosterUrl' | 'scopes'> {
  return {
    lineItemsUrl: said[CLAIM.gradebook]?.lineitems ?? null,
    rosterUrl: said[CLAIM.roster]?.context_memberships_url ?? null,
    scopes: said[CLAIM.gradebook]?.scope ?? [],
  }
}
