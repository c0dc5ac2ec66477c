// What a verified token says, read with tolerance (real tokens carry nulls and leftovers) into a Launch.

import { z } from 'zod'
import type { CourseRole } from '../domain/access.ts'
import type { Launch, LaunchAssignment, LaunchCourse } from '../domain/launch.ts'
import type { Platform } from '../domain/platform.ts'
import { CLAIM } from './claim-names.ts'
import { roleFrom } from './roles.ts'
import { toldAddress, toldText } from './told.ts'

const id = z.string().min(1).max(255)

const claims = z.object({
  sub: id,
  name: toldText,
  given_name: toldText,
  family_name: toldText,
  email: toldText,
  locale: toldText,
  [CLAIM.deploymentId]: id,
  [CLAIM.roles]: z.array(z.unknown()),
  [CLAIM.resourceLink]: z.object({ id, title: toldText }),
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
    .object({ locale: toldText, return_url: toldAddress })
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
  const course = courseOf(said)
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
    assignment: assignmentOf(said, platform, course),
    ...servicesOf(said),
    locale: said[CLAIM.launchPresentation]?.locale ?? said.locale,
    returnUrl: said[CLAIM.launchPresentation]?.return_url ?? null,
    claimId: claimNamedBy(said[CLAIM.targetLinkUri]),
  }
}

// The target is ours and signed, and its query says which claim the LMS shows (design decision 6).
function claimNamedBy(target: string): string | null {
  const claimId = new URL(target).searchParams.get('claim')
  return claimId && /^[\w-]{1,60}$/.test(claimId) ? claimId : null
}

function courseOf(said: Said): LaunchCourse | null {
  const context = said[CLAIM.context]
  if (!context) return null
  return {
    contextId: context.id,
    label: context.label ?? context.title ?? context.id,
    title: context.title ?? context.label ?? context.id,
    sisSectionId: said[CLAIM.lis]?.course_section_sourcedid ?? null,
    sisCourseId: said[CLAIM.lis]?.course_offering_sourcedid ?? null,
  }
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
): LaunchAssignment | null {
  const link = said[CLAIM.resourceLink]
  if (platform.kind === 'canvas' && link.id === course?.contextId) return null
  return {
    resourceLinkId: link.id,
    title: link.title ?? course?.title ?? link.id,
    lineItemUrl: said[CLAIM.gradebook]?.lineitem ?? null,
  }
}

function servicesOf(said: Said): Pick<Launch, 'lineItemsUrl' | 'rosterUrl' | 'scopes'> {
  return {
    lineItemsUrl: said[CLAIM.gradebook]?.lineitems ?? null,
    rosterUrl: said[CLAIM.roster]?.context_memberships_url ?? null,
    scopes: said[CLAIM.gradebook]?.scope ?? [],
  }
}
