// A form with a file in it, read only once it is known who sends it: bounded, in memory, never written down.

import express, { type RequestHandler } from 'express'
import type { Table } from '../domain/table.ts'
import { BadRequest } from '../errors.ts'
import { csvTable, decoded } from '../reports/csv-table.ts'

/** Twenty thousand lines of a hundred letters, and room. */
const MOST_BYTES = 4_000_000
const MOST_FIELDS = 20

const whole = express.raw({ type: 'multipart/form-data', limit: MOST_BYTES })

/** Reads the fields into the body as any form's; a file's field is its text. */
export const upload: RequestHandler[] = [
  whole,
  async (req, _res, next) => {
    const body: unknown = req.body
    if (Buffer.isBuffer(body)) req.body = await fieldsOf(body, req.get('content-type') ?? '')
    next()
  },
]

async function fieldsOf(body: Buffer, type: string): Promise<Record<string, string>> {
  try {
    const form = await new Response(new Uint8Array(body), {
      headers: { 'content-type': type },
    }).formData()
    const fields = await Promise.all(
      [...form].slice(0, MOST_FIELDS).map(async ([name, value]) => [name, await textOf(value)]),
    )
    return Object.fromEntries(fields)
  } catch (error) {
    throw new BadRequest('errors.badRequest', { cause: error })
  }
}

async function textOf(value: string | Blob): Promise<string> {
  if (typeof value === 'string') return value
  return decoded(new Uint8Array(await value.arrayBuffer()))
}

/** The text that came: the file, or what was pasted or carried on from the preview. */
export function csvText({ file, csv }: { file: string; csv: string }): string {
  return file.trim() === '' ? csv : file
}

/** The lines of that text. */
export function tableIn(text: string): Table {
  return csvTable(text)
}
