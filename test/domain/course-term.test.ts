// Which term a course belongs to, by what is known of it.

import { describe, expect, it } from 'vitest'
import { courseTerm } from '../../src/domain/course-term.ts'
import type { Term } from '../../src/domain/terms.ts'

const aTerm = (
  code: string,
  startsOn: string,
  endsOn: string,
  due: string | null = null,
): Term => ({
  ...{ code, name: `The term ${code}`, startsOn, endsOn },
  ...{ addBy: null, censusOn: null, gradesDueOn: due },
})
const terms = [
  aTerm('F26', '2026-08-24', '2026-12-18', '2026-12-22'),
  aTerm('2027-SP', '2027-01-11', '2027-05-07', '2027-05-12'),
  aTerm('SU27', '2027-05-17', '2027-08-06'),
]
const unknown: Parameters<typeof courseTerm>[1] = {
  chosenCode: null,
  ids: [null, null, 'BIO 210'],
  hint: { name: null, startsOn: null },
  firstOn: '2026-11-12',
}
const of = (own: Partial<typeof unknown>) => {
  const found = courseTerm(terms, { ...unknown, ...own })
  return found && [found.term.code, found.by]
}

describe('the term of a course', () => {
  it.each<[string, Partial<typeof unknown>, [string, string] | null]>([
    ['is what its instructor chose', { chosenCode: 'SU27', ids: ['BIO-F26'] }, ['SU27', 'chosen']],
    ['is named by its section', { ids: ['BIO-210-01-SU27', null, 'BIO'] }, ['SU27', 'ids']],
    ['is named with a dash of its own', { ids: ['bio.2027-sp.01', null, 'x'] }, ['2027-SP', 'ids']],
    ['is named by its label', { ids: [null, null, 'BIO 210 su27'] }, ['SU27', 'ids']],
    ['is not named by a part of a word', { ids: ['BIOF26X', null, 'x'] }, ['F26', 'firstDay']],
    ['is not named by two terms at once', { ids: ['F26-SU27', null, 'x'] }, ['F26', 'firstDay']],
    [
      'is the LMS’s, by its name',
      { hint: { name: 'the term SU27 ', startsOn: null } },
      ['SU27', 'lms'],
    ],
    [
      'is the LMS’s, by the course’s first day',
      { hint: { name: 'Summer', startsOn: '2027-05-20' } },
      ['SU27', 'dates'],
    ],
    ['is the one in which it was opened first', {}, ['F26', 'firstDay']],
    ['lasts until grades are due', { firstOn: '2026-12-21' }, ['F26', 'firstDay']],
    ['is the next one between two', { firstOn: '2027-01-02' }, ['2027-SP', 'firstDay']],
    ['is none after the last', { firstOn: '2027-12-01' }, null],
    ['goes on as before when the chosen one was removed', { chosenCode: 'X' }, ['F26', 'firstDay']],
    [
      'is not moved by a date that is none',
      { hint: { name: null, startsOn: '2027-99-99' } },
      ['F26', 'firstDay'],
    ],
  ])('%s', (_what, own, expected) => {
    expect(of(own)).toEqual(expected)
  })
  it('is none without a calendar', () => {
    expect(courseTerm([], unknown)).toBeNull()
  })
  it('is found fast, however long an id is', () => {
    const ids = [`${'a-'.repeat(5_000)}F26`, null, 'x']
    expect(courseTerm(terms, { ...unknown, ids })?.by).toBe('firstDay')
  })
})
