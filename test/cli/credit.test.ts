// `stint credit compute`, as people and scripts call it: two files in, the ledger out, no database.

import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readComputeFiles } from '../../src/cli/credit-files.ts'

const ROOT = join(import.meta.dirname, '../..')

// As interfaces.md writes them.
const rule = {
  hoursPerCredit: 45,
  workShareMax: '2/3',
  increment: 0.25,
  minCredit: 0,
  maxCredit: 3,
  maxPlacements: 4,
  minHoursPerPlacement: 5,
  maxPlacementsPerEmployer: 2,
  scoring: { scheme: 'complete', maximum: 100 },
}
const placements = [
  { id: 'a', employer: 'E1', confirmedHours: 18, capHours: 40, usedElsewhereHours: 0 },
  { id: 'b', employer: 'E2', confirmedHours: 14, capHours: 40, usedElsewhereHours: 0 },
]
const input = { requestedCredits: 1, academicHours: 15, placements }

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stint-credit-'))
})
afterAll(() => rm(folder, { recursive: true }))

interface Run {
  code: number
  out: string
  err: string
}

/** Runs it on two files; nothing is set that would lead to a database. */
async function run(ruleText: string, inputText: string, ...more: string[]): Promise<Run> {
  const [one, other] = [join(folder, 'rule.json'), join(folder, 'input.json')]
  await Promise.all([writeFile(one, ruleText), writeFile(other, inputText)])
  const files = ['--rule', one, '--input', other]
  const args = ['--import', 'tsx', join(ROOT, 'src/cli/stint.ts'), 'credit', 'compute', ...files]
  return new Promise((resolve) => {
    const env = { PATH: process.env.PATH, MONGODB_URI: 'mongodb://127.0.0.1:1/nothing' }
    const child = execFile(
      process.execPath,
      [...args, ...more],
      { cwd: ROOT, env },
      (_e, out, err) => resolve({ code: child.exitCode ?? -1, out, err }),
    )
  })
}

const json = (value: unknown) => JSON.stringify(value)

describe('stint credit compute', () => {
  it('prints one JSON object, in the form that is promised', async () => {
    const { code, out } = await run(json(rule), json(input), '--json')
    const { steps, ...result } = JSON.parse(out)
    expect(code).toBe(0)
    expect(result).toEqual({
      credits: 1,
      countedWorkHours: 32,
      usableWorkHours: 30,
      academicHours: 15,
      unusedHours: 2,
      score: { given: 100, maximum: 100 },
      refusals: [],
    })
    const names = ['inputs', 'kind', 'parameter', 'result', 'step', 'unit']
    for (const step of steps) expect(Object.keys(step).sort()).toEqual(names)
  })
  it('prints the ledger for people, amounts in one column', async () => {
    const { code, out } = await run(json(rule), json(input))
    const lines = out.trimEnd().split('\n')
    expect(code).toBe(0)
    expect(lines[0]).toMatch(/^a, E1 +18 h$/)
    expect(lines.find((line) => line.includes('2/3'))).toMatch(/ − 2 h$/)
    expect(lines.at(-2)).toMatch(/^Credits.* 1 credit$/)
    expect(lines.at(-1)).toMatch(/ 100 points$/)
    expect(new Set(lines.map((line) => line.length)).size).toBe(1)
  })
  it('says a refusal, and that is no failure', async () => {
    const three = [...placements, { ...placements[0], id: 'c' }, { ...placements[0], id: 'd' }]
    const { code, out } = await run(json(rule), json({ ...input, placements: three }))
    expect(code).toBe(0)
    expect(out).toContain('3 micro-internships of E1 are in this claim')
  })
  it('leaves with 2 where the files are wrong, and says each place', async () => {
    const wrong = { ...input, requestedCredits: 0, placements: [{ ...placements[0], cap: 1 }] }
    const people = await run(json({ ...rule, workShareMax: '3/2' }), json(wrong))
    expect([people.code, people.out]).toEqual([2, ''])
    expect(people.err).toContain('rule.workShareMax:')
    expect(people.err).toContain('input.requestedCredits:')
    expect(people.err).toContain('input.placements[0].cap:')
    const { code, out } = await run(json(rule), json(wrong), '--json')
    expect(code).toBe(2)
    expect(JSON.parse(out).error.facts).toEqual({
      'input.requestedCredits': 'compute.aboveZero',
      'input.placements[0].cap': 'compute.unknown',
    })
  })
  it('leaves with 2 where a file is no JSON, is not there, or is not named', async () => {
    const broken = await run('{', json(input))
    expect([broken.code, broken.err.includes('--rule:')]).toEqual([2, true])
    const gone = await run(json(rule), json(input), '--input', join(folder, 'gone.json'))
    expect([gone.code, gone.err.includes('--input:')]).toEqual([2, true])
    const extra = await run(json(rule), json(input), '--unknown')
    expect(extra.code).toBe(2)
  })
})

