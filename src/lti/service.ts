// One call to a service of an LMS: token, question, one fresh token when the first was not taken.

import type { Platform } from '../domain/platform.ts'
import type { AccessTokens } from './access-token.ts'
import type { Answer, Ask, Question } from './http.ts'

export interface Services {
  ask: Ask
  tokens: AccessTokens
  pause: (ms: number) => Promise<unknown>
  /** Our own addresses, as an LMS would ask for them. */
  askOwn: Ask
}

/**
 * Asks a service with a token for these scopes.
 * @throws {Upstream} no token to be had. {Unanswered} no answer to the question
 */
export async function askService(
  services: Services,
  platform: Platform,
  scopes: readonly string[],
  question: Question,
): Promise<Answer> {
  const first = await services.tokens.get(platform, scopes)
  const answer = await services.ask(withToken(question, first))
  if (!isTokenRefused(answer)) return answer
  services.tokens.forget(first)
  const fresh = await services.tokens.get(platform, scopes)
  return services.ask(withToken(question, fresh))
}

function withToken(question: Question, token: string): Question {
  return { ...question, headers: { ...question.headers, Authorization: `Bearer ${token}` } }
}

// Open edX says 403 where others say 401 (edx.md 2).
function isTokenRefused(answer: Answer): boolean {
  return answer.status === 401 || (answer.status === 403 && !isThrottled(answer))
}

/** True when the LMS asks us to slow down; Canvas says so with a 403, told by its text (canvas.md 3.7). */
export function isThrottled({ status, body }: Answer): boolean {
  return status === 429 || (status === 403 && /rate limit exceeded/i.test(body))
}
