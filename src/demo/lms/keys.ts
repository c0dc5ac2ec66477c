// The platform's own signing key: made once, published as a key set, used for id_tokens.

import { createHash, randomUUID } from 'node:crypto'
import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  SignJWT,
} from 'jose'
import type { Site } from './model.ts'

/** A new RSA key; its id is short, as platforms like it. */
export async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const jwk = await exportJWK(privateKey)
  const kid = (await calculateJwkThumbprint(jwk)).slice(0, 20)
  return { ...jwk, kid, alg: 'RS256', use: 'sig' }
}

/** The key set that tools fetch: public halves only. */
export function publicKeys(site: Site): { keys: JWK[] } {
  const { kty, n, e, kid, alg, use } = keyOf(site)
  return {
    keys: [site.flavour.bareKeys ? { kty, n, e, kid } : { kty, n, e, kid, alg, use }] as JWK[],
  }
}

/** Signs claims as this platform. */
export async function sign(site: Site, claims: Record<string, unknown>): Promise<string> {
  const jwk = keyOf(site)
  const header = { alg: 'RS256', typ: 'JWT', kid: String(jwk.kid) }
  return new SignJWT(claims).setProtectedHeader(header).sign(await importJWK(jwk, 'RS256'))
}

function keyOf(site: Site): JWK {
  if (!site.book.key) throw new Error('the platform has no key yet')
  return site.book.key
}

/** A secret for things that only this platform reads again. */
export function ownSecret(site: Site): Uint8Array {
  return createHash('sha256')
    .update(`hint ${keyOf(site).d}`)
    .digest()
}

/** A new id nobody guesses. */
export function newToken(): string {
  return randomUUID().replaceAll('-', '')
}
