// What a new arrival changes about a person, and how little of a name an employer sees.

import { describe, expect, it } from 'vitest'
import { type Person, refreshed, samePerson, shortName } from '../../src/domain/person.ts'
import { NOW } from './builders.ts'

const ADA: Person = {
  id: 'person-1',
  institutionId: 'institution-1',
  accounts: [{ platformId: 'platform-1', subject: 'subject-1' }],
  name: 'Ada Lovelace',
  givenName: 'Ada',
  familyName: 'Lovelace',
  mail: 'ada@university.example',
  sisPersonId: 'S1',
  offices: [],
  test: false,
  createdAt: NOW,
}
const SILENT = { name: null, givenName: null, familyName: null, mail: null, sisPersonId: null }

describe('an arrival', () => {
  it('that says nothing new changes nothing', () => {
    expect(refreshed(ADA, { ...ADA })).toBeNull()
  })
  it('that keeps silent erases nothing', () => {
    expect(refreshed(ADA, SILENT)).toBeNull()
  })
  it.each(['name', 'givenName', 'familyName', 'mail', 'sisPersonId'] as const)(
    'that brings a new %s refreshes it and leaves the rest',
    (key) => {
      expect(refreshed(ADA, { ...SILENT, [key]: 'new' })).toEqual({ ...ADA, [key]: 'new' })
    },
  )
  it('fills in what was not known', () => {
    const unknown = { ...ADA, mail: null }
    expect(refreshed(unknown, { ...SILENT, mail: 'ada@x.example' })?.mail).toBe('ada@x.example')
  })
})

describe('the short name', () => {
  it.each([
    ['Ada', 'Lovelace', 'Ada Lovelace', 'Ada L.'],
    ['Zoë', 'Ångström', null, 'Zoë Å.'],
    ['Ada', '𝒳avier', null, 'Ada 𝒳.'],
    [null, null, 'Ada Lovelace', 'Ada Lovelace'],
    ['Ada', null, 'Ada Lovelace', 'Ada Lovelace'],
    [null, null, null, null],
    ['', '', '', null],
  ])('of %j %j (%j) is %j', (givenName, familyName, name, short) => {
    expect(shortName({ givenName, familyName, name })).toBe(short)
  })
})

describe('two accounts are one person’s', () => {
  const other = { ...ADA, id: 'person-2', sisPersonId: null, mail: null }
  it.each([
    ['with the same id', { id: ADA.id }, true],
    ['with the same SIS id', { sisPersonId: 'S1' }, true],
    ['with the same mailbox, however it is written', { mail: 'Ada+x@University.example' }, true],
    ['not with other ones', { sisPersonId: 'S2', mail: 'ben@university.example' }, false],
    ['not when nothing is known', {}, false],
  ])('%s', (_how, facts, same) => {
    expect(samePerson(ADA, { ...other, ...facts })).toBe(same)
  })
  it('not when nothing is known of both', () => {
    expect(samePerson({ ...other, id: 'person-3' }, other)).toBe(false)
  })
})
