// For machines: the completion report by bearer token, as JSON pages or one CSV stream.

import { pipeline } from 'node:stream/promises'
import type { Request, Response } from 'express'
import { z } from 'zod'
import { COLUMNS } from '../../domain/report.ts'
import { BadRequest, Unauthenticated } from '../../errors.ts'
import { csvStream } from '../../reports/csv.ts'
import type { Context } from '../../services/context.ts'
import { completionPage, completionRows } from '../../services/office/reports.ts'
import { checkToken } from '../../services/office/tokens.ts'
import { localsOf } from '../web.ts'
import { openapi } from './openapi.ts'

const query = z.object({
  after: z
    .string()
    .regex(/^\w{1,40}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
})

async function machine(req: Request, res: Response): Promise<Context> {
  const { web } = localsOf(res)
  // RFC 6750 2.1.
  const text = /^Bearer ([\w.-]{20,200})$/i.exec(req.get('authorization') ?? '')?.[1]
  if (!text) throw new Unauthenticated('api.noToken')
  const { token, institution } = await checkToken(web.hands, text, 'completions:read')
  return web.contextFor({ kind: 'machine', token }, institution)
}

/** GET /api/v1/completions */
export async function completions(req: Request, res: Response): Promise<void> {
  const ctx = await machine(req, res)
  res.set('Cache-Control', 'no-store').vary('Accept')
  const parsed = query.safeParse(req.query)
  if (!parsed.success) throw new BadRequest('api.badQuery')
  const { after, limit } = parsed.data
  if (req.accepts(['json', 'csv']) !== 'csv') {
    res.json(await completionPage(ctx, after ?? null, limit))
    return
  }
  res.type('text/csv; charset=utf-8').attachment('completions.csv')
  await pipeline(csvStream(COLUMNS, completionRows(ctx, after ?? null)), res)
}

/** GET /api/v1/openapi.json */
export function description(_req: Request, res: Response): void {
  res.json(openapi(localsOf(res).web.config.baseUrl))
}
