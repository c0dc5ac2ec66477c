// The form of a registration: as it is typed, and as it stands in the store.

import { z } from 'zod'
import type { Platform } from '../../domain/platform.ts'
import { line, text } from '../forms.ts'

const lines = text(4000).transform((value) => [
  ...new Set(
    value
      .split('\n')
      .map((one) => one.trim())
      .filter(Boolean),
  ),
])

const facts = {
  name: line(200),
  kind: z.enum(['canvas', 'moodle', 'other'], 'form.choose'),
  issuer: line(500),
  clientId: line(255),
  loginUrl: line(1000),
  tokenUrl: line(1000),
  jwksUrl: line(1000),
  tokenAudience: line(500).transform((value) => value || null),
  origins: lines,
}

/** A registration that is there. */
export const changeForm = z.object(facts)

/** A new one: with deployments that are approved at once, and whether it is a test system. */
export const addForm = z.object({
  ...facts,
  deployments: lines,
  test: z
    .literal('yes')
    .optional()
    .transform((value) => value === 'yes'),
})

export const FIELDS = [
  ...['name', 'kind', 'issuer', 'clientId', 'loginUrl', 'tokenUrl', 'jwksUrl'],
  ...['tokenAudience', 'origins', 'deployments', 'test'],
]

const EMPTY = Object.fromEntries(FIELDS.map((field) => [field, '']))

/** What the form shows: a registration, or nothing yet. */
export function platformValues(platform: Platform | null): Record<string, string> {
  if (!platform) return EMPTY
  const { name, kind, issuer, clientId, loginUrl, tokenUrl, jwksUrl } = platform
  return {
    ...EMPTY,
    ...{ name, kind, issuer, clientId, loginUrl, tokenUrl, jwksUrl },
    tokenAudience: platform.tokenAudience ?? '',
    origins: platform.origins.join('\n'),
  }
}
