// A teacher renames a column, changes what it is worth, or deletes it.

import type { RequestHandler } from 'express'
import { whoIs } from '../cookies.ts'
import { columnOf } from '../grades.ts'
import type { Column, Site } from '../model.ts'
import { messagePage } from './posting.ts'

/** POST /assignments/:column/edit */
export function editColumn(site: Site): RequestHandler {
  return (req, res) => {
    const column = columnOf(site, String(req.params.column))
    const points = Number(String(req.body?.points ?? '').replace(',', '.'))
    const label = String(req.body?.label ?? '').trim()
    const fits = req.body?.delete === 'yes' || (label !== '' && points >= 0)
    if (whoIs(site, req).role !== 'instructor' || !column || !fits) {
      res.status(422).send(messagePage(site, 'This column cannot be changed so.'))
      return
    }
    if (req.body?.delete === 'yes') remove(site, column)
    else rename(site, column, label, points)
    res.redirect(303, `/${site.kind}/grades`)
  }
}

function rename(site: Site, column: Column, label: string, points: number): void {
  column.label = label
  column.points = points
  site.changed('column changed')
}

// In Canvas the assignment goes with its column; in Moodle the activity stays, ungraded.
function remove(site: Site, column: Column): void {
  const { book } = site
  book.grades = book.grades.filter((grade) => grade.column !== column.number)
  if (site.kind === 'moodle' && column.launches) column.graded = false
  else book.columns = book.columns.filter((one) => one !== column)
  site.changed('column deleted')
}
