// Headers and limits: what a browser may do with our pages, and how often a stranger may knock.

import { isIP } from 'node:net'
import type { Request, RequestHandler } from 'express'
import { ipKeyGenerator, rateLimit } from 'express-rate-limit'
import helmet from 'helmet'
import { TooMany } from '../errors.ts'
import { hashOf } from '../random.ts'
import { type Locals, localsOf } from './web.ts'

/** Headers for every answer; the frame rule follows when it is known who asks. */
export const headers: RequestHandler = helmet({
  contentSecurityPolicy: false,
  // A new-window launch keeps its opener; the LMS frames us from another origin.
  crossOriginOpenerPolicy: false,
  crossOriginResourcePolicy: { policy: 'same-origin' },
  xFrameOptions: false,
  referrerPolicy: { policy: 'no-referrer' },
})

/** The content policy, written just before the answer's head, when the frame's origins are known. */
export const contentPolicy: RequestHandler = (_req, res, next) => {
  const { writeHead } = res
  res.writeHead = function withPolicy(...args: Parameters<typeof writeHead>) {
    if (!res.hasHeader('Content-Security-Policy'))
      res.setHeader('Content-Security-Policy', policy(localsOf(res)))
    return writeHead.apply(res, args)
  } as typeof writeHead
  next()
}

function policy({ ancestors, formsLead }: Pick<Locals, 'ancestors' | 'formsLead'>): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    // Browsers hold redirects after a form to this as well, and an LMS's login may go through hosts we do not know.
    ...(formsLead === 'anywhere' ? [] : ["form-action 'self'"]),
    `frame-ancestors ${ancestors.length > 0 ? ancestors.join(' ') : "'none'"}`,
  ].join('; ')
}

const MINUTE_MS = 60_000

/**
 * A bounded, in-process counter per address prefix (design decision 22); nothing that strangers write is part
 * of its key, or they would count for ever anew. Wide for launches: a class of 300 sits behind one address.
 */
export function knocks(perMinute: number): RequestHandler {
  return rateLimit({
    windowMs: MINUTE_MS,
    limit: perMinute,
    // The next draft's needs a hash of the key for every answer.
    standardHeaders: 'draft-7',
    legacyHeaders: false,
    keyGenerator: (req) => ipKeyGenerator(req.ip ?? '', 56),
    handler: (_req, _res, next) => next(new TooMany()),
  })
}

/** A hash of the visitor's network (IPv4 /24, IPv6 /56), never the address itself. */
export function networkOf(req: Request, salt: string): string {
  const ip = (req.ip ?? '').replace(/^::ffff:/, '')
  const prefix = isIP(ip) === 4 ? ip.split('.').slice(0, 3).join('.') : ipKeyGenerator(ip, 56)
  return hashOf(`${salt}|${prefix}`)
}
