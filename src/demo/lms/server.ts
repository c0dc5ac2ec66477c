// Starts the demo LMS: one server on 127.0.0.1, with a Canvas, a Moodle and an Open edX in a folder each.

import express, { type Express } from 'express'
import { CUSTOM_VARIABLES } from '../../domain/custom-values.ts'
import { closeServer, openServer } from '../../server.ts'
import { portOf } from '../ports.ts'
import { canvas } from './canvas.ts'
import { courseOf } from './cast.ts'
import { newKey } from './keys.ts'
import { authorize, passOn } from './launches.ts'
import type { Column, Flavour, Kind, Site, Tool } from './model.ts'
import { moodle } from './moodle.ts'
import { SCOPES } from './names.ts'
import { newColumn } from './new-column.ts'
import { openEdx } from './openedx.ts'
import { type Around, addPages } from './pages/routes.ts'
import { addRegistration } from './registration.ts'
import type { Settings } from './rules.ts'
import { addServices } from './services.ts'
import { KINDS, type LmsState, loadState, saveState } from './state.ts'
import { ticked } from './try-this.ts'

export { registrationOf } from './installed.ts'

const FLAVOURS: Record<Kind, Flavour> = { canvas, moodle, other: openEdx }

export interface Lms {
  url: string
  canvas: Site
  moodle: Site
  other: Site
  /** Something happened elsewhere in the demo (a mail arrived) that a "try this" line may wait for. */
  happened: (what: string) => void
  /** From here on what people do ticks off the list. */
  beginTrying: () => void
  stop: () => Promise<void>
}

interface Options {
  /** 0 for any free one. */
  port: number
  tool: Tool
  /** Where keys and grades are kept; null keeps them in memory. */
  file: string | null
  now?: () => Date
  /** What stands around the LMS in the demo; nothing in tests. */
  around?: Around
}

/** Starts all platforms on one port. */
export async function startLms(options: Options): Promise<Lms> {
  const state = loadState(options.file)
  const app = express()
  app.disable('x-powered-by')
  app.set('query parser', 'simple')
  const server = await openServer(app, options.port, '127.0.0.1')
  const url = `http://127.0.0.1:${portOf(server)}`
  const happened = (what: string): void => {
    state.tried = ticked(state.tried, what)
    saveState(options.file, state)
  }
  const sites = KINDS.map((kind) => siteOf(kind, { url, state, options, happened }))
  for (const site of sites) {
    site.book.key ??= await newKey()
    addSite(app, site)
  }
  addPages(app, sites, { ...options.around, tried: () => state.tried, happened })
  happened('start')
  const [first, second, third] = sites
  if (!first || !second || !third) throw new Error('three platforms were expected')
  return {
    url,
    canvas: first,
    moodle: second,
    other: third,
    happened,
    beginTrying: () => {
      state.tried ??= []
      saveState(options.file, state)
    },
    stop: () => closeServer(server),
  }
}

interface World {
  url: string
  state: LmsState
  options: Options
  happened: (what: string) => void
}

function siteOf(kind: Kind, { url, state, options, happened }: World): Site {
  const flavour = FLAVOURS[kind]
  const now = options.now ?? (() => new Date())
  const site: Site = {
    kind,
    flavour,
    base: `${url}/${kind}`,
    path: `/${kind}`,
    course: state[kind].courses[0] ?? courseOf(kind),
    tool: { ...options.tool },
    book: state[kind],
    settings: usualSettings(kind, flavour),
    trouble: {},
    launches: new Map(),
    offers: new Map(),
    passes: new Map(),
    tokens: new Map(),
    posts: [],
    now,
    changed: (what) => happened(`${kind} ${what}`),
  }
  if (site.book.columns.length === 0) {
    for (const { dueInDays: _, ...wish } of flavour.columns) {
      site.book.columns.push(newColumn(site, wish))
    }
  }
  setDue(site.book.columns, flavour, now())
  return site
}

// How a platform stands before anybody switches anything.
function usualSettings(kind: Kind, { sharesNames }: Flavour): Settings {
  const { lineItem, readLineItem, readResult, score, roster } = SCOPES
  return {
    ...{ ltiDeploymentId: false, storage: true, hosted: false, visitors: false },
    ...{ shareNames: sharesNames, shareMail: sharesNames, pageSize: null, throttles: false },
    ...{ takesGrades: true, losesAnswers: false },
    ...{ concluded: false, stillActive: [], closedPeriod: false, latePolicy: false },
    ...{ custom: CUSTOM_VARIABLES[kind], presetState: 'active' },
    scopes: [lineItem, readLineItem, readResult, score, roster],
  }
}

const DAY_MS = 86_400_000

// A demo that is started again after weeks is still one in which claims can be made.
function setDue(columns: Column[], { columns: wishes }: Flavour, now: Date): void {
  for (const [i, { dueInDays }] of wishes.entries()) {
    const column = columns[i]
    if (!column || dueInDays === undefined) continue
    if (column.dueAt && new Date(column.dueAt) > now) continue
    const day = new Date(now.getTime() + dueInDays * DAY_MS).toISOString().slice(0, 10)
    column.dueAt = `${day}T23:00:00Z`
    column.dueFor = {}
  }
}

const form = express.urlencoded({ extended: false, limit: '64kb' })

function addSite(app: Express, site: Site): void {
  const { paths } = site.flavour
  const at = (path: string): string => `/${site.kind}${path}`
  if (paths.authorize !== paths.decide) {
    app.get(at(paths.authorize), passOn(site))
    app.post(at(paths.authorize), form, passOn(site))
  }
  app.get(at(paths.decide), authorize(site))
  app.post(at(paths.decide), form, authorize(site))
  // Before the services, whose last address takes all that is left.
  addRegistration(app, site)
  addServices(app, site)
}
