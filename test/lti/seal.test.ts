// Sealing: what opens, where, and under which master keys.

import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { openSealer } from '../../src/lti/seal.ts'

const [first, second] = [randomBytes(32), randomBytes(32)]
const context = { purpose: 'login', institutionId: 'i', subject: 's' } as const

test('what was sealed opens again, in the same context', () => {
  const sealer = openSealer([first])
  const opened = sealer.open(context, sealer.seal(context, 'Grüße'))
  expect(opened).toEqual({ plain: 'Grüße', byOlderKey: false })
})

test.each([
  { ...context, purpose: 'tool-key' as const },
  { ...context, institutionId: 'j' },
  { ...context, subject: 't' },
])('it does not open in another context: %o', (other) => {
  const sealer = openSealer([first])
  expect(sealer.open(other, sealer.seal(context, 'x'))).toBeNull()
})

test('the same text is never sealed the same way twice', () => {
  const sealer = openSealer([first])
  expect(sealer.seal(context, 'x').equals(sealer.seal(context, 'x'))).toBe(false)
})

test('an older master key still opens, and says that it is the older one', () => {
  const sealed = openSealer([first]).seal(context, 'x')
  expect(openSealer([second, first]).open(context, sealed)).toEqual({
    plain: 'x',
    byOlderKey: true,
  })
  expect(openSealer([second]).open(context, sealed)).toBeNull()
})

test('no single bit may change', () => {
  const sealer = openSealer([first])
  const sealed = sealer.seal(context, 'x')
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Buffer.from(sealed)
    changed[at] = (changed[at] ?? 0) ^ 0x10
    expect(sealer.open(context, changed)).toBeNull()
  }
  expect(sealer.open(context, sealed.subarray(0, 20))).toBeNull()
  expect(sealer.open(context, Buffer.alloc(0))).toBeNull()
})

test('without a master key nothing starts', () => {
  expect(() => openSealer([])).toThrow(/master key/)
})
