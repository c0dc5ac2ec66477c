// The LMS around a page: the bar on the left, the platforms as tabs, who opens the course, and what to try.

import { html, type Markup } from '../../html.ts'
import { fullName } from '../cast.ts'
import type { CourseRole, Person, Site } from '../model.ts'
import { outsiders } from '../outside.ts'
import { roomsOf } from '../rooms.ts'
import { TRIES } from '../try-this.ts'

export interface View {
  site: Site
  person: Person
  /** The address this page stands at, to come back to. */
  at: string
  tried: string[] | null
  mailUrl: string | null
  hasOffice: boolean
}

/** A whole page of the LMS. */
export function shell(view: View, title: string, main: Markup): string {
  const { site } = view
  const name = `${site.course.code} ${site.course.title}`
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title} · ${name}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/style.css"><script src="/script.js" defer></script></head>
<body class="${site.kind}">
<header class="top"><b>Northfield University</b>
<nav aria-label="Platform">${tab(view, 'canvas', 'Canvas')}${tab(view, 'moodle', 'Moodle')}${tab(view, 'other', 'Open edX')}</nav>
${switcher(view)}</header>
<div class="frame">
<nav class="left" aria-label="Course"><h2>${name}</h2><ul>
${entry(view, '', 'Home')}${view.site.flavour.hasNavigation && entry(view, '/stint', 'Micro-internships')}
${entry(view, '/grades', 'Grades')}${entry(view, '/people', 'People')}${entry(view, '/tools', 'External tools')}${entry(view, '/settings', 'Settings')}</ul>${terms(view)}${elsewhere(view)}</nav>
<main><h1>${title}</h1>${main}</main>
${tryThis(view)}
</div></body></html>`.markup
}

function tab({ site }: View, kind: string, text: string): Markup {
  const here = site.kind === kind && html` aria-current="true"`
  return html`<a href="/${kind}"${here}>${text}</a>`
}

function entry({ site, at }: View, path: string, text: string): Markup {
  const address = `${site.path}${path}`
  return html`<li><a href="${address}"${at === address && html` aria-current="page"`}>${text}</a></li>`
}

// The course as it is held again, once there is more than one.
function terms({ site }: View): Markup | false {
  const rooms = roomsOf(site)
  const line = ({ path, course }: Site): Markup =>
    html`<li><a href="${path}"${path === site.path && html` aria-current="true"`}>${course.term.name}</a></li>`
  return rooms.length > 1 && html`<h2>Terms</h2><ul>${rooms.map(line)}</ul>`
}

function elsewhere({ mailUrl, hasOffice }: View): Markup {
  const office = html`<li><a href="/office/registrar">Registrar’s office</a></li>
<li><a href="/office/admin">Administrator of Stint</a></li>`
  return html`<ul class="elsewhere">${mailUrl !== null && html`<li><a href="${mailUrl}">Mail catcher</a></li>`}
${hasOffice && office}</ul>`
}

/** What the LMS calls a role in a course. */
export const ROLE_WORDS: Record<CourseRole, string> = {
  student: 'student',
  instructor: 'instructor',
  assistant: 'teaching assistant',
  observer: 'observer',
  'test-student': 'pretend student',
}

const MOST_STUDENTS = 2

// Two students and everybody who is none come first; the rest of the class follows.
function switcher({ site, person, at }: View): Markup {
  const students = site.course.people.filter(({ role }) => role === 'student')
  const others = students.slice(MOST_STUDENTS)
  const first = site.course.people.filter((one) => !others.includes(one))
  const option = (p: Person): Markup =>
    html`<option value="${p.key}"${p.key === person.key && html` selected`}>${fullName(p)}, ${ROLE_WORDS[p.role]}</option>`
  const strangers = outsiders(site)
  const outside = (p: Person): Markup => html`<option value="${p.key}">${fullName(p)}</option>`
  return html`<form class="who" method="post" action="${site.path}/as">
<input type="hidden" name="back" value="${at}">
<label for="who">Open the course as</label> <select id="who" name="person">${first.map(option)}
<optgroup label="More of the class">${others.map(option)}</optgroup>${strangers.length > 0 && html`<optgroup label="Not in the course">${strangers.map(outside)}</optgroup>`}</select>
<button>Open</button></form>`
}

function tryThis({ tried, mailUrl }: View): Markup | false {
  if (tried === null) return false
  const lines = TRIES.map(({ id, text, at }) => {
    const done = tried.includes(id)
    const address = at === 'mail' ? (mailUrl ?? '/') : at
    return html`<li data-try="${id}"${done && html` class="done"`}><a href="${address}">${text}</a> <span>${done && '✓ done'}</span></li>`
  })
  return html`<aside aria-labelledby="try"><h2 id="try">Try this</h2><ol>${lines}</ol></aside>`
}
