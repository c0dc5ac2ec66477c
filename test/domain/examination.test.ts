// Which addresses of a registration cannot be right for its kind of LMS.

import { expect, it } from 'vitest'
import { addressFindings } from '../../src/domain/examination.ts'
import { aPlatform } from '../support/builders.ts'

const hosted = (environment = '') => ({
  issuer: `https://canvas${environment}.instructure.com`,
  loginUrl: `https://sso${environment}.canvaslms.com/api/lti/authorize_redirect`,
  tokenUrl: `https://sso${environment}.canvaslms.com/login/oauth2/token`,
  jwksUrl: `https://sso${environment}.canvaslms.com/api/lti/security/jwks`,
})
const own = 'https://canvas.school.edu'
const selfHosted = {
  loginUrl: `${own}/api/lti/authorize_redirect`,
  tokenUrl: `${own}/login/oauth2/token`,
  jwksUrl: `${own}/api/lti/security/jwks`,
}
const found = (facts: object) =>
  addressFindings(aPlatform({ kind: 'canvas', ...facts })).map(({ id, facts: said }) => [
    id,
    said.address,
  ])

it.each([hosted(), hosted('.beta'), hosted('.test'), { ...hosted(), ...selfHosted }])(
  'the addresses of a Canvas fit together: $issuer, $jwksUrl',
  (facts) => {
    expect(found(facts)).toEqual([['issuer', undefined]])
  },
)

it('an issuer with a slash behind it is wrong where the LMS never sends one', () => {
  const issuer = 'https://lms.school.edu/'
  expect(addressFindings(aPlatform({ kind: 'moodle', issuer }))[0]?.id).toBe('issuerSlash')
  expect(addressFindings(aPlatform({ kind: 'other', issuer }))[0]?.id).toBe('issuer')
})

it.each(['loginUrl', 'tokenUrl', 'jwksUrl'] as const)(
  'the %s of the real Canvas does not fit the issuer of its beta',
  (field) => {
    const mixed = { ...hosted('.beta'), [field]: hosted()[field] }
    expect(found(mixed)).toEqual([['address', hosted()[field]]])
  },
)
