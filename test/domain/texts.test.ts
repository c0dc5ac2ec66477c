// Every key that the rules hand out has its sentence in views/text/en.json.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { LIFE as CLAIM_LIFE } from '../../src/domain/claim.ts'
import { LIFE as PLACEMENT_LIFE } from '../../src/domain/placement.ts'
import { hasText } from '../../src/text.ts'

const DOMAIN = join(import.meta.dirname, '../../src/domain')
const KEY = /'((?:ask|claim|confirm|credit|form|hours|placement|review|rule)\.[\w.]+)'/g

const keys = readdirSync(DOMAIN, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) =>
    [...readFileSync(join(DOMAIN, file), 'utf8').matchAll(KEY)].map((match) => match[1] ?? ''),
  )

const of = (prefix: string, names: string) => names.split(' ').map((name) => `${prefix}.${name}`)

describe('a sentence stands for', () => {
  it.each([...new Set(keys)].filter((key) => !key.endsWith('.ts')))('%s', (key) => {
    // A line of the history is called as what happened.
    expect(hasText(key) || hasText(`history.${key}`)).toBe(true)
  })
  it('the refusals this test has found', () => {
    expect(keys.length).toBeGreaterThan(30)
  })
  it.each(of('ledger.inPoints', 'workShare academicShare hours complete proportional'))(
    'the step %s of the arithmetic',
    (key) => {
      expect(hasText(key)).toBe(true)
    },
  )
  it.each(
    of(
      'unusual',
      'freeMail campusDomain firstUse changedAddress deniedBefore sameBrowser sameNetwork',
    ),
  )('%s', (key) => {
    expect(hasText(key)).toBe(true)
  })
  it.each([
    ...of(
      'history.claim',
      'submit approve deny giveBack takeBack drop reopen answerArrived notSent',
    ),
    ...of('history.placement', 'record ask askAgain linkAgain reopen withdraw'),
    ...of('history.placement', 'confirm fewer giveBack didNotHappen wrongPerson unknown'),
  ])('%s', (key) => {
    expect(hasText(key)).toBe(true)
  })
  it.each([
    ...Object.keys(CLAIM_LIFE).map((state) => `claim.state.${state}`),
    ...Object.keys(PLACEMENT_LIFE)
      .filter((state) => state !== 'aside')
      .map((state) => `placement.state.${state}`),
    ...of('placement.state.aside', 'didNotHappen wrongPerson unknown'),
  ])('the state %s', (key) => {
    expect(hasText(key)).toBe(true)
  })
})
