// The course's pages: what there is to do, and one assignment with the tool in a frame.

import { html, type Markup } from '../../html.ts'
import type { Column } from '../model.ts'
import { shell, type View } from './shell.ts'

/** The course's first page. */
export function coursePage(view: View): string {
  const { site, person } = view
  const visible = site.book.columns.filter((c) => c.published || person.role === 'instructor')
  const items = visible.map(
    (column) => html`<li><a href="/${site.kind}/assignments/${column.number}">${column.label}</a>
<small>${column.points} points${!column.published && ', not published'}</small></li>`,
  )
  const add =
    person.role === 'instructor' &&
    html`<p><a href="/${site.kind}/assignments/new">Add an assignment</a></p>`
  return shell(
    view,
    'Assignments',
    html`${add}<p>Welcome to ${site.course.code}. The assignments of this term:</p><ul class="items">${items}</ul>`,
  )
}

/** One assignment; its link opens Stint in a frame, which belongs to another site. */
export function assignmentPage(view: View, column: Column): string {
  const { site, person } = view
  const publish = html`<form method="post" action="/${site.kind}/assignments/${column.number}/publish">
<button name="publish" value="yes">${column.published ? 'Unpublish' : 'Publish'}</button></form>`
  const { dueAt = null } = column
  const due = dueAt === null ? '' : `, due ${dueAt.slice(0, 10)}`
  const may = person.role === 'instructor' && site.kind === 'canvas'
  return shell(
    view,
    column.label,
    html`<p>${column.text} <small>${column.points} points${due}${!column.published && ', not published'}</small></p>
${may && publish}${
  column.launches
    ? toolFrame(`/${site.kind}/open?column=${column.number}`)
    : html`<p>There is nothing to open here: it is a column of the gradebook.</p>`
}`,
  )
}

/** The link in the course's navigation. */
export function navigationPage(view: View): string {
  return shell(view, 'Micro-internships', toolFrame(`/${view.site.kind}/open`))
}

function toolFrame(address: string): Markup {
  return html`<iframe class="tool" title="Stint" src="${address}"></iframe>`
}
