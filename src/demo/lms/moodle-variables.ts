// Moodle: the variables that it fills in in custom values (moodle.md 2.5).

import { fullName } from './cast.ts'
import { filledIn } from './custom.ts'
import type { Installed, Launch, Site } from './model.ts'

/** Those of the link, and over them those of the tool; every key with capitals or punctuation comes twice. */
export function moodleCustom(site: Site, launch: Launch): object {
  const values: Record<string, string | null> = {
    ...courseValues(site),
    ...personValues(launch),
    ...linkValues(launch),
  }
  const entered = twice({ ...launch.column?.custom, ...launch.tool.custom })
  return {
    ...filledIn(entered, (name) => values[name]),
    context_memberships_url: membersUrl(site, launch.tool),
  }
}

// The end of a course is empty when nobody set one.
function courseValues({ base, course }: Site) {
  return {
    'Context.id': course.contextId,
    'Context.label': course.code,
    'Context.title': course.title,
    'Context.id.history': course.history.join(','),
    'Context.sourcedId': course.sisId,
    'CourseSection.sourcedId': course.sisId,
    'CourseSection.timeFrame.begin': `${course.term.startsOn}T00:00:00-05:00`,
    'CourseSection.timeFrame.end': '',
    'Context.timeFrame.begin': String(Date.parse(course.term.startsOn) / 1000),
    'Scores.url': '',
    'Results.url': '',
    'LineItems.url': `${base}/mod/lti/services.php/${course.number}/lineitems`,
    // Its own placeholder, never filled in.
    'LtiLink.memberships.url': `${base}/mod/lti/services.php/links/{link_id}/memberships`,
  }
}

function personValues({ person }: Launch) {
  return {
    'User.id': String(person.number),
    'User.username': person.key,
    'Person.sourcedId': person.sisId ?? '',
    'Person.name.full': fullName(person),
    'Person.name.given': person.given,
    'Person.name.family': person.family,
    'Moodle.Person.userGroupIds': '',
    'Person.email.primary': person.mail,
    'Person.address.timezone': '99',
    'Membership.role': person.role === 'student' ? 'Learner' : 'Instructor',
  }
}

// In a deep linking launch there is no link: nulls.
function linkValues({ column, adds }: Launch) {
  const text = (value: string | undefined): string | null => (adds ? null : (value ?? ''))
  return {
    'ResourceLink.id': text(column?.linkId),
    'ResourceLink.title': text(column?.label),
    'ResourceLink.description': text(column?.text),
  }
}

function twice(entered: Record<string, string>): Record<string, string> {
  const pairs = Object.entries(entered).flatMap(([name, text]) => [
    [name.toLowerCase().replaceAll(/[^a-z0-9]/g, '_'), text],
    [name, text],
  ])
  return Object.fromEntries(pairs)
}

/** The roster's address, as one tool has it. */
export function membersUrl({ base, course }: Site, { deploymentId }: Installed): string {
  return `${base}/mod/lti/services.php/CourseSection/${course.number}/bindings/${deploymentId}/memberships`
}
