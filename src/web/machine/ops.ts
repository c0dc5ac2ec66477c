// For probes: live says the process runs, ready says it can serve.

import type { RequestHandler } from 'express'
import { localsOf } from '../web.ts'

/** 200 while the process answers at all. */
export const live: RequestHandler = (_req, res) => {
  res.set('Cache-Control', 'no-store').json({ status: 'live' })
}

/** 200 when MongoDB answers, else 503. */
export const ready: RequestHandler = async (_req, res) => {
  const ok = await localsOf(res).web.ready()
  res
    .set('Cache-Control', 'no-store')
    .status(ok ? 200 : 503)
    .json({ status: ok ? 'ready' : 'database away' })
}
