// Moodle: what its token endpoint asks of a tool's assertion, and what it answers (moodle.md 4).

import { decodeProtectedHeader } from 'jose'
import { json } from './answers.ts'
import { newToken } from './keys.ts'
import type { Answer, Site } from './model.ts'
import type { TokenRules } from './rules.ts'

const TOKEN_SECONDS = 3600

export const token: TokenRules = {
  algorithms: ['RS256', 'RS384', 'ES256'],
  // 4.3: fetched again after a failure only.
  keepsKeys: true,
  pendingToo: true,
  judge,
  judgeHead,
  // 4.2: scopes it does not grant are dropped without a word; JSON that calls itself HTML.
  grant: async (_site, asked, granted) => {
    const scopes = asked.filter((scope) => granted.includes(scope))
    if (scopes.length === 0) return null
    const text = newToken()
    const scope = scopes.join(' ')
    const body = { access_token: text, token_type: 'Bearer', expires_in: TOKEN_SECONDS, scope }
    return { text, scopes, answer: json(200, body, 'text/html') }
  },
  refuse: (why) => json(400, { error: why }, 'text/html'),
  refuseKey: () => ({
    status: 400,
    type: 'text/html; charset=utf-8',
    body: '{"error":""kid" invalid, unable to lookup correct key"}',
  }),
  refuseScope: () => json(400, { error: 'invalid_scope' }, 'text/html'),
  keysUnreadable: (): Answer => ({
    status: 404,
    type: 'text/html; charset=utf-8',
    body: '<!DOCTYPE html><title>Error</title><p>Sorry, the requested page does not exist.</p>',
  }),
}

// 4.1: a kid is needed.
function judgeHead(_site: Site, assertion: string): Answer | null {
  const { kid } = headOf(assertion)
  return kid ? null : json(400, { error: 'invalid_request' }, 'text/html')
}

function headOf(assertion: string): { kid?: string } {
  try {
    return decodeProtectedHeader(assertion)
  } catch {
    return {}
  }
}

// 4.1: no leeway for times; who is meant and how often it was sent are not looked at.
function judge(site: Site, claims: Record<string, unknown>): string | null {
  const now = site.now().getTime() / 1000
  if (typeof claims.exp === 'number' && claims.exp < now) return 'Expired token'
  if (typeof claims.iat === 'number' && claims.iat > now) {
    return 'Cannot handle token with iat in the future'
  }
  return null
}
