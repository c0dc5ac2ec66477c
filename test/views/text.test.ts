// Words: every sentence the product needs is there, none is idle, and numbers, dates and money read well.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { AUDITED } from '../../src/domain/audit.ts'
import { LIFE as CLAIM } from '../../src/domain/claim.ts'
import { LIFE as PLACEMENT } from '../../src/domain/placement.ts'
import {
  day,
  dayAt,
  days,
  hasText,
  instant,
  money,
  number,
  since,
  t,
  textKeys,
} from '../../src/text.ts'

const ROOT = join(import.meta.dirname, '../..')

function sources(folder: string, ending: string): string {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending) && !file.startsWith('demo/'))
    .map((file) => readFileSync(join(ROOT, folder, file), 'utf8'))
    .join('\n')
}

const sentences = new Map(
  flat(JSON.parse(readFileSync(join(ROOT, 'views/text/en.json'), 'utf8')), ''),
)
const source = sources('src', '.ts')
const views = sources('views', '.hbs')

function flat(node: unknown, path: string): [string, string][] {
  if (typeof node === 'string') return [[path, node]]
  const children = Object.entries(node as object)
  return children.flatMap(([name, child]) => flat(child, path ? `${path}.${name}` : name))
}

const matches = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map((m) => m[1] ?? '')
const under = (prefix: string, names: readonly string[]) => names.map((name) => `${prefix}.${name}`)
const stepsOf = (life: Record<string, Record<string, string>>) => [
  ...new Set(Object.values(life).flatMap((steps) => Object.keys(steps))),
]

const ANSWERS = ['confirm', 'fewer', 'giveBack', 'didNotHappen', 'wrongPerson', 'unknown']
const DECISIONS = ['approve', 'giveBack', 'deny']
const SCHEMES = ['complete', 'proportional']
/** Steps of the arithmetic that are said otherwise where there are points only. */
const IN_POINTS = ['workShare', 'academicShare', 'hours', ...SCHEMES]

/** The words of schemes that reckon in credits, of their terms and windows. */
const CREDIT_SCHEMES = /^(credit|creditRule|deadline|eligibility|ledger|window)\./

/** What is read only where a claim earns the course's credits, and what the office reads; their keys tell. */
const IN_CREDITS = /[cC]redit|request|words\.range|academic\.each|^rules\.|^parameter\.|^preset\./

