// Rules as data: presets that can be used, levels that only tighten, versions that never change what stood before.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { creditOfClaim } from '../../../src/domain/credit/claim-credit.ts'
import { type Inherited, inherited, inheritedThrough } from '../../../src/domain/credit/inherit.ts'
import {
  isParameter,
  PARAMETER_NAMES,
  PARAMETERS,
  type RuleParameters,
} from '../../../src/domain/credit/parameters.ts'
import { DEFAULT_RULE, PRESETS } from '../../../src/domain/credit/presets.ts'
import { ruleProblems } from '../../../src/domain/credit/rule-problems.ts'
import {
  changes,
  compareRules,
  effectiveOn,
  type RuleVersion,
  withNextVersion,
} from '../../../src/domain/credit/rule-versions.ts'
import { hundredths } from './builders.ts'

const top: Inherited = { parameters: DEFAULT_RULE, mayLoosen: [] }
const over = (parameters: Partial<RuleParameters>) => inherited(top, { parameters })

describe('the presets', () => {
  it('are those of the published conversions', () => {
    const hours = Object.values(PRESETS).map((p) => [p.creditUnit, p.hoursPerCredit])
    expect(hours).toEqual([
      ['semester', 30],
      ['semester', 35],
      ['semester', 40],
      ['semester', 45],
      ['ects', 25],
      ['ects', 30],
      ['uk', 10],
    ])
  })
  it.each(Object.entries(PRESETS))('%s can be used as it is', (_name, preset) => {
    expect(ruleProblems(preset)).toEqual({})
  })
  it.each(Object.entries(PRESETS))(
    '%s reaches its credit with work and its academic hours',
    (_name, preset) => {
      const requestedCredits = Math.max(1, preset.increment)
      const placements = [0, 1, 2, 3].map((i) => ({
        ...{ id: `p${i}`, employer: `E${i}`, confirmedHours: 40, capHours: null },
      }))
      const claim = { requestedCredits, academicHoursApproved: null, placements }
      expect(creditOfClaim({ ...preset, mode: 'credits' }, claim).credits).toBe(requestedCredits)
    },
  )
  it('name every parameter, each in a group', () => {
    expect(Object.keys(DEFAULT_RULE).sort()).toEqual([...PARAMETER_NAMES].sort())
    expect(new Set(Object.values(PARAMETERS).map((p) => p.group)).size).toBe(9)
    expect([isParameter('increment'), isParameter('toString')]).toEqual([true, false])
  })
})

