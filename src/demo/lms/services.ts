// The services a tool may call, on the addresses and by the rules of each platform; a test can step in.

import express, { type Express, type Request, type RequestHandler, type Response } from 'express'
import { json } from './answers.ts'
import { withinLimits } from './canvas-bucket.ts'
import { columnOf } from './grades.ts'
import { publicKeys } from './keys.ts'
import type { Answer, Call, ServiceKind, Site } from './model.ts'
import { roomAt } from './rooms.ts'
import { answerToken } from './tokens.ts'

const SERVICES = [
  ['get', 'lineItems', 'lineItems'],
  ['post', 'lineItems', 'makeLineItem'],
  ['get', 'lineItem', 'lineItem'],
  ['put', 'lineItem', 'updateLineItem'],
  ['delete', 'lineItem', 'deleteLineItem'],
  ['post', 'score', 'score'],
  ['get', 'results', 'results'],
  ['get', 'members', 'members'],
] as const satisfies [string, keyof Site['flavour']['paths'], ServiceKind][]

/** Opens a platform's services on the app. */
export function addServices(app: Express, site: Site): void {
  const { flavour } = site
  const at = (path: string): string => `/${site.kind}${path}`
  const text = express.text({ type: () => true, limit: '64kb' })
  app.get(at(flavour.paths.jwks), serve(site, 'jwks'))
  app.post(at(flavour.paths.token), text, serve(site, 'token'))
  for (const [method, path, kind] of SERVICES) {
    app[method](at(flavour.paths[path]), text, serve(site, kind))
  }
  const nowhere: RequestHandler = (_req, res) => send(res, flavour.nowhere())
  app.all([at('/api/lti/*rest'), at('/mod/lti/services.php/*rest')], nowhere)
}

function serve(site: Site, kind: Call['kind']): RequestHandler {
  return async (req, res) => {
    const call = callOf(site, kind, req)
    const instead = await site.trouble.before?.(call)
    // A course that there is none of is the first one's to refuse.
    const room = roomAt(site, call.params.course) ?? site
    const own = instead ?? (await withinLimits(site, () => answerTo(room, call)))
    const answer = instead ? own : ((await afterwards(site, call, own)) ?? own)
    if (kind === 'score') {
      site.posts.push({ at: site.now(), text: call.text, status: answer.status })
    }
    send(res, answer)
  }
}

// canvas.md 12: what was asked is done, and nobody can know it from the answer.
function afterwards({ trouble, settings }: Site, call: Call, own: Answer): Promise<Answer | null> {
  const isLost = settings.losesAnswers && call.kind === 'score' && own.status === 200
  if (isLost) return Promise.resolve({ status: 502, type: 'text/html', body: 'Bad Gateway' })
  return trouble.after?.(call, own) ?? Promise.resolve(null)
}

function callOf(site: Site, kind: Call['kind'], req: Request): Call {
  const url = `${new URL(site.base).origin}${req.originalUrl}`
  const { authorization, accept, 'content-type': type } = req.headers
  return {
    kind,
    url,
    params: Object.fromEntries(Object.entries(req.params).map(([k, v]) => [k, String(v)])),
    query: new URL(url).searchParams,
    headers: { authorization, accept, 'content-type': type },
    text: typeof req.body === 'string' ? req.body : '',
  }
}

async function answerTo(site: Site, call: Call): Promise<Answer> {
  const { flavour } = site
  if (call.kind === 'jwks') return json(200, publicKeys(site))
  if (call.kind === 'token') return answerToken(site, call)
  const refusal = flavour.admit(site, call)
  if (refusal) return refusal
  if (call.kind === 'lineItems' || call.kind === 'members' || call.kind === 'makeLineItem') {
    return flavour[call.kind](site, call)
  }
  const column = columnOf(site, call.params.column)
  if (!column) return flavour.nowhere()
  return call.kind === 'lineItem'
    ? flavour.lineItem(site, column)
    : flavour[call.kind](site, call, column)
}

function send(res: Response, answer: Answer): void {
  if (answer.raw !== undefined) {
    res.socket?.end(answer.raw)
    return
  }
  if (answer.broken) {
    res.socket?.destroy()
    return
  }
  res.statusMessage = (answer.reason ?? '').slice(0, 900)
  res.status(answer.status)
  res.set({ 'Content-Type': answer.type ?? 'text/plain; charset=utf-8', ...answer.headers })
  res.end(answer.body ?? '')
}
