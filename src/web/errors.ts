// Every error becomes a page, or problem+json under /api; each carries the id that stands in the log.

import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'
import { AppError, BadRequest, NotFound } from '../errors.ts'
import { hasText, t } from '../text.ts'
import { typed } from './forms.ts'
import { showPage } from './page.ts'
import { paths } from './paths.ts'
import { localsOf } from './web.ts'

/** Nothing stands at this address. */
export const nothingHere: RequestHandler = () => {
  throw new NotFound()
}

/** The last middleware: logs what a person must act on, and answers. */
export const answerErrors: ErrorRequestHandler = (raw, req, res, next) => {
  const error = known(raw)
  const { web, id } = localsOf(res)
  const level = error.status >= 500 ? 'error' : 'info'
  web.hands.log[level](
    { err: raw, requestId: id, status: error.status, key: error.key },
    'request refused',
  )
  if (res.headersSent) return next(raw)
  if (req.path.startsWith('/api/')) answerProblem(res, error, id)
  else answerPage(req, res, error, id)
}

// What MongoDB's driver calls the errors of a server that is not there.
const DATABASE_AWAY = /^Mongo\w*(Network|ServerSelection|NotConnected|PoolCleared|TopologyClosed)/

// Errors of Express and its parsers carry a status; anything else is a fault of ours.
function known(raw: unknown): AppError {
  if (raw instanceof AppError) return raw
  if (raw instanceof Error && DATABASE_AWAY.test(raw.name)) {
    return new AppError(503, 'errors.databaseAway', { cause: raw })
  }
  const status = raw instanceof Error && 'status' in raw ? raw.status : 500
  if (typeof status !== 'number' || status >= 500 || status < 400) {
    return new AppError(500, 'errors.ours', { cause: raw })
  }
  return status === 413 ? new AppError(413, 'errors.tooBig') : new BadRequest()
}

// RFC 9457.
function answerProblem(res: Response, error: AppError, id: string): void {
  const title = t(error.key, error.facts)
  if (error.status === 401) res.set('WWW-Authenticate', 'Bearer')
  res
    .status(error.status)
    .type('application/problem+json')
    .send(JSON.stringify({ type: 'about:blank', title, status: error.status, instance: id }))
}

function answerPage(req: Request, res: Response, error: AppError, id: string): void {
  const kept = Object.entries(req.method === 'POST' ? keepable(req) : {})
  const { ctx, wayOn } = localsOf(res)
  showPage(req, res, {
    view: 'errors/show',
    status: error.status,
    title: t(`errors.title.${titleOf(error.status)}`),
    model: {
      heading: t(`errors.title.${titleOf(error.status)}`),
      text: t(error.key, error.facts),
      id,
      isError: true,
      you: error.key === 'errors.otherSession' ? (ctx?.actor.person.name ?? null) : null,
      kept: kept
        .filter(([name]) => hasText(`form.field.${name}`))
        .map(([name, value]) => ({
          name: t(`form.field.${name}`),
          value: [value].flat().join('\n').trim(),
        }))
        .filter((k) => k.value),
      home: ctx ? paths.home() : (wayOn ?? null),
    },
  })
}

// What a stranger posts to a door is never shown again; a form of ours is, so that nothing typed is lost.
function keepable(req: Request): Record<string, string | string[]> {
  return req.path.startsWith('/lti/') ? {} : typed(req)
}

function titleOf(status: number): string {
  const own = ['400', '401', '403', '404', '409', '422', '429', '502', '503']
  const text = String(status)
  return own.includes(text) ? `s${text}` : status >= 500 ? 's500' : 's400'
}