describe('a level below', () => {
  it.each<[string, Partial<RuleParameters>]>([
    ['nothing at all', {}],
    ['the same', { maxCredit: 3, workShareMax: '2/3', majors: null }],
    ['more hours a credit', { hoursPerCredit: 48 }],
    ['a smaller share of work, as a fraction or a number', { workShareMax: '1/2' }],
    ['a share that is as large, written otherwise', { workShareMax: '4/6' }],
    ['less credit', { maxCredit: 2.5 }],
    ['coarser steps of the same', { increment: 0.5 }],
    ['fewer placements, and none stacked', { maxPlacements: 1, stackAllowed: false }],
    ['a limit where there was none', { minGpa: 2.5, maxCreditsPerTerm: 3, majors: ['BIO'] }],
    ['more evidence', { evidence: ['hours', 'deliverable', 'reflection', 'evaluation'] }],
    ['fewer ways without the employer', { fallback: ['meeting'] }],
    ['approval of academic hours', { academicBasis: 'approved' }],
    ['confirmation by the week', { hoursConfirmation: 'weekly' }],
    ['only paid work', { unpaidAllowed: false }],
    ['earlier dates', { claimOffset: 12, deliverOffset: 20 }],
    ['points of its own', { scheme: 'complete', maximum: 20, fullHours: 20 }],
  ])('may say %s', (_what, parameters) => {
    const answer = over(parameters)
    expect(answer).toMatchObject({ ok: true, value: { parameters } })
  })
  it.each<[Partial<RuleParameters>, string, string]>([
    [{ hoursPerCredit: 40 }, '45', '40'],
    [{ workShareMax: 0.67 }, '2/3', '0.67'],
    [{ workShareMax: 1 }, '2/3', '1'],
    [{ maxCredit: 4 }, '3', '4'],
    [{ increment: 0.1 }, '0.25', '0.1'],
    [{ increment: 0.4 }, '0.25', '0.4'],
    [{ minHoursPerPlacement: 4 }, '5', '4'],
    [{ maxHoursPerWeek: null }, '15', '–'],
    [{ creditUnit: 'ects' }, 'semester', 'ects'],
    [{ evidence: ['hours'] }, 'hours, deliverable, reflection', 'hours'],
    [{ retroactiveDays: null }, '0', '–'],
    [{ retroactiveDays: 14 }, '0', '14'],
    [{ hoursConfirmation: 'sample' }, 'total', 'sample'],
    [{ mode: 'credits' }, 'points', 'credits'],
    [{ hoursBasis: 'work' }, 'learning', 'work'],
  ])('may not say %j', (parameters, from, to) => {
    const [parameter] = Object.keys(parameters)
    expect(over(parameters)).toEqual({
      ok: false,
      refusals: [{ rule: 'creditRule.loosened', facts: { parameter, from, to } }],
    })
  })
  it('hears of everything that it loosened at once', () => {
    const answer = over({ maxCredit: 9, maxPlacements: 9, minCredit: 1 })
    expect(answer.ok ? [] : answer.refusals.map((r) => r.facts.parameter)).toEqual([
      'maxCredit',
      'maxPlacements',
    ])
  })
  it('may not widen a list of majors, nor drop what is true above', () => {
    const above = {
      parameters: { ...DEFAULT_RULE, majors: ['BIO', 'MKT'], goodStanding: true },
      mayLoosen: [],
    }
    const says = (parameters: Partial<RuleParameters>) => inherited(above, { parameters }).ok
    expect([says({ majors: ['BIO'] }), says({ majors: ['ART'] }), says({ majors: null })]).toEqual([
      true,
      false,
      false,
    ])
    expect(says({ goodStanding: false })).toBe(false)
  })
  it('may loosen what the institution lets it, and pass that on or keep it', () => {
    const free: Inherited = { parameters: DEFAULT_RULE, mayLoosen: ['maxPlacements', 'increment'] }
    const keep = inheritedThrough(free, [
      { parameters: { maxPlacements: 6 }, mayLoosen: ['maxPlacements'] },
      { parameters: { maxPlacements: 8 } },
    ])
    expect(keep).toMatchObject({
      ok: true,
      value: { parameters: { maxPlacements: 8 }, mayLoosen: ['maxPlacements'] },
    })
    const stopped = inheritedThrough(free, [
      { parameters: {}, mayLoosen: [] },
      { parameters: { maxPlacements: 8 } },
    ])
    expect(stopped.ok).toBe(false)
  })
  it('cannot give itself freedom that it was not given', () => {
    const answer = inherited(top, { parameters: {}, mayLoosen: ['maxCredit'] })
    expect(answer).toMatchObject({ ok: true, value: { mayLoosen: [] } })
  })
  it('is bound by every level above, through any number of them', () => {
    const levels = [{ maxCredit: 2 }, { maxCredit: 1.5 }, { maxCredit: 1 }]
    const answer = inheritedThrough(
      top,
      levels.map((parameters) => ({ parameters })),
    )
    expect(answer).toMatchObject({ ok: true, value: { parameters: { maxCredit: 1 } } })
    const back = inheritedThrough(top, [
      { parameters: { maxCredit: 1 } },
      { parameters: {} },
      { parameters: { maxCredit: 2 } },
    ])
    expect(back.ok).toBe(false)
  })
  it('never gives a claim more credit by numbers that it may say', () => {
    const numbers = fc.record(
      {
        hoursPerCredit: hundredths(30, 60),
        workShareMax: fc.constantFrom(0, 0.5, '2/3', 0.7, 1),
        academicHours: hundredths(5, 25),
        increment: fc.constantFrom(0.1, 0.25, 0.4, 0.5, 0.75, 1),
        minCredit: fc.constantFrom(0, 0.25, 1),
        maxCredit: fc.constantFrom(1, 2, 3, 4),
        minHoursPerPlacement: fc.constantFrom(0, 5, 8),
        capHours: hundredths(20, 60),
        maxPlacements: fc.integer({ min: 1, max: 6 }),
      },
      { requiredKeys: [] },
    )
    const hours = fc.array(hundredths(0, 60), { maxLength: 5 })
    const asked = fc.constantFrom(0.5, 1, 2, 3)
    const above: Inherited = { parameters: { ...DEFAULT_RULE, mode: 'credits' }, mayLoosen: [] }
    fc.assert(
      fc.property(numbers, hours, asked, (parameters, list, requestedCredits) => {
        const below = inherited(above, { parameters })
        fc.pre(below.ok)
        const placements = list.map((confirmedHours, i) => ({
          ...{ id: `p${i}`, employer: `E${i}`, confirmedHours, capHours: null },
        }))
        const claim = { requestedCredits, academicHoursApproved: null, placements }
        const [more, less] = [above, below.value].map((l) => creditOfClaim(l.parameters, claim))
        expect(less?.credits).toBeLessThanOrEqual(more?.credits ?? 0)
      }),
    )
  })
})

