// A second kernel, on jose alone: it proves that the kernel is a part that can be swapped.

import { importJWK, jwtVerify } from 'jose'
import { z } from 'zod'
import type { Kernel } from '../../src/lti/kernel/kernel.ts'
import { NAME } from './launching.ts'

const something = z.unknown().refine(Boolean)

const message = z.looseObject({
  sub: something,
  [NAME.version]: z.literal('1.3.0'),
  [NAME.deployment]: something,
  [NAME.roles]: something,
})

const link = z.looseObject({
  [NAME.type]: z.literal('LtiResourceLinkRequest'),
  [NAME.target]: something,
  [NAME.link]: z.looseObject({ id: something }),
})

const deepLink = z.looseObject({ [NAME.type]: z.literal('LtiDeepLinkingRequest') })

/** The kernel that lives in tests only. */
export function joseKernel(): Kernel {
  return {
    async verify({ idToken, issuer, clientId, key }) {
      const { payload } = await jwtVerify(idToken, await importJWK(key, 'RS256'), {
        algorithms: ['RS256'],
        issuer,
        audience: clientId,
      })
      message.and(z.union([link, deepLink])).parse(payload)
      return payload
    },
  }
}
