// Canvas: what its token endpoint asks of a tool's assertion, and what it answers (canvas.md 3.2).

import { SignJWT } from 'jose'
import { json } from './answers.ts'
import { newToken, ownSecret } from './keys.ts'
import type { Site } from './model.ts'
import type { TokenRules } from './rules.ts'

const NEEDED = ['iss', 'sub', 'aud', 'exp', 'iat', 'jti']
const OLDEST_SECONDS = 300
const AHEAD_SECONDS = 30
const TOKEN_SECONDS = 3600

export const token: TokenRules = {
  algorithms: ['RS256'],
  keepsKeys: false,
  pendingToo: false,
  judge,
  grant: async (site, asked, granted) => {
    const beyond = asked.some((scope) => !granted.includes(scope))
    if (beyond || asked.length === 0) return null
    const text = await new SignJWT({ jti: newToken() })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(ownSecret(site))
    const scope = asked.join(' ')
    const body = { access_token: text, token_type: 'Bearer', expires_in: TOKEN_SECONDS, scope }
    return { text, scopes: asked, answer: json(200, body) }
  },
  refuse: (why) => json(400, { error: 'invalid_client', error_description: why }),
  refuseScope: () => json(400, { error: 'invalid_scope' }),
  keysUnreadable: () =>
    json(400, { error: 'invalid_client', error_description: 'JWK Error: Invalid JWK' }),
}

function judge(site: Site, claims: Record<string, unknown>): string | null {
  const missing = NEEDED.filter((name) => claims[name] === undefined)
  if (missing.length > 0) return `the following assertions are missing: ${missing.join(',')}`
  const [now, iat, exp] = [site.now().getTime() / 1000, Number(claims.iat), Number(claims.exp)]
  if (![claims.iat, claims.exp].every((time) => typeof time === 'number')) return 'not a number'
  if (exp < now) return 'the JWT has expired'
  if (iat > now + AHEAD_SECONDS) return "the 'iat' must not be in the future"
  if (iat < now - OLDEST_SECONDS) return "the 'iat' must be less than 5 minutes old"
  const wanted = `${site.base}${site.flavour.paths.token}`
  return [claims.aud].flat().includes(wanted) ? null : "the 'aud' is invalid"
}
