// The Express app: middlewares in order, then the route table.

import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import express, { type Express, type RequestHandler } from 'express'
import { maskedPath } from '../log.ts'
import { newId } from '../random.ts'
import { answerErrors, nothingHere } from './errors.ts'
import { type Route, routes } from './routes.ts'
import { contentPolicy, headers, knocks } from './security.ts'
import { holding, ownForm, signedIn } from './session.ts'
import { upload } from './upload.ts'
import { isFramed, localsOf, type Web } from './web.ts'

const PUBLIC = join(import.meta.dirname, '../../public')

/** The app for one process. */
export function webApp(web: Web): Express {
  const app = express()
  app.disable('x-powered-by')
  // Should even the error page fail, Express's own shows nothing of the house.
  app.set('env', 'production')
  app.set('etag', false)
  const { trustProxy } = web.config
  if (trustProxy !== null) app.set('trust proxy', trustProxy)
  if (web.metrics) app.use(web.metrics.watch)
  app.use(prepare(web), accessLog(web), headers, contentPolicy)
  app.use('/public', express.static(PUBLIC, { maxAge: '1h', index: false, setHeaders: forAll }))
  for (const route of routes) app[route.method](route.at, ...stepsFor(route))
  app.use(nothingHere, answerErrors)
  return app
}

// LMSs show our icon on pages of their own.
function forAll(res: ServerResponse, path: string): void {
  if (path.endsWith('.svg')) res.setHeader('Cross-Origin-Resource-Policy', 'cross-origin')
}

function prepare(web: Web): RequestHandler {
  return (req, res, next) => {
    Object.assign(localsOf(res), { web, id: newId(), ancestors: [], framed: isFramed(req) })
    next()
  }
}

// Ids, method, masked path and time only (design decision 19).
function accessLog({ hands: { log } }: Web): RequestHandler {
  return (req, res, next) => {
    // Probes would fill it.
    if (req.url.startsWith('/health/')) return next()
    const from = performance.now()
    const asked = { method: req.method, path: maskedPath(req.url) }
    res.once('close', () => {
      const responseTime = Math.round(performance.now() - from)
      const answer = { requestId: localsOf(res).id, req: asked, res: { status: res.statusCode } }
      log.info({ ...answer, responseTime }, res.writableFinished ? 'answered' : 'left unanswered')
    })
    next()
  }
}

// Bounded before sign-in: forms only, small, few fields.
const form = express.urlencoded({ extended: false, limit: '256kb', parameterLimit: 2000 })
const doorForm = express.urlencoded({ extended: false, limit: '64kb', parameterLimit: 200 })

function stepsFor(route: Route): RequestHandler[] {
  const steps: RequestHandler[] = []
  const open = route.for === 'anyone' || route.for === 'link'
  if (route.knocks) steps.push(knocks(route.knocks))
  // Read before the session is looked at: what was typed when one had ended is shown again.
  if (route.method === 'post') steps.push(open ? doorForm : form)
  steps.push(...guardsFor(route))
  if (route.upload) steps.push(...upload)
  if (route.method === 'post' && !open) steps.push(ownForm)
  return [...steps, route.handle]
}

function guardsFor({ for: who, begins }: Route): RequestHandler[] {
  switch (who) {
    case 'anyone':
    case 'link':
    case 'token':
      return []
    case 'signed-in':
      return [signedIn(['lms', 'office'], begins)]
    case 'registrar':
    case 'admin':
      return [signedIn(['office']), holding(who)]
    case 'log-reader':
      return [signedIn(['office']), holding('registrar', 'admin')]
    case 'rule-reader':
      return [signedIn(['office']), holding('registrar', 'approver', 'admin')]
    case 'rule-writer':
      return [signedIn(['office']), holding('registrar', 'approver')]
    default:
      return [signedIn(['lms'], begins)]
  }
}
