// The gradebook: one row for each student, one column for each assignment; it moves by itself.

import { html, type Markup } from '../../html.ts'
import { fullName } from '../cast.ts'
import { columnsIn, gradeOf, students } from '../grades.ts'
import type { Column, Grade, Person, Site } from '../model.ts'
import { shell, type View } from './shell.ts'

export interface Cell {
  id: string
  points: string
  note: string
  /** The grader's address for what was handed in. */
  open: string | null
}

/** The rows somebody may see: staff all, a student their own. */
export function rowsFor(site: Site, person: Person): { person: Person; cells: Cell[] }[] {
  const staff = person.role === 'instructor' || person.role === 'assistant'
  return students(site)
    .filter((student) => staff || student.key === person.key)
    .map((student) => ({
      person: student,
      cells: gradebookColumns(site).map((column) => cell(site, column, student, staff)),
    }))
}

function cell(site: Site, column: Column, student: Person, staff: boolean): Cell {
  const grade = gradeOf(site, column, student.sub)
  const hidden = grade.hidden === true && !staff
  return {
    id: `grade-${column.number}-${student.key}`,
    points: hidden ? '–' : pointsOf(column, grade),
    note: notesOf(grade),
    // Moodle asks a tool for the work behind any grade (moodle.md 2.6).
    open:
      grade.submission || (site.kind === 'moodle' && column.launches && grade.shown !== null)
        ? `${site.path}/open?column=${column.number}&student=${student.key}`
        : null,
  }
}

function pointsOf({ passFail }: Column, { shown }: Grade): string {
  if (shown === null) return '–'
  if (passFail) return shown > 0 ? 'complete' : 'incomplete'
  return String(Math.round(shown * 100) / 100)
}

function notesOf({ overridden, excused, locked, hidden, late }: Grade): string {
  const notes = [
    overridden && 'by hand',
    excused && 'excused',
    locked && 'locked',
    hidden && 'not posted',
    late && `late, ${late} off`,
  ]
  return notes.filter(Boolean).join(', ')
}

// What has a column; others are only opened.
function gradebookColumns(site: Site): Column[] {
  return columnsIn(site).filter((column) => column.graded)
}

/** The gradebook's page. */
export function gradebookPage(view: View): string {
  const { site, person } = view
  const heads = gradebookColumns(site).map(
    (c) =>
      html`<th scope="col">${c.label}<small>of ${c.points}${!c.published && ', not published'}</small></th>`,
  )
  const rows = rowsFor(site, person).map(
    (row) =>
      html`<tr><th scope="row">${fullName(row.person)}</th>${row.cells.map(
        (c) =>
          html`<td id="${c.id}"><b>${c.points}</b> <small>${c.note}</small>${
            c.open && html` <a href="${c.open}" target="_blank">open in grader</a>`
          }</td>`,
      )}</tr>`,
  )
  const table = html`<table class="grades" data-live="${site.path}/grades.json">
<thead><tr><th scope="col">Student</th>${heads}</tr></thead><tbody>${rows}</tbody></table>`
  const teaches = person.role === 'instructor'
  return shell(
    view,
    'Grades',
    html`${table}${teaches && byHand(site)}${teaches && columnsOf(site)}`,
  )
}

function byHand(site: Site): Markup {
  const people = students(site).map((p) => html`<option value="${p.sub}">${fullName(p)}</option>`)
  const columns = gradebookColumns(site).map(
    (c) => html`<option value="${c.number}">${c.label}</option>`,
  )
  return html`<form class="by-hand" method="post" action="${site.path}/grades"><h2>Change a grade by hand</h2>
<label>Student <select name="sub">${people}</select></label>
<label>Assignment <select name="column">${columns}</select></label>
<label>Points <input name="points" inputmode="decimal" size="6"></label> ${site.kind === 'moodle' && html`<label><input type="checkbox" name="lock" value="yes"> Locked</label> `}<button>Save</button>
<p><small>Leave the points empty to take the grade away.${site.kind === 'canvas' && ' Write EX to excuse the student.'}</small></p></form>`
}

// What a teacher may do to a column: Stint has to notice.
function columnsOf(site: Site): Markup {
  const lock = (c: Column): Markup | false =>
    site.kind === 'moodle' &&
    html`<form method="post" action="${site.path}/assignments/${c.number}/edit"><button name="lock" value="yes">${
      c.locked ? 'Unlock' : 'Lock'
    }</button></form>`
  const publish = (c: Column): Markup | false =>
    site.kind === 'canvas' &&
    html`<form method="post" action="${site.path}/assignments/${c.number}/publish"><button>${
      c.published ? 'Unpublish' : 'Publish'
    }</button></form>`
  const post = (c: Column): Markup | false =>
    c.postsByHand === true &&
    html`<form method="post" action="${site.path}/assignments/${c.number}/grading"><button name="post" value="yes">Post grades</button></form>`
  const scaling =
    site.kind === 'moodle' &&
    html`<label><input type="checkbox" name="rescale" value="yes"> Rescale existing grades</label> `
  const lines = gradebookColumns(site).map(
    (c) =>
      html`<div class="column"><form method="post" action="${site.path}/assignments/${c.number}/edit">
<label>Name <input name="label" value="${c.label}"></label> <label>Points <input name="points" inputmode="decimal" size="5" value="${c.points}"></label>
${scaling}<button>Save</button> <button name="delete" value="yes">Delete</button></form>${publish(c)}${post(c)}${lock(c)}</div>`,
  )
  const ungraded = columnsIn(site).filter((c) => site.kind === 'moodle' && !c.graded)
  const others = ungraded.map(
    (c) =>
      html`<form method="post" action="${site.path}/assignments/${c.number}/edit">${c.label}, without a grade
<button name="again" value="yes">Grade it again</button></form>`,
  )
  return html`<section><h2>Columns</h2>${lines}${others}</section>`
}
