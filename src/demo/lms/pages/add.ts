// "Add an assignment": the tool's picker in a dialogue, its answer in a form, and the form saved.

import { randomUUID } from 'node:crypto'
import express, { type Express, type Request, type RequestHandler } from 'express'
import { html, type Markup } from '../../html.ts'
import { keyIn, whoIs } from '../cookies.ts'
import { readReply } from '../deep-reply.ts'
import type { Offer, Site } from '../model.ts'
import { newColumn } from '../new-column.ts'
import { roomAt } from '../rooms.ts'
import { messagePage, postingPage } from './posting.ts'
import { shell, type View } from './shell.ts'

const MOST_OFFERS = 100
const form = express.urlencoded({ extended: false, limit: '256kb' })

const BACK: Record<Site['kind'], string> = {
  canvas: '/courses/:course/deep_linking_response',
  moodle: '/mod/lti/contentitem_return.php',
  other: '/api/lti_consumer/v1/lti/:course/lti-dl/response',
}

/** Opens the address that the tool's answer comes back to. */
export function addReturn(app: Express, site: Site): void {
  app.post(`/${site.kind}${BACK[site.kind]}`, form, withSession(site), takeReply(site))
}

/** Opens the addresses of the dialogue in a course. */
export function addDialogue(app: Express, site: Site, viewOf: (req: Request) => View): void {
  const at = (path: string): string => `${site.path}${path}`
  app.get(at('/assignments/new'), teaching(site), (req, res) => {
    const offer = site.offers.get(String(req.query.from ?? ''))
    const view = viewOf(req)
    res.send(offer ? formPage(view, String(req.query.from), offer) : dialoguePage(view, req))
  })
  app.post(at('/assignments'), form, teaching(site), save(site))
}

function teaching(site: Site): RequestHandler {
  return (req, res, next) => {
    if (whoIs(site, req).role === 'instructor') next()
    else res.status(403).send(messagePage(site, 'This is for the instructor.'))
  }
}

// Which tool is asked, and in which place, rides in the query.
function dialoguePage(view: View, { query }: Request): string {
  const { kind, path } = view.site
  const inModule = query.in === 'link_selection'
  const wanted = new URLSearchParams({ add: inModule ? 'link_selection' : 'assignment_selection' })
  if (typeof query.tool === 'string') wanted.set('tool', query.tool)
  const name = kind === 'canvas' ? 'External tool: Stint' : 'Select content: Stint'
  const tool = html`<p>${name}</p><iframe class="tool" title="Stint" src="${path}/open?${String(wanted)}"></iframe>`
  return shell(view, inModule ? 'Add an item to a module' : 'Add an assignment', tool)
}

// The answer arrives inside the frame; the page around it takes it over.
function takeReply(site: Site): RequestHandler {
  return async (req, res) => {
    const room = roomAt(site, String(req.params.course ?? req.query.course ?? '')) ?? site
    const offers = await readReply(room, String(req.body?.JWT ?? ''))
    if (!Array.isArray(offers)) {
      res.status(offers.status).set('Content-Type', offers.type).send(offers.body)
      return
    }
    const inModule = String(req.query.data ?? '').startsWith('link_selection.')
    const next = inModule ? made(room, offers) : nextPage(room, offers)
    res.send(leadingOut(`${room.path}${next}`).markup)
  }
}

// moodle.md 8.2: its cookie does not come along from another site, so its own page posts the same once more.
function withSession(site: Site): RequestHandler {
  return (req, res, next) => {
    if (site.kind !== 'moodle' || keyIn(site.kind, req) !== undefined) return next()
    const sent: Record<string, string> = Object(req.body)
    res.send(
      sent.repost === undefined
        ? postingPage(req.originalUrl, { ...sent, repost: '1' })
        : messagePage(site, 'Your session has timed out. Please log in again.'),
    )
  }
}

// canvas.md 5.3: a module takes everything at once, unpublished.
function made(room: Site, offers: Offer[]): string {
  const columns = offers.map((offer) => newColumn(room, { ...offer, published: false }))
  room.book.columns = [...room.book.columns, ...columns]
  room.changed('assignment added')
  return ''
}

// moodle.md 3.3: one fills the form, several become a list; Canvas's form takes one.
function nextPage(room: Site, [first, ...others]: Offer[]): string {
  if (!first) return ''
  if (room.kind !== 'moodle' || others.length === 0)
    return `/assignments/new?from=${kept(room, first)}`
  const columns = [first, ...others].map((offer) => newColumn(room, offer))
  room.book.columns = [...room.book.columns, ...columns]
  room.changed('assignment added')
  return ''
}

function kept({ offers }: Site, offer: Offer): string {
  const id = randomUUID()
  if (offers.size >= MOST_OFFERS) offers.clear()
  offers.set(id, offer)
  return id
}

function leadingOut(address: string): Markup {
  return html`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>One moment</title></head>
<body><p><a href="${address}" target="_top">Go on</a></p><script>top.location = document.links[0].href</script></body></html>`
}

function formPage(view: View, id: string, offer: Offer): string {
  const canvas = view.site.kind === 'canvas'
  const fields = html`<form class="by-hand" method="post" action="${view.site.path}/assignments">
<input type="hidden" name="from" value="${id}">
<label>Name <input name="label" value="${offer.label}"></label>
<label>Points <input name="points" inputmode="decimal" size="5" value="${offer.points}"></label>
<button name="publish" value="yes">${canvas ? 'Save and publish' : 'Save and display'}</button>
${canvas && html`<button name="publish" value="no">Save</button>`}
<p><small>${offer.graded ? 'With a grade column.' : 'Without a grade.'} Opens Stint.</small></p></form>`
  return shell(view, 'Add an assignment', fields)
}

function save(site: Site): RequestHandler {
  return (req, res) => {
    const offer = site.offers.get(String(req.body?.from ?? ''))
    const points = Number(String(req.body?.points ?? '').replace(',', '.'))
    const label = String(req.body?.label ?? '').trim()
    if (!offer || !label || !(points >= 0)) {
      res.status(422).send(messagePage(site, 'This cannot be saved.'))
      return
    }
    site.offers.delete(String(req.body?.from))
    const published = site.kind === 'moodle' || req.body?.publish === 'yes'
    const column = newColumn(site, { ...offer, label, points, published, madeBy: 'lms' })
    site.book.columns.push(column)
    site.changed('assignment added')
    res.redirect(303, `${site.path}/assignments/${column.number}`)
  }
}
