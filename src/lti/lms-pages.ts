// Where an LMS has its own pages of a course and an assignment, so that a mail can lead there.

import { covers, frameOrigins, framingOrigin, type Platform } from '../domain/platform.ts'

export interface ToldPlaces {
  contextId: string
  linkId: string | null
  custom: Record<string, unknown>
  /** Signed by the LMS, unlike custom values, which teachers can change. */
  returnUrl: string | null
}

export interface LmsPages {
  course: string | null
  assignment: string | null
}

const NOWHERE: LmsPages = { course: null, assignment: null }

/** The pages of what was launched, as far as this kind of LMS lets us know them. */
export function lmsPages(platform: Platform, told: ToldPlaces): LmsPages {
  switch (platform.kind) {
    case 'canvas':
      return canvasPages(platform, told)
    case 'moodle':
      return moodlePages(platform, told)
    case 'other':
      return NOWHERE
    default:
      return platform.kind satisfies never
  }
}

// canvas.md 2.3: host and numbers come as custom values; they are believed only where the signed launch knows that host.
function canvasPages(platform: Platform, { custom, returnUrl }: ToldPlaces): LmsPages {
  const own = returnUrl === null ? null : framingOrigin(returnUrl)
  const origin = originOf(custom.canvas_api_domain, own)
  const known = [...frameOrigins(platform), ...(own === null ? [] : [own])]
  const course = numberOf(custom.canvas_course_id)
  if (origin === null || course === null || !covers(known, origin)) return NOWHERE
  const at = `${origin}/courses/${course}`
  const assignment = numberOf(custom.canvas_assignment_id)
  return { course: at, assignment: assignment && `${at}/assignments/${assignment}` }
}

function originOf(domain: unknown, own: string | null): string | null {
  if (typeof domain !== 'string' || !/^[a-z0-9.-]{1,200}(:\d{1,5})?$/i.test(domain)) return null
  const isOwn = own !== null && new URL(own).host === domain.toLowerCase()
  return isOwn ? own : framingOrigin(`https://${domain}`)
}

// Ids of another shard have a tilde.
function numberOf(value: unknown): string | null {
  const text = typeof value === 'number' ? String(value) : value
  return typeof text === 'string' && /^\d{1,20}(~\d{1,20})?$/.test(text) ? text : null
}

// moodle.md 2.1 and 2.4: the issuer is the site's address, the context the course's number, the link the activity's.
function moodlePages({ issuer }: Platform, { contextId, linkId }: ToldPlaces): LmsPages {
  const course = numberOf(contextId)
  const activity = numberOf(linkId)
  if (framingOrigin(issuer) === null) return NOWHERE
  return {
    course: course && `${issuer}/course/view.php?id=${course}`,
    assignment: activity && `${issuer}/mod/lti/view.php?l=${activity}`,
  }
}