/** Keys that the source puts together from a prefix and a value of the domain. */
const JOINED = [
  ...under('claim.state', ['none', ...Object.keys(CLAIM)]),
  ...under('next', ['submitted', 'approved', 'final', 'denied']),
  ...under(
    'placement.state',
    Object.keys(PLACEMENT).filter((state) => state !== 'aside'),
  ),
  ...under('placement.state.aside', ['didNotHappen', 'wrongPerson', 'unknown']),
  ...under('placement.mode', ['remote', 'on-site', 'hybrid']),
  ...under('pay', ['hourly', 'fixed']),
  ...under('ledger.inPoints', IN_POINTS),
  ...under('rule.words', SCHEMES),
  ...under('rule.words.credits', [...SCHEMES, 'learning', 'work']),
  ...under('rule.words.academic', ['fixed', 'approved', 'eachfixed', 'eachapproved']),
  ...under('progress.more', SCHEMES),
  ...under('unusual', [
    'freeMail',
    'campusDomain',
    'firstUse',
    'sameBrowser',
    'sameNetwork',
    'changedAddress',
    'deniedBefore',
  ]),
  ...under('unusual', ['unknownStudent', 'long.day', 'long.week']),
  ...under('review.decided', DECISIONS),
  ...under('review.meanwhile', [...DECISIONS, 'takeBack']),
  ...under('confirm.answered', ANSWERS),
  ...under('confirm', ['decided', 'expired', 'dead']),
  ...under('mail.answered', ANSWERS),
  ...under('mail.decided', DECISIONS),
  ...under('mail.next', [...ANSWERS, ...DECISIONS]),
  ...under('mail.wayIn', ['canvas', 'moodle', 'other']),
  ...under('delivery', ['done', 'gone', 'changed', 'rule', 'byHand', 'group']),
  ...under('home.other', ['career', 'observer', 'none']),
  ...under('lms.name', ['canvas', 'moodle', 'other']),
  ...under('placement.held', ['claim', 'denied']),
  ...under('review', ['rosterUnread', 'noRoster', 'notInstructor', 'lookOnly']),
  ...under('platform.roles', ['text', 'isEnough', 'enough', 'notEnough']),
  ...under('role', ['instructor', 'assistant', 'student', 'observer', 'rehearsal', 'none']),
  ...under('role', ['registrar', 'approver', 'career', 'admin']),
  ...under('admin.state', ['waiting', 'active', 'paused']),
  ...under('platform.kind', ['canvas', 'moodle', 'other']),
  ...under('platform.step', ['frame', 'window']),
  ...under('registered.then', ['canvas', 'moodle', 'other']),
  ...under('notice', [
    'platformapprove',
    'platformpause',
    'platformresume',
    'updateapprove',
    'updatediscard',
  ]),
  ...under('reports.value', ['waiting', 'delivered', 'failed', 'none']),
  ...under('errors.title', [
    's400',
    's401',
    's403',
    's404',
    's409',
    's422',
    's429',
    's500',
    's502',
    's503',
  ]),
  ...under(
    'notice',
    DECISIONS.map((step) => `decided${step}`),
  ),
  ...under('notice', ['deploymentapproved', 'deploymentrefused', 'deploymentpaused']),
  ...under('admin.place', ['waiting', 'approved', 'refused', 'paused']),
  ...under('people.why', ['launch', 'assists', 'both', 'lowered', 'unread']),
  ...under('people.why', ['gone', 'enough', 'noRoster']),
  ...under('people.may', ['instructor', 'assistant', 'nothing']),
  ...[...sentences.keys()].filter((key) => key.startsWith('lti.platformError.')),
  ...under('notice', matches(source, /withNotice\(.*, '(\w+)'\)/g)),
  ...under('notice', ['claimSubmitted', 'claimSaved']),
  ...under('history.placement', [...ANSWERS, 'record', 'ask', 'askAgain', 'reopen', 'withdraw']),
  ...under('history.claim', [...stepsOf(CLAIM), 'answerArrived']),
  ...under('history.claim', [
    'leave',
    'close',
    'comeBack',
    'move',
    'takeOver',
    'sendAgain',
    'notSent',
  ]),
  ...under('history.column', ['gone', 'back', 'renamed', 'points', 'moved']),
  ...under('pick.next', ['canvas', 'moodle', 'other']),
  ...under('make.how', ['canvas', 'moodle', 'other']),
  ...under('make.grant', ['canvas', 'moodle', 'other']),
  ...[...sentences.keys()].filter((key) => key.startsWith('doctor.')),
  ...under('roster', ['joined', 'left', 'role']),
  ...under('audit', Object.keys(AUDITED)),
  ...[...sentences.keys()].filter((key) => key.startsWith('audit.fact.')),
  ...under('column.says', ['frozen', 'closed']),
  ...under('assignment', ['frozen', 'closed']),
  ...under(
    'reports.column',
    matches(source, /^ {2}'(\w+)',$/gm).filter((name) => hasText(`reports.column.${name}`)),
  ),
]

