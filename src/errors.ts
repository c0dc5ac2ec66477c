// The errors we throw on purpose: each knows its HTTP status and the text key people read.

import type { Refusal } from './domain/decision.ts'

export type FieldErrors = Record<string, string>

interface Detail {
  key?: string
  facts?: Record<string, unknown>
  cause?: unknown
}

/** The family of every error that people may read. `key` is a text key, `facts` fill its blanks. */
export class AppError extends Error {
  readonly status: number
  readonly key: string
  readonly facts: Record<string, unknown>

  constructor(status: number, key: string, detail: Detail = {}) {
    super(key, { cause: detail.cause })
    this.name = new.target.name
    this.status = status
    this.key = key
    this.facts = detail.facts ?? {}
  }
}

/** 400: what arrived cannot be read as a request of ours. */
export class BadRequest extends AppError {
  constructor(key = 'errors.badRequest', detail: Detail = {}) {
    super(400, key, detail)
  }
}

/** 401: nobody is signed in for this page. */
export class Unauthenticated extends AppError {
  constructor(key = 'errors.unauthenticated', detail: Detail = {}) {
    super(401, key, detail)
  }
}

/** 403: signed in, but this is not theirs to do. */
export class Forbidden extends AppError {
  constructor(key = 'errors.forbidden', detail: Detail = {}) {
    super(403, key, detail)
  }
}

/** 404: not here, or not in this institution. */
export class NotFound extends AppError {
  constructor(key = 'errors.notFound', detail: Detail = {}) {
    super(404, key, detail)
  }
}

/** 409: it changed meanwhile. */
export class Conflict extends AppError {
  constructor(key = 'errors.conflict', detail: Detail = {}) {
    super(409, key, detail)
  }
}

/** 422: fields that need another look; values are text keys by field name. */
export class Invalid extends AppError {
  readonly fields: FieldErrors

  constructor(fields: FieldErrors, detail: Detail = {}) {
    super(422, 'errors.invalid', detail)
    this.fields = fields
  }
}

/** 422: the rules say no, each with its reason. */
export class Refused extends AppError {
  readonly refusals: Refusal[]

  constructor(refusals: Refusal[]) {
    super(422, refusals[0]?.rule ?? 'errors.refused', { facts: refusals[0]?.facts })
    this.refusals = refusals
  }
}

/** 429: too many, come back later. */
export class TooMany extends AppError {
  constructor(key = 'errors.tooMany', detail: Detail = {}) {
    super(429, key, detail)
  }
}

/** 502: someone else's server failed us; `retry` says whether trying again can help. */
export class Upstream extends AppError {
  readonly retry: boolean

  constructor(key: string, retry: boolean, detail: Detail = {}) {
    super(502, key, detail)
    this.retry = retry
  }
}
