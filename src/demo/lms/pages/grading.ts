// How an assignment of the demo Canvas is graded, as its teacher can set it: all that a tool's score then meets.

import type { RequestHandler } from 'express'
import { html, type Markup } from '../../html.ts'
import { whoIs } from '../cookies.ts'
import { columnOf } from '../grades.ts'
import type { Column, Site } from '../model.ts'
import { messagePage } from './posting.ts'

const WAYS = {
  passFail: 'Display grade as complete or incomplete',
  forGroups: 'This is a group assignment: what one member gets, the whole group gets',
  postsByHand: 'Post grades by hand: students do not see them before',
} as const

const NAMES = Object.keys(WAYS) as (keyof typeof WAYS)[]

/** The form on an assignment's page. */
export function gradingForm({ path }: Site, column: Column): Markup {
  const box = (name: keyof typeof WAYS): Markup =>
    html`<p><label><input type="checkbox" name="${name}" value="yes"${column[name] === true && html` checked`}> ${WAYS[name]}</label></p>`
  return html`<details><summary>How it is graded</summary><form method="post" action="${path}/assignments/${column.number}/grading">
${NAMES.map(box)}
<p><label>Due <input type="date" name="due" value="${column.dueAt?.slice(0, 10) ?? ''}"></label>
<label>Allowed attempts <input name="attempts" inputmode="numeric" size="3" value="${column.allowedAttempts ?? ''}"></label> <small>Empty: any number.</small></p>
<button>Save</button></form></details>`
}

/** POST /assignments/:column/grading: the form above, or all grades of the column posted to the students. */
export function changeGrading(site: Site): RequestHandler {
  return (req, res) => {
    const column = columnOf(site, String(req.params.column))
    const form: Record<string, unknown> = Object(req.body)
    if (whoIs(site, req).role !== 'instructor' || !column || site.kind !== 'canvas') {
      res.status(422).send(messagePage(site, 'This cannot be set so.'))
      return
    }
    if (form.post === 'yes') showGrades(site, column)
    else Object.assign(column, gradingIn(form))
    site.changed('grading')
    res.redirect(
      303,
      `${site.path}/${form.post === 'yes' ? 'grades' : `assignments/${column.number}`}`,
    )
  }
}

function showGrades({ book }: Site, { number }: Column): void {
  book.grades = book.grades.map((grade) =>
    grade.column === number ? { ...grade, hidden: false } : grade,
  )
}

function gradingIn(form: Record<string, unknown>): Partial<Column> {
  const ways = NAMES.map((name) => [name, form[name] === 'yes'])
  const due = /^\d{4}-\d{2}-\d{2}$/.test(String(form.due)) ? `${form.due}T23:00:00Z` : null
  const attempts = /^[1-9]\d?$/.test(String(form.attempts)) ? Number(form.attempts) : null
  return { ...Object.fromEntries(ways), dueAt: due, allowedAttempts: attempts }
}