describe('a rule that cannot be used', () => {
  it.each<[Partial<RuleParameters>, string, string]>([
    [{ hoursPerCredit: 0 }, 'hoursPerCredit', 'form.outOfRange'],
    [{ hoursPerCredit: Number.NaN }, 'hoursPerCredit', 'form.outOfRange'],
    [{ workShareMax: '3/2' }, 'workShareMax', 'form.outOfRange'],
    [{ maxPlacements: 1.5 }, 'maxPlacements', 'form.outOfRange'],
    [{ maxPlacements: 0 }, 'maxPlacements', 'form.outOfRange'],
    [{ claimOffset: -1 }, 'claimOffset', 'form.outOfRange'],
    [{ maximum: 1e9 }, 'maximum', 'form.outOfRange'],
    [{ minGpa: -1 }, 'minGpa', 'form.outOfRange'],
    [{ minCredit: 4 }, 'minCredit', 'creditRule.minAboveMax'],
    [{ increment: 0.4 }, 'increment', 'creditRule.notInSteps'],
    [{ minHoursPerPlacement: 41 }, 'minHoursPerPlacement', 'creditRule.minAboveCap'],
    [{ paidAllowed: false, unpaidAllowed: false }, 'paidAllowed', 'creditRule.noPay'],
    [{ decideOffset: 11 }, 'decideOffset', 'creditRule.decideBeforeClaim'],
  ])('%j says so at %s', (own, parameter, key) => {
    expect(ruleProblems({ ...DEFAULT_RULE, ...own })).toEqual({ [parameter]: key })
  })
})

describe('versions', () => {
  const at = new Date('2026-08-01T09:00:00Z')
  const version = (own: Partial<RuleVersion>): RuleVersion => ({
    version: 1,
    effectiveFrom: '2026-08-24',
    parameters: DEFAULT_RULE,
    mayLoosen: [],
    ...{ writtenBy: 'person-1', writtenAt: at },
    ...own,
  })
  const first = version({})
  const stricter = { ...DEFAULT_RULE, hoursPerCredit: 48 }

  it('hold from the first day of their term', () => {
    const second = version({ version: 2, effectiveFrom: '2027-01-18', parameters: stricter })
    const on = (day: string) => effectiveOn([first, second], day)?.version ?? null
    expect([on('2026-08-23'), on('2026-08-24'), on('2027-01-17'), on('2027-01-18')]).toEqual([
      null,
      1,
      1,
      2,
    ])
  })
  it('of the same day: the newest holds', () => {
    const second = version({ version: 2, parameters: stricter })
    expect(effectiveOn([first, second], '2026-09-01')?.version).toBe(2)
  })
  it('are only ever added', () => {
    const next = withNextVersion([first], version({ parameters: stricter }))
    expect(next.ok ? next.value.map((v) => [v.version, v.parameters.hoursPerCredit]) : []).toEqual([
      [1, 45],
      [2, 48],
    ])
    expect(withNextVersion([], version({ version: 9 }))).toMatchObject({ value: [{ version: 1 }] })
  })
  it.each<[string, Partial<RuleVersion>, string]>([
    ['that changes nothing', {}, 'creditRule.unchanged'],
    ['that holds before the last', { effectiveFrom: '2026-01-12' }, 'creditRule.beforeLast'],
    [
      'that cannot be used',
      { parameters: { ...DEFAULT_RULE, increment: 0 } },
      'creditRule.notUsable',
    ],
  ])('refuse one %s', (_what, own, rule) => {
    expect(withNextVersion([first], version(own))).toMatchObject({ refusals: [{ rule }] })
  })
  it('say what differs, in the editor’s order', () => {
    const after = { ...stricter, majors: ['BIO'] }
    expect(changes(DEFAULT_RULE, after)).toEqual([
      { parameter: 'hoursPerCredit', from: 45, to: 48 },
      { parameter: 'majors', from: null, to: ['BIO'] },
    ])
  })
  it('show which claims they would treat differently', () => {
    const claim = (hours: number) => ({
      requestedCredits: 1,
      academicHoursApproved: null,
      placements: [{ id: 'a', employer: 'E', confirmedHours: hours, capHours: null }],
    })
    const credits = { ...DEFAULT_RULE, mode: 'credits' as const, scheme: 'complete' as const }
    const after = { ...credits, hoursPerCredit: 48, academicHours: 16 }
    expect(compareRules(credits, after, claim(30)).differs).toBe(true)
    expect(compareRules(credits, after, claim(32)).differs).toBe(false)
    expect(compareRules(credits, { ...credits, minWeeks: 2 }, claim(30)).differs).toBe(false)
  })
})
