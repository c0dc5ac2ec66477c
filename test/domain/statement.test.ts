// What is missing before a supervisor can be asked.

import { describe, expect, it } from 'vitest'
import type { Statement } from '../../src/domain/placement.ts'
import { emptyStatement, missingIn } from '../../src/domain/statement.ts'
import { aStatement } from './builders.ts'

const TODAY = '2026-03-14'
const missing = (own: Partial<Statement>) => missingIn(aStatement(own), TODAY)

describe('a statement', () => {
  it('that is complete can be sent', () => {
    expect(missing({})).toEqual({})
  })
  it('that is empty lists everything, in the order of the page', () => {
    expect(Object.entries(missingIn(emptyStatement(), TODAY))).toEqual([
      ['title', 'placement.missing.title'],
      ['employer', 'placement.missing.employer'],
      ['delivered', 'placement.missing.delivered'],
      ['startsOn', 'placement.missing.startsOn'],
      ['endsOn', 'placement.missing.endsOn'],
      ['hours', 'placement.missing.hours'],
      ['pay', 'placement.missing.pay'],
      ['mode', 'placement.missing.mode'],
      ['supervisorName', 'placement.missing.supervisorName'],
      ['supervisorMail', 'placement.missing.supervisorMail'],
    ])
  })
  it.each([
    [{ title: ' ' }, { title: 'placement.missing.title' }],
    [{ delivered: '', link: 'https://work.example' }, {}],
    [{ delivered: '', link: '' }, { delivered: 'placement.missing.delivered' }],
    [{ startsOn: '2026-02-30' }, { startsOn: 'placement.missing.startsOn' }],
    [{ endsOn: 'soon' }, { endsOn: 'placement.missing.endsOn' }],
    [{ endsOn: '2026-03-01' }, { endsOn: 'placement.endBeforeStart', hours: 'hours.afterEnd' }],
    [{ endsOn: '2026-03-15' }, { endsOn: 'placement.notEnded' }],
    [{ endsOn: TODAY }, {}],
    [{ hours: { by: 'day' as const, entries: [] } }, { hours: 'placement.missing.hours' }],
    [
      { hours: { by: 'day' as const, entries: [{ on: '2026-03-01', hours: 2 }] } },
      { hours: 'hours.beforeStart' },
    ],
    [{ pay: null }, { pay: 'placement.missing.pay' }],
    [{ pay: { kind: 'unpaid' as const, reason: ' ' } }, { pay: 'placement.missing.pay' }],
    [{ pay: { kind: 'unpaid' as const, reason: 'A charity' } }, {}],
    [{ mode: null }, { mode: 'placement.missing.mode' }],
    [{ mode: 'on-site' as const }, { place: 'placement.missing.place' }],
    [{ mode: 'hybrid' as const }, { place: 'placement.missing.place' }],
    [{ mode: 'hybrid' as const, place: 'Lisbon' }, {}],
    [{ mode: 'remote' as const, place: '' }, {}],
    [{ supervisorMail: '' }, { supervisorMail: 'placement.missing.supervisorMail' }],
  ])('with %j: %j', (own, expected) => {
    expect(missing(own)).toEqual(expected)
  })
})
