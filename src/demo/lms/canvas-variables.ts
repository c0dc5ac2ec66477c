// Canvas: the variables that it fills in in custom values (canvas.md 2.3).

import { fullName } from './cast.ts'
import { filledIn } from './custom.ts'
import type { Launch, Person, Site } from './model.ts'

/** Those of the tool, and over them those of the link. Numbers come as text; what has no value here, as its own name. */
export function canvasCustom(site: Site, launch: Launch): object {
  const values: Record<string, string | boolean | null> = {
    ...courseValues(site),
    ...personValues(launch.person),
    ...assignmentValues(launch),
  }
  const entered = { ...launch.tool.custom, ...launch.column?.custom }
  return filledIn(entered, (name) => values[name] ?? undefined)
}

// Dates of the term and the course are not ISO 8601, those of the assignment are.
function courseValues({ base, course, settings }: Site) {
  const { number, sisId, term, history, code } = course
  return {
    'Canvas.api.domain': new URL(base).host,
    'Canvas.course.id': String(number),
    'Canvas.course.sisSourceId': sisId || null,
    'Canvas.course.sectionSisSourceIds': sisId || null,
    'Canvas.course.previousContextIds': history.join(','),
    'Canvas.course.startAt': `${term.startsOn} 00:00:00 -0600`,
    'Canvas.term.name': term.name,
    'Canvas.term.startAt': `${term.startsOn} 00:00:00 -0600`,
    'Canvas.course.workflowState': settings.concluded ? 'completed' : 'available',
    'com.instructure.User.sectionNames': JSON.stringify([code]),
    'Context.id': course.contextId,
  }
}

function personValues(person: Person) {
  return {
    'Canvas.user.id': String(person.number),
    'Canvas.user.loginId': person.key,
    'Canvas.user.sisSourceId': person.sisId,
    'Person.sourcedId': person.sisId,
    'Person.email.primary': person.mail,
    'Person.name.full': fullName(person),
    'com.instructure.User.student_view': person.role === 'test-student',
  }
}

function assignmentValues({ column, person }: Launch): Record<string, string | boolean | null> {
  if (!column) return {}
  return {
    'Canvas.assignment.id': String(column.number),
    'Canvas.assignment.title': column.label,
    'Canvas.assignment.pointsPossible': String(column.points),
    'Canvas.assignment.published': column.published,
    'Canvas.assignment.allowedAttempts': column.allowedAttempts?.toString() ?? null,
    'Canvas.assignment.dueAt.iso8601': dueOf(column, person),
  }
}

// A student is told their own date, a teacher the latest one.
function dueOf(column: NonNullable<Launch['column']>, person: Person): string | null {
  const { dueAt = null, dueFor = {} } = column
  if (person.role === 'student') return dueFor[person.key] ?? dueAt
  return [dueAt ?? '', ...Object.values(dueFor)].sort().at(-1) || null
}
