// Whom a student may ask, and what an instructor should know about who answered.

import { describe, expect, it } from 'vitest'
import {
  ASKS_PER_ADDRESS,
  ASKS_PER_DAY,
  isFreeMail,
  mailbox,
  mailDomain,
  mayAsk,
  normalMail,
  unusualFacts,
} from '../../src/domain/confirmation.ts'
import { reasonsOf } from './builders.ts'

const ASK = {
  mail: 'grace@reedbed.example',
  studentMail: 'ada@university.example',
  isMember: false,
  stopped: false,
  askedToday: 0,
  askedAddress: 0,
}

describe('a student may ask', () => {
  it('an employer', () => {
    expect(mayAsk(ASK).ok).toBe(true)
  })
  it('an employer when the LMS does not tell the own address', () => {
    expect(mayAsk({ ...ASK, studentMail: null }).ok).toBe(true)
  })
  it.each([
    'ada@university.example',
    ' Ada@University.Example ',
    'ada+boss@university.example',
    'ADA+x+y@university.example',
  ])('never the own address (%s)', (mail) => {
    expect(reasonsOf(mayAsk({ ...ASK, mail }))).toEqual(['ask.ownAddress'])
  })
  it('never the own address when the LMS has it with a tag', () => {
    const facts = { ...ASK, studentMail: 'ada+lms@university.example' }
    expect(reasonsOf(mayAsk({ ...facts, mail: 'ada@university.example' }))).toEqual([
      'ask.ownAddress',
    ])
  })
  it('never a member of the institution', () => {
    expect(reasonsOf(mayAsk({ ...ASK, isMember: true }))).toEqual(['ask.memberAddress'])
  })
  it('never again an address that does not know the student', () => {
    expect(reasonsOf(mayAsk({ ...ASK, stopped: true }))).toEqual(['ask.stopped'])
  })
  it('one address three times for one placement, then no more', () => {
    expect(mayAsk({ ...ASK, askedAddress: ASKS_PER_ADDRESS - 1 }).ok).toBe(true)
    const refused = mayAsk({ ...ASK, askedAddress: ASKS_PER_ADDRESS })
    expect(refused).toEqual({
      ok: false,
      refusals: [{ rule: 'ask.addressOften', facts: { most: 3 } }],
    })
  })
  it('ten times a day, then tomorrow', () => {
    expect(mayAsk({ ...ASK, askedToday: ASKS_PER_DAY - 1 }).ok).toBe(true)
    const refused = mayAsk({ ...ASK, askedToday: ASKS_PER_DAY })
    expect(refused).toEqual({
      ok: false,
      refusals: [{ rule: 'ask.dayOften', facts: { most: 10 } }],
    })
  })
})

describe('an address', () => {
  it('is compared without case and spaces', () => {
    expect(normalMail(' Grace@Reedbed.Example\n')).toBe('grace@reedbed.example')
  })
  it('reaches one mailbox, whatever its tag', () => {
    expect(mailbox('Grace+Work@reedbed.example')).toBe('grace@reedbed.example')
    expect(mailbox('grace@reedbed.example')).toBe('grace@reedbed.example')
    expect(mailbox('+tag@reedbed.example')).toBe('+tag@reedbed.example')
  })
  it('has a domain after its last at sign', () => {
    expect(mailDomain('"a@b"@Reedbed.example')).toBe('reedbed.example')
    expect(mailDomain('nobody')).toBe('nobody')
  })
  it.each(['a@gmail.com', 'a@Yahoo.DE', 'a@hotmail.co.uk', 'a@live.com.au', 'a@gmx.at'])(
    '%s is one anybody can have',
    (mail) => {
      expect(isFreeMail(mail)).toBe(true)
    },
  )
  it.each(['a@reedbed.example', 'a@yahoo.reedbed.example', 'a@notgmail.com', 'a@live.org.example'])(
    '%s is not',
    (mail) => {
      expect(isFreeMail(mail)).toBe(false)
    },
  )
})

describe('unusual about an answer', () => {
  const PLAIN = {
    mail: 'grace@reedbed.example',
    campusDomains: [],
    firstUse: false,
    changedAddress: false,
    deniedBefore: false,
    sameBrowser: false,
    sameNetwork: false,
  }
  it('is nothing in the ordinary case', () => {
    expect(unusualFacts(PLAIN)).toEqual([])
  })
  it.each([
    [{ mail: 'g@gmail.com' }, ['freeMail']],
    [{ campusDomains: ['reedbed.example'] }, ['campusDomain']],
    [{ mail: 'g@gmail.com', campusDomains: ['gmail.com'] }, ['freeMail']],
    [{ firstUse: true }, ['firstUse']],
    [{ changedAddress: true }, ['changedAddress']],
    [{ deniedBefore: true }, ['deniedBefore']],
    [{ sameBrowser: true }, ['sameBrowser']],
    [{ sameNetwork: true }, ['sameNetwork']],
    [{ sameBrowser: true, sameNetwork: true }, ['sameBrowser']],
    [
      { mail: 'g@web.de', firstUse: true, sameNetwork: true },
      ['freeMail', 'firstUse', 'sameNetwork'],
    ],
  ])('%j: %j', (own, found) => {
    expect(unusualFacts({ ...PLAIN, ...own })).toEqual(found)
  })
})
