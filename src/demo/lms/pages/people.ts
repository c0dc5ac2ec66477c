// Who is in the course: enrolled, given another role, and taken out again, as tools then read in the roster.

import type { RequestHandler } from 'express'
import { html, type Markup } from '../../html.ts'
import { fullName, person as someone } from '../cast.ts'
import { whoIs } from '../cookies.ts'
import type { CourseRole, Person, Site } from '../model.ts'
import { messagePage } from './posting.ts'
import { ROLE_WORDS, shell, type View } from './shell.ts'

const ROLES: CourseRole[] = ['student', 'instructor', 'assistant']

/** Everybody, with what the instructor may do about them. */
export function peoplePage(view: View): string {
  const { site, person } = view
  const teaches = person.role === 'instructor'
  const rows = site.course.people.map(
    (one) =>
      html`<tr><th scope="row">${fullName(one)}</th><td>${ROLE_WORDS[one.role]}${one.group !== undefined && `, group ${one.group}`}</td>${teaches && html`<td>${change(site, one)}</td>`}</tr>`,
  )
  const table = html`<table class="grades"><thead><tr><th scope="col">Name</th><th scope="col">Role</th>${teaches && html`<th scope="col">Change</th>`}</tr></thead><tbody>${rows}</tbody></table>`
  return shell(view, 'People', html`${table}${teaches && enrol(site)}`)
}

function roleField(chosen: CourseRole): Markup {
  const options = ROLES.map(
    (role) =>
      html`<option value="${role}"${role === chosen && html` selected`}>${ROLE_WORDS[role]}</option>`,
  )
  return html`<select name="role" aria-label="Role">${options}</select>`
}

// Moodle: a suspended enrolment is not on the roster, and graded still (moodle.md 5.3, 6). Canvas: a student's own
// enrolment can go on when the course has concluded (canvas.md 3.3).
function change({ kind, path, settings }: Site, one: Person): Markup | false {
  if (!ROLES.includes(one.role)) return false
  const goesOn = settings.stillActive.includes(one.sub)
  const more: Partial<Record<Site['kind'], Markup>> = {
    moodle: html` <button name="suspend" value="yes">${one.suspended ? 'Resume' : 'Suspend'}</button>`,
    canvas: html` <button name="extend" value="yes">${goesOn ? 'End with the course' : 'Goes on after the course'}</button>`,
  }
  return html`<form method="post" action="${path}/people"><input type="hidden" name="person" value="${one.key}">${roleField(one.role)}
<button>Change role</button> <button name="remove" value="yes">Remove</button>${more[kind] ?? false}</form>`
}

function enrol({ path }: Site): Markup {
  return html`<form class="by-hand" method="post" action="${path}/people"><h2>Enrol somebody</h2>
<label>Given name <input name="given" required></label> <label>Family name <input name="family" required></label>
<label>Role ${roleField('student')}</label> <button>Enrol</button></form>`
}

/** POST /people: somebody is enrolled, becomes something else, or is taken out. */
export function changePeople(site: Site): RequestHandler {
  return (req, res) => {
    const act = whoIs(site, req).role === 'instructor' && actIn(site, Object(req.body))
    if (!act) {
      res.status(422).send(messagePage(site, 'This cannot be done.'))
      return
    }
    act()
    site.changed('people')
    res.redirect(303, `${site.path}/people`)
  }
}

// What a form asks for; null where it makes no sense.
function actIn(site: Site, form: Record<string, unknown>): (() => void) | null {
  const role = ROLES.find((one) => one === form.role)
  if (!role) return null
  const known = site.course.people.find(({ key }) => key === form.person)
  if (known && form.remove === 'yes') return () => without(site, known)
  if (known && form.suspend === 'yes' && site.kind === 'moodle') {
    return () => void Object.assign(known, { suspended: !known.suspended })
  }
  if (known && form.extend === 'yes' && site.kind === 'canvas') return () => extend(site, known)
  if (known) return () => void Object.assign(known, { role })
  const [given, family] = [form.given, form.family]
  return isName(given) && isName(family) ? () => join(site, given, family, role) : null
}

function extend({ settings }: Site, { sub }: Person): void {
  const others = settings.stillActive.filter((one) => one !== sub)
  settings.stillActive = others.length < settings.stillActive.length ? others : [...others, sub]
}

const isName = (text: unknown): text is string =>
  typeof text === 'string' && /^\p{L}[\p{L}' -]{0,60}$/u.test(text)

function without({ course }: Site, gone: Person): void {
  course.people = course.people.filter((one) => one !== gone)
}

// Who is known at this platform stays the same person, in whichever course.
function join({ kind, book, course }: Site, given: string, family: string, role: CourseRole): void {
  const everybody = book.courses.flatMap(({ people }) => people)
  const number = Math.max(...everybody.map((one) => one.number)) + 1
  const made = someone(kind, [given, family, role, null], number)
  const before = everybody.find(({ key }) => key === made.key)
  if (course.people.some(({ key }) => key === made.key)) return
  course.people = [...course.people, before ? { ...before, role } : made]
}
