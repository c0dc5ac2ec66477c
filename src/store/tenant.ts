// Tenancy: a query that does not name its institution throws, before it reaches the database.

import type { Schema } from 'mongoose'

/** Programmers' mistake: somebody asked for the data of all institutions at once. */
export class UnscopedQuery extends Error {
  constructor() {
    super('a query without an institution')
    this.name = 'UnscopedQuery'
  }
}

const QUERIES = [
  'find',
  'findOne',
  'findOneAndUpdate',
  'findOneAndReplace',
  'findOneAndDelete',
  'updateOne',
  'updateMany',
  'replaceOne',
  'deleteOne',
  'deleteMany',
  'countDocuments',
  'distinct',
] as const

/** Mongoose plugin: reads, writes and counts must name one institution, and inserts carry one. */
export function tenant(schema: Schema): void {
  schema.pre([...QUERIES], { query: true, document: false }, function checkFilter() {
    demand(this.getFilter())
  })
  schema.pre('estimatedDocumentCount', function refuseEstimate() {
    demand(undefined)
  })
  schema.pre('aggregate', function checkPipeline() {
    const first: unknown = this.pipeline()[0]
    demand(part(first, '$match'))
  })
  schema.pre('save', function checkDocument() {
    demand(this.toObject())
  })
  schema.pre('insertMany', function checkDocuments(documents: unknown) {
    for (const document of Array.isArray(documents) ? documents : [documents]) demand(document)
  })
  schema.pre('bulkWrite', function checkOperations(operations: unknown[]) {
    for (const operation of operations) demand(target(operation))
  })
}

function demand(scope: unknown): void {
  const institutionId = part(scope, 'institutionId')
  if (typeof institutionId !== 'string' || institutionId === '') throw new UnscopedQuery()
}

function target(operation: unknown): unknown {
  const [what] = Object.values(Object(operation))
  return part(what, 'filter') ?? part(what, 'document')
}

function part(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
