// From a click in the course to the id_token: login initiation, authorisation, the form that carries the answer.

import { randomUUID } from 'node:crypto'
import type { Request, RequestHandler, Response } from 'express'
import { signedIn } from './cookies.ts'
import { withoutTags } from './custom.ts'
import { asRequest } from './deep-linking.ts'
import { columnOf, gradeOf } from './grades.ts'
import { toolOf } from './installed.ts'
import { sign } from './keys.ts'
import type { Column, Launch, Placement, Site } from './model.ts'
import { opener } from './outside.ts'
import { messagePage, postingPage } from './pages/posting.ts'

const LIFE_MS = 5 * 60_000
const MOST_LAUNCHES = 1000

/** GET /open?column=1, or ?add: what the frame loads first; posts the login initiation to the tool. */
export function open(site: Site): RequestHandler {
  return async (req, res) => {
    const launch = wishedFor(site, req)
    if ('page' in launch) {
      res.status(launch.status).send(messagePage(site, launch.page))
      return
    }
    remember(site, launch)
    const fields = await site.flavour.loginFields(site, launch)
    res.send(postingPage(launch.tool.loginUrl, fields))
  }
}

// What is to be opened, and as whom; or what the LMS says instead.
function wishedFor(site: Site, req: Request): Launch | { status: number; page: string } {
  const { column: number, tool: wanted, student, add } = req.query
  const column = columnOf(site, String(number ?? ''))
  if (number !== undefined && !column) return { status: 404, page: 'There is no such assignment.' }
  const tool = toolOf(site, column, typeof wanted === 'string' ? wanted : undefined)
  if (!tool) return { status: 404, page: 'This tool is not switched on.' }
  const person = opener(site, req)
  const adds = placementOf(site, add)
  if (adds && person.role !== 'instructor') {
    return { status: 403, page: 'This is for the instructor.' }
  }
  const work = column && workOf(site, column, String(student ?? ''))
  return {
    ...{ id: randomUUID(), room: site, begunAt: site.now() },
    ...{ person, tool, column, adds },
    ...(work ?? { student: null, submission: null }),
  }
}

// From the grader: whose work is looked at, and where the tool says that it stands.
function workOf(site: Site, column: Column, key: string): Pick<Launch, 'student' | 'submission'> {
  const student = site.course.people.find((one) => one.key === key) ?? null
  const submission = student && gradeOf(site, column, student.sub).submission
  return { student, submission: submission ?? null }
}

function placementOf({ kind }: Site, add: unknown): Placement | null {
  if (add === undefined) return null
  return kind === 'canvas' && add === 'link_selection' ? add : 'assignment_selection'
}

function remember(site: Site, launch: Launch): void {
  const oldest = site.now().getTime() - LIFE_MS
  for (const [id, { begunAt }] of site.launches) {
    if (begunAt.getTime() < oldest || site.launches.size >= MOST_LAUNCHES) site.launches.delete(id)
  }
  site.launches.set(launch.id, launch)
}

const KNOWN = [
  ...['scope', 'response_type', 'client_id', 'redirect_uri', 'login_hint', 'lti_message_hint'],
  ...['response_mode', 'nonce', 'prompt', 'state', 'lti_storage_target'],
]

/** The front door of authorisation, where the platform has one: known parameters go on, others are dropped. */
export function passOn(site: Site): RequestHandler {
  return (req, res) => {
    const params = paramsOf(req)
    const known = KNOWN.filter((name) => params[name] !== undefined)
    const query = new URLSearchParams(known.map((name) => [name, params[name] ?? '']))
    res.redirect(302, `${site.base}${site.flavour.paths.decide}?${query}`)
  }
}

/** Authorisation: the launch's id_token, an error for the tool, or a page of the LMS's own. */
export function authorize(site: Site): RequestHandler {
  return async (req, res) => {
    res.set('Cache-Control', 'no-store')
    const params = site.kind === 'moodle' ? cleaned(paramsOf(req)) : paramsOf(req)
    const verdict = await site.flavour.judge(site, params, signedIn(site, req))
    if ('page' in verdict) {
      res.status(400).send(messagePage(site, verdict.page))
    } else if ('error' in verdict) {
      answer(res, params, { error: verdict.error, error_description: verdict.description })
    } else {
      const { room } = verdict
      const own = site.flavour.claims(room, verdict)
      const said = verdict.adds ? asRequest(room, verdict, own) : own
      const claims = { ...said, nonce: params.nonce }
      answer(res, params, {
        id_token: await sign(site, claims),
        ...site.flavour.answerFields(site),
      })
      site.changed(`launch:${verdict.person.key}`)
    }
  }
}

// OAuth 2.0 Form Post Response Mode: always a page that posts itself.
function answer(res: Response, params: Record<string, string>, fields: Record<string, string>) {
  const { redirect_uri = '', state = '' } = params
  res.send(postingPage(redirect_uri, { ...fields, state }))
}

// moodle.md 2.3: what it takes from a request goes through a cleaner that strips tags.
function cleaned(params: Record<string, string>): Record<string, string> {
  const pairs = Object.entries(params).map(([name, text]) => [name, withoutTags(text)])
  return Object.fromEntries(pairs)
}

function paramsOf(req: Request): Record<string, string> {
  const sent: unknown = req.method === 'POST' ? req.body : req.query
  const entries = Object.entries(sent !== null && typeof sent === 'object' ? sent : {})
  return Object.fromEntries(entries.filter((entry) => typeof entry[1] === 'string'))
}
