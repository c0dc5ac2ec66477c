// A teacher renames a column, changes what it is worth, takes it away, grades again, or deletes the assignment.

import type { RequestHandler } from 'express'
import { whoIs } from '../cookies.ts'
import { columnOf } from '../grades.ts'
import type { Column, Site } from '../model.ts'
import { rescale } from '../moodle-columns.ts'
import { nextNumber } from '../new-column.ts'
import { messagePage } from './posting.ts'

/** POST /assignments/:column/edit */
export function editColumn(site: Site): RequestHandler {
  return (req, res) => {
    const column = columnOf(site, String(req.params.column))
    const act = column && whoIs(site, req).role === 'instructor' && actIn(site, column, req.body)
    if (!act) {
      res.status(422).send(messagePage(site, 'This column cannot be changed so.'))
      return
    }
    act()
    res.redirect(303, `${site.path}/grades`)
  }
}

// What a form asks for; null where it makes no sense.
function actIn(site: Site, column: Column, form: unknown): (() => void) | null {
  const { delete: gone, again, lock, save, points: typed, label: written } = Object(form)
  if (gone === 'all') return () => remove(site, column)
  if (lock === 'yes') return () => void Object.assign(column, { locked: !column.locked })
  if (save === 'activity') return () => putBack(site, column)
  // In Canvas the assignment goes with its column; in Moodle the activity stays, ungraded.
  const stays = site.kind === 'moodle' && column.launches
  if (gone === 'yes') return () => (stays ? ungrade(site, column) : remove(site, column))
  if (again === 'yes' && stays) return () => gradeAgain(site, column)
  const points = Number(text(typed).replace(',', '.'))
  const label = text(written).trim()
  const scales = Object(form).rescale === 'yes' && site.kind === 'moodle'
  return label !== '' && points >= 0
    ? () => {
        if (scales) rescale(site, column, points)
        rename(site, column, label, points)
      }
    : null
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

function rename(site: Site, column: Column, label: string, points: number): void {
  column.label = label
  column.points = points
  site.changed('column changed')
}

// moodle.md 5.8: the activity's own name and points come back, and grades are not scaled by it.
function putBack(site: Site, column: Column): void {
  const { activity, ...rest } = column
  const { book } = site
  const whole = { ...rest, ...activity }
  book.columns = book.columns.map((one) => (one === column ? whole : one))
  site.changed('column changed')
}

function remove(site: Site, column: Column): void {
  const { book } = site
  dropGrades(site, column)
  book.columns = book.columns.filter((one) => one !== column)
  site.changed('column deleted')
}

function ungrade(site: Site, column: Column): void {
  dropGrades(site, column)
  column.graded = false
  site.changed('column deleted')
}

// The same activity, with a grade item that never was there before and none of the tool's marks.
function gradeAgain(site: Site, column: Column): void {
  Object.assign(column, { number: nextNumber(site), graded: true, resourceId: '', tag: '' })
  site.changed('column changed')
}

function dropGrades({ book }: Site, { number }: Column): void {
  book.grades = book.grades.filter((grade) => grade.column !== number)
}
