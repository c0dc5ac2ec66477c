// Whose addresses a configuration may name: its own, and for hosted Canvas those that all its institutions share.

import type { Refusal } from '../../domain/decision.ts'
import type { PlatformKind } from '../../domain/platform.ts'

interface Addresses {
  issuer: string
  authorization_endpoint: string
  token_endpoint: string
  jwks_uri: string
  registration_endpoint: string
}

// canvas.md 1.1: three environments, each with one issuer for everybody and hosts for everybody.
const HOSTED = ['', '.beta', '.test'].map((environment) => ({
  issuer: `https://canvas${environment}.instructure.com`,
  shared: [
    `https://sso${environment}.canvaslms.com`,
    `https://canvas${environment}.instructure.com`,
  ],
}))

const SIGNED_BY = ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const

/**
 * The address that cannot be believed, as a refusal; null when all can.
 * Origins must be equal. A hosted Canvas shares issuer and keys with all others, so there they must be Canvas's own.
 */
export function wrongOrigin(own: string, said: Addresses, kind: PlatformKind): Refusal | null {
  if (originOf(said.registration_endpoint) !== own) {
    return { rule: 'register.otherOrigin', facts: { field: 'registration_endpoint' } }
  }
  const hosted = HOSTED.find(({ issuer }) => issuer === said.issuer.replace(/\/$/, ''))
  if (kind === 'canvas' && hosted) {
    const elsewhere = SIGNED_BY.find((name) => !hosted.shared.includes(originOf(said[name])))
    return elsewhere ? { rule: 'register.selfHostedCanvas', facts: { field: elsewhere } } : null
  }
  const other = (['issuer', ...SIGNED_BY] as const).find((name) => originOf(said[name]) !== own)
  return other ? { rule: 'register.otherOrigin', facts: { field: other } } : null
}

function originOf(address: string): string {
  return new URL(address).origin
}
