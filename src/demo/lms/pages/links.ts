// The addresses by which real LMSs know their pages, led to ours: mails of the tool end there.

import type { Express, Request, Response } from 'express'
import type { Site } from '../model.ts'
import { roomAt, roomsOf } from '../rooms.ts'
import { messagePage } from './posting.ts'

/** Canvas: /courses/7/assignments/31. Moodle: /course/view.php?id=7 and /mod/lti/view.php?l=31. */
export function addLinks(app: Express, sites: Site[]): void {
  const site = (kind: Site['kind']) => sites.find((one) => one.kind === kind)
  const [canvas, moodle] = [site('canvas'), site('moodle')]
  if (canvas) {
    app.get('/courses/:course{/assignments/:column}', (req, res) => {
      const { course, column } = req.params
      lead(canvas, res, roomAt(canvas, course), column)
    })
  }
  if (moodle) {
    app.get(`${moodle.path}/course/view.php`, (req, res) => {
      const room = roomsOf(moodle).find((one) => one.course.contextId === asked(req, 'id'))
      lead(moodle, res, room ?? null)
    })
    app.get(`${moodle.path}/mod/lti/view.php`, (req, res) => {
      const column = moodle.book.columns.find(({ linkId }) => linkId === asked(req, 'l'))
      const room = column && roomAt(moodle, String(column.course))
      lead(moodle, res, room ?? null, column && String(column.number))
    })
  }
}

function asked(req: Request, name: string): string {
  const value = req.query[name]
  return typeof value === 'string' ? value : ''
}

function lead(site: Site, res: Response, room: Site | null, column?: string): void {
  if (!room) return void res.status(404).send(messagePage(site, 'There is no such course.'))
  res.redirect(302, column === undefined ? room.path : `${room.path}/assignments/${column}`)
}
