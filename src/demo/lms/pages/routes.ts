// The LMS's own addresses: its pages, and the few things a person can do in it.

import { join } from 'node:path'
import express, { type Express, type Request, type RequestHandler } from 'express'
import { becomes, comesIn, whoIs } from '../cookies.ts'
import { columnOf, gradeOf, keep, students } from '../grades.ts'
import { open } from '../launches.ts'
import type { Site } from '../model.ts'
import { someone } from '../outside.ts'
import { roomsOf } from '../rooms.ts'
import { addDialogue, addReturn } from './add.ts'
import { assignmentPage, coursePage, navigationPage } from './course.ts'
import { copied, reset } from './course-doings.ts'
import { doorway, enrolMe } from './doorway.ts'
import { editColumn } from './edit-column.ts'
import { gradebookPage, rowsFor } from './gradebook.ts'
import { changeGrading } from './grading.ts'
import { addLinks } from './links.ts'
import { changePeople, peoplePage } from './people.ts'
import { messagePage } from './posting.ts'
import type { View } from './shell.ts'
import { changeSettings, settingsPage } from './site-settings.ts'
import { activateTool, addByHand, addToolAssignment, registerTool } from './tool-doings.ts'
import { changeTool } from './tool-settings.ts'
import { toolsPage } from './tools.ts'

export type Office = 'registrar' | 'admin'

/** What stands around the LMS in the demo. */
export interface Around {
  mailUrl?: string
  /** An address that lets a newcomer into the tool's office. */
  officeDoor?: (office: Office) => Promise<string>
}

interface Hall extends Around {
  tried: () => string[] | null
  happened: (what: string) => void
}

const form = express.urlencoded({ extended: false, limit: '16kb' })

/** Opens the pages of all platforms. */
export function addPages(app: Express, sites: Site[], hall: Hall): void {
  app.use(express.static(join(import.meta.dirname, 'assets'), { index: false }))
  app.get('/', (_req, res) => res.redirect('/canvas'))
  app.get('/tried.json', (_req, res) => void res.json(hall.tried() ?? []))
  app.get('/office/:office', officeDoor(hall))
  addLinks(app, sites)
  for (const site of sites) {
    addReturn(app, site)
    for (const room of roomsOf(site)) addCourse(app, room, hall)
  }
}

/** The pages of one course; a copy gets its own when it is made. */
function addCourse(app: Express, site: Site, hall: Hall): void {
  const view = (req: Request): View => viewOf(site, hall, req)
  const at = (path: string): string => `${site.path}${path}`
  const page = (path: string, show: (view: View) => string): void =>
    void app.get(at(path), (req, res) => void res.send(show(view(req))))
  app.use(at(''), openedAs(site))
  app.get(['', '/assignments/:column', '/grades', '/open'].map(at), doorway(site))
  app.get(at('/open'), open(site))
  page('', coursePage)
  addDialogue(app, site, view)
  app.get(at('/assignments/:column'), assignment(site, view))
  if (site.flavour.hasNavigation) page('/stint', navigationPage)
  page('/grades', gradebookPage)
  app.get(at('/grades.json'), (req, res) => void res.json(cells(site, req)))
  page('/people', peoplePage)
  page('/tools', toolsPage)
  page('/settings', settingsPage)
  addDoings(app, site, view)
  app.post(
    at('/copy'),
    form,
    copied(site, (room) => addCourse(app, room, hall)),
  )
}

// What can be done on these pages, each by its own form.
function addDoings(app: Express, site: Site, view: (req: Request) => View): void {
  const at = (path: string): string => `${site.path}${path}`
  app.post(at('/tools/register'), form, (req, res) => registerTool(view(req), req, res))
  app.post(at('/tools/activate'), form, (req, res) => activateTool(site, req, res))
  app.post(at('/tools/settings'), form, (req, res) => changeTool(site, req, res))
  app.post(at('/tools/by-hand'), form, (req, res) => addByHand(site, req, res))
  app.post(at('/tools/assignment'), form, (req, res) => addToolAssignment(site, req, res))
  app.post(at('/as'), form, openAs(site))
  app.post(at('/enrol-me'), form, enrolMe(site))
  app.post(at('/grades'), form, override(site))
  app.post(at('/settings'), form, changeSettings(site))
  app.post(at('/reset'), form, reset(site))
  app.post(at('/people'), form, changePeople(site))
  app.post(at('/assignments/:column/publish'), form, publish(site))
  app.post(at('/assignments/:column/edit'), form, editColumn(site))
  app.post(at('/assignments/:column/grading'), form, changeGrading(site))
}

function assignment(site: Site, view: (req: Request) => View): RequestHandler {
  return (req, res) => {
    const column = columnOf(site, String(req.params.column))
    const isOpen = column?.published || whoIs(site, req).role === 'instructor'
    if (column && isOpen) res.send(assignmentPage(view(req), column))
    else res.status(404).send(messagePage(site, 'There is no such assignment.'))
  }
}

function viewOf(site: Site, hall: Hall, req: Request): View {
  return {
    site,
    person: comesIn(site, req),
    at: req.originalUrl.split('?', 1)[0] ?? '/',
    tried: hall.tried(),
    mailUrl: hall.mailUrl ?? null,
    hasOffice: hall.officeDoor !== undefined,
  }
}

function cells(site: Site, req: Request) {
  return rowsFor(site, whoIs(site, req)).flatMap((row) => row.cells)
}

// `?as=ada` on any page: one link of the list opens it as the right person.
function openedAs(site: Site): RequestHandler {
  return (req, res, next) => {
    const person = someone(site, req.query.as)
    if (req.method !== 'GET' || !person) return next()
    becomes(site, res, person)
    res.redirect(303, req.originalUrl.split('?', 1)[0] ?? '/')
  }
}

function openAs(site: Site): RequestHandler {
  return (req, res) => {
    const person = someone(site, req.body?.person)
    if (person) becomes(site, res, person)
    const back = String(req.body?.back ?? '')
    res.redirect(303, back.startsWith(site.path) ? back : site.path)
  }
}

function override(site: Site): RequestHandler {
  return (req, res) => {
    const column = columnOf(site, req.body?.column)
    const student = students(site).find((p) => p.sub === req.body?.sub)
    const typed = String(req.body?.points ?? '')
      .trim()
      .replace(',', '.')
    const excused = site.kind === 'canvas' && typed.toUpperCase() === 'EX'
    const points = typed === '' || excused ? null : Number(typed)
    if (whoIs(site, req).role !== 'instructor' || !column || !student || Number.isNaN(points)) {
      res.status(422).send(messagePage(site, 'This grade cannot be changed so.'))
      return
    }
    const grade = gradeOf(site, column, student.sub)
    const locked = site.kind === 'moodle' && req.body?.lock === 'yes'
    const changed = site.flavour.override(site, grade, points)
    keep(site, { ...changed, excused, locked }, 'override')
    res.redirect(303, `${site.path}/grades`)
  }
}

function publish(site: Site): RequestHandler {
  return (req, res) => {
    const column = columnOf(site, String(req.params.column))
    if (whoIs(site, req).role !== 'instructor' || !column) {
      res.status(422).send(messagePage(site, 'This is for the instructor.'))
      return
    }
    column.published = !column.published
    site.changed('publish')
    res.redirect(303, `${site.path}/grades`)
  }
}

function officeDoor(hall: Hall): RequestHandler {
  return async (req, res, next) => {
    const { office } = req.params
    if (!hall.officeDoor || (office !== 'registrar' && office !== 'admin')) return next()
    res.redirect(303, await hall.officeDoor(office))
    hall.happened(`office ${office}`)
  }
}
