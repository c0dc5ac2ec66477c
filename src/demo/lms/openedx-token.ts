// Open edX: what its token endpoint asks of a tool's assertion, and what it answers (edx.md 2, 4, 8).

import { json } from './answers.ts'
import { newToken } from './keys.ts'
import type { Site } from './model.ts'
import type { TokenRules } from './rules.ts'

export const token: TokenRules = {
  algorithms: ['RS256'],
  keepsKeys: false,
  pendingToo: false,
  judge,
  // 8: unknown scopes are dropped without a word, down to none at all.
  grant: async (_site, asked, granted) => {
    const scopes = asked.filter((scope) => granted.includes(scope))
    const text = newToken()
    const body = { access_token: text, token_type: 'bearer', expires_in: 3600 }
    return { text, scopes, answer: json(200, { ...body, scope: scopes.join(' ') }) }
  },
  refuse: (why) => json(400, { error: why }),
  refuseScope: () => json(400, { error: 'invalid_scope' }),
  keysUnreadable: () => json(400, { error: 'invalid_client' }),
}

// 4: an assertion from the future is refused without leeway.
function judge(site: Site, claims: Record<string, unknown>): string | null {
  const now = site.now().getTime() / 1000
  const { iat, exp } = claims
  if (typeof iat !== 'number' || typeof exp !== 'number') return 'malformed_request'
  return iat > now || exp < now ? 'unidentified_error' : null
}