describe('the files', () => {
  const wrong = (ownRule: object, ownInput: object = {}) => {
    const files = readComputeFiles({ ...rule, ...ownRule }, { ...input, ...ownInput })
    return 'wrong' in files ? files.wrong : {}
  }
  const placement = (own: object) => ({ placements: [{ ...placements[0], ...own }] })

  it.each<[object, string, string]>([
    [{ hoursPerCredit: 0 }, 'hoursPerCredit', 'aboveZero'],
    [{ hoursPerCredit: -45 }, 'hoursPerCredit', 'aboveZero'],
    [{ hoursPerCredit: '45' }, 'hoursPerCredit', 'notNumber'],
    [{ hoursPerCredit: null }, 'hoursPerCredit', 'notNumber'],
    [{ hoursPerCredit: undefined }, 'hoursPerCredit', 'missing'],
    [{ hoursPerCredit: Number.POSITIVE_INFINITY }, 'hoursPerCredit', 'notNumber'],
    [{ hoursPerCredit: 1e9 }, 'hoursPerCredit', 'tooLarge'],
    [{ workShareMax: '1/0' }, 'workShareMax', 'notShare'],
    [{ workShareMax: 1.01 }, 'workShareMax', 'notShare'],
    [{ workShareMax: -0.5 }, 'workShareMax', 'notShare'],
    [{ workShareMax: true }, 'workShareMax', 'notShare'],
    [{ increment: 0 }, 'increment', 'aboveZero'],
    [{ minCredit: -1 }, 'minCredit', 'belowZero'],
    [{ minCredit: 4 }, 'minCredit', 'minAboveMax'],
    [{ maxPlacements: 2.5 }, 'maxPlacements', 'notWhole'],
    [{ maxPlacements: 0 }, 'maxPlacements', 'notWhole'],
    [{ minHoursPerPlacement: -1 }, 'minHoursPerPlacement', 'belowZero'],
    [{ maxPlacementsPerEmployer: '2' }, 'maxPlacementsPerEmployer', 'notWhole'],
    [{ scoring: { scheme: 'letter', maximum: 100 } }, 'scoring.scheme', 'scheme'],
    [{ scoring: { scheme: 'complete', maximum: 0 } }, 'scoring.maximum', 'aboveZero'],
    [{ scoring: { scheme: 'complete', maximum: 1, extra: 1 } }, 'scoring.extra', 'unknown'],
    [{ scoring: undefined }, 'scoring', 'missing'],
    [{ scoring: [] }, 'scoring', 'notObject'],
    [{ hours: 1 }, 'hours', 'unknown'],
  ])('a rule with %j is wrong at %s', (own, path, key) => {
    expect(wrong(own)).toEqual({ [`rule.${path}`]: `compute.${key}` })
  })
  it.each<[object, string, string]>([
    [{ requestedCredits: 0 }, 'requestedCredits', 'aboveZero'],
    [{ requestedCredits: undefined }, 'requestedCredits', 'missing'],
    [{ academicHours: -0.01 }, 'academicHours', 'belowZero'],
    [{ placements: {} }, 'placements', 'notList'],
    [{ placements: [null] }, 'placements[0]', 'notObject'],
    [placement({ id: '' }), 'placements[0].id', 'missing'],
    [placement({ employer: 7 }), 'placements[0].employer', 'notText'],
    [placement({ confirmedHours: null }), 'placements[0].confirmedHours', 'notNumber'],
    [placement({ capHours: -1 }), 'placements[0].capHours', 'belowZero'],
    [
      placement({ usedElsewhereHours: 18.01 }),
      'placements[0].usedElsewhereHours',
      'usedAboveCounted',
    ],
    [
      placement({ capHours: 5, usedElsewhereHours: 6 }),
      'placements[0].usedElsewhereHours',
      'usedAboveCounted',
    ],
    [placement({ title: 'x' }), 'placements[0].title', 'unknown'],
    [{ placements: [placements[0], placements[0]] }, 'placements[1].id', 'twice'],
    [{ student: 'x' }, 'student', 'unknown'],
  ])('an input with %j is wrong at %s', (own, path, key) => {
    expect(wrong({}, own)).toEqual({ [`input.${path}`]: `compute.${key}` })
  })
  it('may say nothing, all, and used up to the last hundredth', () => {
    const own = placement({ confirmedHours: 18.01, usedElsewhereHours: 18.01 })
    expect(wrong({ workShareMax: 0, minCredit: 3, maxCredit: 3 }, own)).toEqual({})
    expect(wrong({ workShareMax: 1 }, { placements: [], academicHours: 0 })).toEqual({})
  })
  it('that are no objects say so', () => {
    expect(readComputeFiles([], 'x')).toEqual({
      wrong: { rule: 'compute.notObject', input: 'compute.notObject' },
    })
  })
})
