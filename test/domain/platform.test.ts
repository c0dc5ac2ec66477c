// Who may show Stint in a frame.

import { describe, expect, it } from 'vitest'
import { frameOrigins, type Platform, signedInOrigins } from '../../src/domain/platform.ts'

type Framing = Pick<Platform, 'kind' | 'issuer' | 'origins' | 'learnedOrigins'>
const origins = (own: Partial<Framing>) =>
  frameOrigins({
    kind: 'canvas',
    issuer: 'https://canvas.instructure.com',
    origins: [],
    learnedOrigins: [],
    ...own,
  })

describe('who may frame a signed-in page', () => {
  const hosted: Framing = {
    kind: 'canvas',
    issuer: 'https://canvas.instructure.com',
    origins: [],
    learnedOrigins: ['https://north.instructure.com'],
  }
  const own = 'https://north.instructure.com'
  it('is the host it was launched from, not every school of the hosting', () => {
    expect(signedInOrigins(hosted, own)).toEqual([own])
    expect(signedInOrigins({ ...hosted, learnedOrigins: [] }, own)).toEqual([own])
  })
  it('is any that we know while the host is not known, and what was given by hand in any case', () => {
    expect(signedInOrigins(hosted, null)).toEqual(frameOrigins(hosted))
    const origins = ['https://*.school.example']
    const given = { ...hosted, origins }
    expect(signedInOrigins(given, own)).toEqual([...origins, own])
  })
})

describe('who may frame us', () => {
  it.each([
    'https://canvas.instructure.com',
    'https://canvas.beta.instructure.com',
    'https://canvas.test.instructure.com',
  ])('hosted Canvas (%s): any school there', (issuer) => {
    expect(origins({ issuer })).toEqual(['https://*.instructure.com'])
  })
  it.each([
    ['canvas', 'https://canvas.school.example', 'https://canvas.school.example'],
    ['canvas', 'https://canvas.instructure.com.evil.example', undefined],
    ['moodle', 'https://moodle.school.example/moodle', 'https://moodle.school.example'],
    ['other', 'https://lms.school.example:8443', 'https://lms.school.example:8443'],
    ['moodle', 'https://canvas.instructure.com', 'https://canvas.instructure.com'],
  ] as const)('%s with issuer %s: the issuer only', (kind, issuer, origin) => {
    expect(origins({ kind, issuer })).toEqual([origin ?? issuer])
  })
  it('what was given by hand stands instead', () => {
    expect(origins({ origins: ['https://learn.school.example'] })).toEqual([
      'https://learn.school.example',
    ])
  })
  it('what a verified launch taught is added, once', () => {
    const learnedOrigins = ['https://learn.school.example', 'https://*.instructure.com']
    expect(origins({ learnedOrigins })).toEqual([
      'https://*.instructure.com',
      'https://learn.school.example',
    ])
  })
  it.each(['urn:lms:1', 'not an address', 'javascript:alert(1)'])(
    'an issuer that is no web address (%s) frames nothing',
    (issuer) => {
      expect(origins({ kind: 'other', issuer })).toEqual([])
    },
  )
})
