// The API's description (OpenAPI 3.1), made from the same column list as the report.

import { COLUMNS } from '../../domain/report.ts'

/** The document for one public address. */
export function openapi(baseUrl: string): object {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Stint',
      version: '1',
      description: 'Completions of credit-bearing micro-internships.',
    },
    servers: [{ url: baseUrl }],
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    security: [{ token: [] }],
    paths: { '/api/v1/completions': { get: completions } },
  }
}

const cell = { type: ['string', 'number', 'boolean', 'null'] }
const row = {
  type: 'object',
  properties: Object.fromEntries(COLUMNS.map((name) => [name, cell])),
  required: [...COLUMNS],
}
const page = {
  type: 'object',
  properties: {
    rows: { type: 'array', items: row },
    next: { type: ['string', 'null'] },
  },
}
const problem = {
  description: 'a problem',
  content: { 'application/problem+json': { schema: { type: 'object' } } },
}
const parameter = (name: string, schema: object) => ({ name, in: 'query', required: false, schema })

const completions = {
  summary: 'Approved claims, one row each; text/csv streams them all.',
  parameters: [
    parameter('after', { type: 'string' }),
    parameter('limit', { type: 'integer', minimum: 1, maximum: 1000, default: 200 }),
  ],
  responses: {
    200: {
      description: 'a page of rows, or the CSV',
      content: {
        'application/json': { schema: page },
        'text/csv': { schema: { type: 'string' } },
      },
    },
    400: problem,
    401: problem,
    403: problem,
    429: problem,
  },
}
