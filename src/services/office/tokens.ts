// API tokens: shown once, stored hashed, with a scope and an end.

import type { Institution } from '../../domain/institution.ts'
import type { ApiToken } from '../../domain/token.ts'
import { Forbidden, Unauthenticated } from '../../errors.ts'
import { hashOf } from '../../random.ts'
import type { Context, Hands } from '../context.ts'
import { audit } from './audits.ts'

export const SCOPES = ['completions:read', 'completions:write'] as const
export type Scope = (typeof SCOPES)[number]

const DAY_MS = 86_400_000

/** Makes a token; its text is given back here and never again. */
export async function issueToken(
  ctx: Context,
  wish: { scopes: Scope[]; days: number },
): Promise<{ token: ApiToken; text: string }> {
  const text = `${ctx.institution.id}.${ctx.newSecret()}`
  const createdAt = ctx.now()
  const token: ApiToken = {
    id: ctx.newId(),
    hash: hashOf(text),
    institutionId: ctx.institution.id,
    scopes: wish.scopes,
    createdAt,
    expiresAt: new Date(createdAt.getTime() + wish.days * DAY_MS),
    lastUsedAt: null,
    revokedAt: null,
  }
  await ctx.store.tokens.add(token)
  await audit(ctx, 'audit.tokenMade', { tokenId: token.id })
  return { token, text }
}

/**
 * Ends a token at once.
 * @throws {NotFound} no such token
 */
export async function revokeToken(ctx: Context, id: string): Promise<ApiToken> {
  const token = await ctx.store.tokens.revoke(id, ctx.now())
  await audit(ctx, 'audit.tokenRevoked', { tokenId: id })
  return token
}

/**
 * Who a bearer token speaks for.
 * @throws {Unauthenticated} unknown, expired or revoked. {Forbidden} without the scope
 */
export async function checkToken(
  hands: Hands,
  text: string,
  scope: Scope,
): Promise<{ token: ApiToken; institution: Institution }> {
  const now = hands.now()
  const token = await hands.directory.tokens.find(hashOf(text))
  if (!token || token.revokedAt || token.expiresAt <= now) throw new Unauthenticated('api.badToken')
  if (!token.scopes.includes(scope)) throw new Forbidden('api.scopeMissing', { facts: { scope } })
  await hands.directory.tokens.used(token.hash, now)
  return { token, institution: await hands.directory.institutions.get(token.institutionId) }
}
