// When rosters are read by themselves: once a night, each course at its own minute, and never a day too late.

import { describe, expect, it } from 'vitest'
import { isRosterDue } from '../../src/domain/night.ts'

const at = (text: string) => new Date(`2026-11-12T${text}:00Z`)
const due = (id: string, tried: Date | null, now: Date, zone = 'UTC') =>
  isRosterDue({ id, rosterTriedAt: tried }, now, zone)

describe('a roster', () => {
  it('that was never read is due at once', () => {
    expect(due('a', null, at('12:00'))).toBe(true)
  })

  it('is due after a day at the latest', () => {
    const tried = new Date('2026-11-11T00:30:00Z')
    expect(due('a', tried, at('00:29'))).toBe(false)
    expect(due('a', tried, at('00:30'))).toBe(true)
  })

  it('goes by the night of the institution', () => {
    const afternoon = new Date('2026-11-11T22:00:00Z')
    expect(due('a', afternoon, at('04:00'), 'America/Denver')).toBe(false)
    expect(due('a', afternoon, at('11:00'), 'America/Denver')).toBe(true)
  })

  it('is read once in a night, between one and four, and not by day', () => {
    const afternoon = new Date('2026-11-11T16:00:00Z')
    expect(due('a', afternoon, at('00:59'))).toBe(false)
    expect(due('a', afternoon, at('04:00'))).toBe(true)
    expect(due('a', at('02:00'), at('05:00'))).toBe(false)
    expect(due('a', at('02:00'), at('15:00'))).toBe(false)
  })

  it('has a minute of its own, so that not all are read at once', () => {
    const afternoon = new Date('2026-11-11T16:00:00Z')
    const ids = Array.from({ length: 100 }, (_, i) => `course-${i * 7919}`)
    const early = ids.filter((id) => due(id, afternoon, at('02:30')))
    expect(early.length).toBeGreaterThan(20)
    expect(early.length).toBeLessThan(80)
  })
})
