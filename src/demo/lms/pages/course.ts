// The course's pages: what there is to do, and one assignment with the tool in a frame.

import { html, type Markup } from '../../html.ts'
import { columnsIn } from '../grades.ts'
import type { Column, Site } from '../model.ts'
import { gradingForm } from './grading.ts'
import { shell, type View } from './shell.ts'

/** The course's first page. */
export function coursePage(view: View): string {
  const { site, person } = view
  const visible = columnsIn(site).filter((c) => c.published || person.role === 'instructor')
  const items = visible.map(
    (column) => html`<li><a href="${site.path}/assignments/${column.number}">${column.label}</a>
<small>${column.points} points${!column.published && ', not published'}</small></li>`,
  )
  const add =
    person.role === 'instructor' &&
    html`<p><a href="${site.path}/assignments/new">Add an assignment</a>${
      site.kind === 'canvas' &&
      html` · <a href="${site.path}/assignments/new?in=link_selection">Add an item to a module</a>`
    }</p>`
  return shell(
    view,
    'Assignments',
    html`${add}<p>Welcome to ${site.course.code}, ${site.course.term.name}. The assignments of this term:</p><ul class="items">${items}</ul>
${person.role === 'instructor' && nextTerm(site)}`,
  )
}

const COPY: Partial<Record<Site['kind'], string>> = {
  canvas: 'Copy this course',
  moodle: 'Restore a backup as a new course',
}

// Open edX needs every block of a course that is held again registered anew (edx.md 1), so there is nothing to copy.
function nextTerm({ kind, path }: Site): Markup {
  const copy = COPY[kind]
  const people = html`<label><input type="checkbox" name="people" value="yes"> with last term’s students and grades</label> `
  return html`<section class="by-hand"><h2>This course</h2><div class="doings">
${copy !== undefined && html`<form method="post" action="${path}/copy">${kind === 'moodle' && people}<button>${copy}</button></form>`}
<form method="post" action="${path}/reset"><button>Take all grades away</button></form></div></section>`
}

/** One assignment; its link opens Stint in a frame, which belongs to another site. */
export function assignmentPage(view: View, column: Column): string {
  const { site, person } = view
  const publish = html`<form method="post" action="${site.path}/assignments/${column.number}/publish">
<button name="publish" value="yes">${column.published ? 'Unpublish' : 'Publish'}</button></form>`
  const { dueAt = null } = column
  const due = dueAt === null ? '' : `, due ${dueAt.slice(0, 10)}`
  const teaches = person.role === 'instructor'
  const may = teaches && site.kind === 'canvas'
  const remove = html`<form method="post" action="${site.path}/assignments/${column.number}/edit">
<button name="delete" value="all">Delete this assignment</button></form>`
  // A tool has changed the column of an activity, which keeps its own name until it is saved again (moodle.md 5.8).
  const save =
    column.activity !== undefined &&
    html`<form method="post" action="${site.path}/assignments/${column.number}/edit">
<button name="save" value="activity">Save the activity</button></form>`
  return shell(
    view,
    column.activity?.label ?? column.label,
    html`<p>${column.text} <small>${column.points} points${due}${!column.published && ', not published'}</small></p>
${teaches && html`<div class="doings">${may && publish}${remove}${save}</div>`}${may && gradingForm(site, column)}${
  column.launches
    ? toolFrame(`${site.path}/open?column=${column.number}`)
    : html`<p>There is nothing to open here: it is a column of the gradebook.</p>`
}`,
  )
}

/** The link in the course's navigation. */
export function navigationPage(view: View): string {
  return shell(view, 'Micro-internships', toolFrame(`${view.site.path}/open`))
}

function toolFrame(address: string): Markup {
  return html`<iframe class="tool" title="Stint" src="${address}"></iframe>`
}