describe('the words', () => {
  it('hold every sentence that a page asks for by a joined key', () => {
    expect(JOINED.filter((key) => !hasText(key))).toEqual([])
  })

  it('hold every sentence that the source names', () => {
    const named = [
      ...matches(source, /\bt\(\s*'([^']+)'/g),
      ...matches(source, /\bt\(\s*[^'`)]+\? '([^']+)'/g),
      ...matches(
        source,
        /(?:refuse|Conflict|Forbidden|NotFound|BadRequest|Upstream)\(\s*'([^']+)'/g,
      ),
      ...matches(source, /(?:rule|reason|text|message): '(\w+\.[\w.]+)'/g),
      ...matches(source, /'((?:form|hours|placement\.missing|lti|lms)\.\w+)'/g),
    ]
    const ours = named.filter((key) => !CREDIT_SCHEMES.test(key))
    expect([...new Set(ours)].filter((key) => !hasText(key))).toEqual([])
  })

  it('hold no sentence that nobody reads', () => {
    const joined = new Set(JOINED)
    const exact = JOINED.map((key) => key.replace(/[^.]+$/, ''))
    const open = matches(source, /`([a-z]\w*\.(?:\w+\.)*)\$\{/g).filter(
      (start) => !exact.includes(start),
    )
    const isUsed = (key: string) =>
      joined.has(key) ||
      source.includes(`'${key}'`) ||
      views.includes(`'${key}'`) ||
      open.some((start) => key.startsWith(start))
    const idle = textKeys().filter((key) => !CREDIT_SCHEMES.test(key) && !isUsed(key))
    expect(idle).toEqual([])
  })

  it('neither beg nor blame', () => {
    // What an LMS says is quoted, whatever it says.
    const ownWords = (key: string) => (sentences.get(key) ?? '').replaceAll(/“[^”]*”/g, '')
    const wrong = textKeys().filter((key) =>
      /\b(please|invalid|pending|oops)\b/i.test(ownWords(key)),
    )
    expect(wrong).toEqual([])
  })

  it('speak of hours and points, never of credits, where there are points only', () => {
    const credits = textKeys().filter((key) => !CREDIT_SCHEMES.test(key) && !IN_CREDITS.test(key))
    expect(credits.filter((key) => /\bcredits\b/i.test(sentences.get(key) ?? ''))).toEqual([])
  })
})

describe('a sentence', () => {
  it('has its blanks filled, numbers as people read them', () => {
    expect(t('placement.state.submitted', { who: 'Ms Okafor' })).toBe('Waits for Ms Okafor')
    expect(t('delivery.points', { given: 73.333, maximum: 1200 })).toBe('73.33 of 1,200')
  })

  it('bends its words to the number in it', () => {
    expect(t('unit.someHours', { hours: 1 })).toBe('1 hour')
    expect(t('unit.someHours', { hours: 1.5 })).toBe('1.5 hours')
  })

  it('fails loudly when there is none, or when a fact is missing', () => {
    expect(() => t('placement.state.lost')).toThrow(/no sentence 'placement.state.lost'/)
    expect(() => t('unit.h', {})).toThrow(/'unit.h' has no usable fact 'hours'/)
    expect(() => t('unit.h', { hours: null })).toThrow(/no usable fact/)
  })
})

describe('dates', () => {
  it('are plain days with their weekday and year', () => {
    expect(day('2026-11-19')).toBe('Thu 19 Nov 2026')
    expect(days('2026-11-03', '2026-11-17')).toBe('3 Nov 2026 – 17 Nov 2026')
    expect(days('2026-11-03', null)).toBe('3 Nov 2026 – …')
    expect(days('2026-11-03', '2026-11-03')).toBe('3 Nov 2026')
  })

  it('are told in the zone of the institution, around midnight and a clock change too', () => {
    const late = new Date('2026-11-20T04:59:00Z')
    expect(instant(late, 'America/Chicago')).toBe('Thu 19 Nov 2026, 22:59')
    expect(dayAt(late, 'America/Chicago')).toBe('Thu 19 Nov 2026')
    expect(instant(new Date('2026-11-01T06:30:00Z'), 'America/Chicago', true)).toBe(
      'Sun 1 Nov 2026, 01:30 CDT',
    )
    expect(instant(new Date('2026-11-01T07:30:00Z'), 'America/Chicago', true)).toBe(
      'Sun 1 Nov 2026, 01:30 CST',
    )
    expect(instant(new Date('2026-11-19T23:00:00Z'), 'Europe/Berlin')).toBe(
      'Fri 20 Nov 2026, 00:00',
    )
  })

  it('become a span in its largest whole unit', () => {
    const now = new Date('2026-11-24T12:00:00Z')
    const ago = (ms: number) => since(new Date(now.getTime() - ms), now)
    expect(ago(4.9 * 86_400_000)).toBe('4 days')
    expect(ago(86_400_000)).toBe('1 day')
    expect(ago(3 * 3_600_000)).toBe('3 hours')
    expect(ago(20_000)).toBe('under a minute')
    expect(ago(-5_000)).toBe('under a minute')
  })
})

describe('an LMS without a name of its own', () => {
  const lms = t('lms.name.other')
  it('begins a sentence as words do', () => {
    expect(t('roster.unread', { lms })).toMatch(/^The LMS has not been asked yet/)
    expect(t('pick.back', { lms })).toBe('Back to the LMS')
  })
})

describe('numbers and money', () => {
  it('have at most two decimals, and none without need', () => {
    expect([number(14), number(14.5), number(0.1 + 0.2), number(1234)]).toEqual([
      '14',
      '14.5',
      '0.3',
      '1,234',
    ])
  })

  it('show cents only where the currency has them', () => {
    expect(money(35_000, 'USD')).toBe('$350.00')
    expect(money(150_000, 'JPY')).toBe('¥1,500')
    expect(money(1_999, 'EUR')).toBe('€19.99')
  })
})
