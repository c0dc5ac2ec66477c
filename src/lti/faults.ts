// Refusals at the LMS's door: a text key for people, and a short code for the log only.

import { BadRequest, Forbidden, Unauthenticated } from '../errors.ts'

// The log keeps the code of a cause, and nothing else of it.
function because(code: string): { cause: Error } {
  return { cause: Object.assign(new Error(code), { code }) }
}

/** 400: a message that no LMS should send; `code` names what is wrong. */
export function malformed(key: string, code: string): BadRequest {
  return new BadRequest(key, because(code))
}

/** 401: a login or token that proves nothing. */
export function unproven(key: string, code: string): Unauthenticated {
  return new Unauthenticated(key, because(code))
}

/** 403: known, and not let in. */
export function notLetIn(key: string, code: string): Forbidden {
  return new Forbidden(key, because(code))
}
