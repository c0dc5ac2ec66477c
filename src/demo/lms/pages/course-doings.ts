// What an instructor does with a whole course: copies it for the next term, and takes its grades away.

import type { RequestHandler } from 'express'
import { whoIs } from '../cookies.ts'
import { copyCourse } from '../copies.ts'
import type { Site } from '../model.ts'
import { gradesIn } from '../rooms.ts'
import { messagePage } from './posting.ts'

/** POST /copy: the course of the next term, whose pages are then opened. */
export function copied(site: Site, openPages: (room: Site) => void): RequestHandler {
  return teaching(site, (req) => {
    const room = copyCourse(site, req.body?.people === 'yes')
    openPages(room)
    return room.path
  })
}

/** POST /reset: every grade of the course is gone, as if nobody had ever had one. */
export function reset(site: Site): RequestHandler {
  return teaching(site, () => {
    const gone = new Set(gradesIn(site))
    site.book.grades = site.book.grades.filter((grade) => !gone.has(grade))
    site.changed('course reset')
    return `${site.path}/grades`
  })
}

function teaching(site: Site, act: (req: Parameters<RequestHandler>[0]) => string): RequestHandler {
  return (req, res) => {
    if (whoIs(site, req).role === 'instructor') res.redirect(303, act(req))
    else res.status(403).send(messagePage(site, 'This is for the instructor.'))
  }
}
