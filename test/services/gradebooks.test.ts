// The gradebook looked at again: what stood there before, what was changed there, and what a reset took away.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Claim, decided } from '../../src/domain/claim.ts'
import { lossOf } from '../../src/domain/claim-score.ts'
import { Upstream } from '../../src/errors.ts'
import { readDueCourses } from '../../src/jobs/nightly.ts'
import { queue } from '../../src/services/claims/queues.ts'
import { reviewPage } from '../../src/services/claims/reviews.ts'
import {
  deliveries,
  lostScores,
  resendLost,
  resendScore,
} from '../../src/services/lms/deliveries.ts'
import { readGradebooks } from '../../src/services/lms/gradebooks.ts'
import { completionPage } from '../../src/services/office/reports.ts'
import { rulePage } from '../../src/services/rules/assignments.ts'
import { aDecision, aRule } from '../support/builders.ts'
import { testDatabase } from '../support/mongo.ts'
import { DAY } from './hands.ts'
import {
  approved,
  aScene,
  comesBack,
  confirmed,
  joined,
  type Scene,
  scoreOnce,
  submittedWith,
} from './scene.ts'

const db = testDatabase()
let scene: Scene

beforeEach(async () => {
  scene = await aScene(db.store)
})

const look = () => readGradebooks(scene.ctx, scene.platform, scene.course)
const now = ({ id }: Claim) => scene.store.claims.get(id)

async function waiting(who = scene.student): Promise<Claim> {
  return submittedWith(scene, [(await confirmed(scene, {}, who)).id], who)
}

async function delivered(who = scene.student): Promise<Claim> {
  const claim = await approved(scene, (await waiting(who)).id)
  await scoreOnce(scene)
  return now(claim)
}

async function later(): Promise<void> {
  scene.clock.pass(DAY / 2)
  await comesBack(scene, scene.instructor)
}

describe('LMS grades wiped (course reset)', () => {
  let claims: Claim[] = []

  beforeEach(async () => {
    const other = await joined(scene, 'student', { name: 'Ben Castillo' })
    claims = [await delivered(), await delivered(other)]
    await later()
    scene.lms.grades.clear()
    scene.lms.posts.length = 0
    await look()
  })

  it('is noticed once for the course, and nothing is sent by itself', async () => {
    const lost = await lostScores(scene.ctx, scene.course.id)
    expect(lost.map(({ id }) => id).sort()).toEqual(claims.map(({ id }) => id).sort())
    expect(lost.map(lossOf)).toEqual(['gone', 'gone'])
    expect(await scoreOnce(scene)).toBe(false)
    expect(scene.lms.posts).toEqual([])
  })

  it('is mended by a click of the instructor: every score goes there again, with a time of its own', async () => {
    await resendLost(scene.instructor, scene.course.id)
    while (await scoreOnce(scene));
    expect(scene.lms.posts).toMatchObject([{ given: 50 }, { given: 50 }])
    expect(scene.lms.posts.map(({ decidedAt }) => decidedAt)).toEqual([
      scene.clock.now(),
      scene.clock.now(),
    ])
    expect(await lostScores(scene.ctx, scene.course.id)).toEqual([])
    const [claim] = await Promise.all(claims.map(now))
    expect(claim).toMatchObject({ state: 'final', seen: { given: 50 } })
    expect(claim?.history.at(-1)).toMatchObject({ what: 'claim.sendAgain', name: 'Lin Okafor' })
  })

  it('is nobody’s to mend but an instructor’s', async () => {
    const assistant = await joined(scene, 'assistant')
    await comesBack(scene, assistant)
    await expect(resendLost(assistant, scene.course.id)).rejects.toMatchObject({ status: 403 })
    expect(await scoreOnce(scene)).toBe(false)
  })

  it('does not count who has left the course: their grades go with them', async () => {
    const [left] = await Promise.all(claims.map(now))
    if (left) await scene.store.claims.save({ ...left, leftAt: scene.clock.now() })
    expect(await lostScores(scene.ctx, scene.course.id)).toHaveLength(1)
  })

  it('is over when the grades stand there again', async () => {
    for (const { subject } of claims) scene.lms.grades.set(subject, { given: 50, maximum: 100 })
    await look()
    expect(await lostScores(scene.ctx, scene.course.id)).toEqual([])
  })
})

describe('the grade was changed in the LMS after a decision', () => {
  it.each([
    ['with', 'https://lms.example.edu/roster'],
    ['without', null],
  ])('it is seen by night in a course %s a roster, and the record shows both', async (_, url) => {
    const claim = await delivered()
    scene.lms.grades.set(claim.subject, { given: 77, maximum: 100 })
    const course = await scene.store.courses.get(scene.course.id)
    await scene.store.courses.save({ ...course, launchedOn: '2026-11-10', rosterUrl: url })
    scene.clock.pass(DAY)
    await readDueCourses(scene.ctx)
    expect(lossOf(await now(claim))).toBe('changed')
    const { rows } = await completionPage(scene.ctx, null, 10)
    const both = { lms_score_given: 50, lms_value_seen: 77 }
    expect(rows).toEqual([expect.objectContaining(both)])
    expect(await scoreOnce(scene)).toBe(false)
  })

  it('the instructor chooses: kept as it is, or ours sent over the very grade they saw', async () => {
    const claim = await delivered()
    scene.lms.grades.set(claim.subject, { given: 77, maximum: 100 })
    await later()
    await deliveries(scene.instructor, scene.course.id, scene.assignment.id)
    expect(await now(claim)).toMatchObject({ state: 'final', seen: { given: 77 } })
    await resendScore(scene.instructor, scene.course.id, claim.id)
    scene.lms.grades.set(claim.subject, { given: 90, maximum: 100 })
    await scoreOnce(scene)
    expect(await now(claim)).toMatchObject({ debts: { score: { state: 'stuck' } } })
    await resendScore(scene.instructor, scene.course.id, claim.id)
    await scoreOnce(scene)
    expect(await now(claim)).toMatchObject({
      ...{ state: 'final', seen: { given: 50 } },
      debts: { score: { state: 'done' } },
    })
  })

  it('a whole group got what was sent for one of them: it is told, and can be sent again', async () => {
    const other = await joined(scene, 'student', { name: 'Ben Castillo' })
    const ada = await delivered()
    scene.clock.pass(DAY)
    await comesBack(scene, scene.instructor)
    await comesBack(scene, other)
    const ben = await delivered(other)
    const decision = aDecision({ rule: aRule({ fullHours: 20 }) })
    const again = decided({ ...ben, state: 'submitted' }, decision, true)
    if (!again.ok) throw new Error('refused')
    await scene.store.claims.save(again.value)
    await scoreOnce(scene)
    scene.lms.grades.set(ada.subject, { given: 100, maximum: 100 })
    await look()
    expect([lossOf(await now(ada)), lossOf(await now(ben))]).toEqual(['group', null])
    // Only Canvas gives one grade to a group.
    const ours = { at: scene.clock.now(), given: 50, maximum: 100 }
    await scene.store.claims.noteSeen(await now(ada), ours)
    await readGradebooks(scene.ctx, { ...scene.platform, kind: 'moodle' }, scene.course)
    expect(lossOf(await now(ada))).toBe('changed')
    await scene.store.claims.noteSeen(await now(ada), ours)
    await look()
    // What was sent for another one before is no reason.
    scene.lms.grades.set(ben.subject, { given: 50, maximum: 100 })
    await look()
    expect(lossOf(await now(ben))).toBe('changed')
    await resendScore(scene.instructor, scene.course.id, ada.id)
    await scoreOnce(scene)
    expect(await now(ada)).toMatchObject({
      seen: { given: 50 },
      debts: { score: { state: 'done' } },
    })
  })

  it('it is seen also where it is the grade from before ours, and nobody could look right after sending', async () => {
    const claim = await waiting()
    scene.lms.grades.set(claim.subject, { given: 80, maximum: 100 })
    await look()
    scene.lms.grades.delete(claim.subject)
    await approved(scene, claim.id)
    const { readScore } = scene.lms
    scene.lms.readScore = async (...asked) => {
      if (scene.lms.posts.length > 0) throw new Upstream('lms.unreachable', true)
      return readScore.apply(scene.lms, asked)
    }
    scene.clock.pass(DAY / 2)
    await scoreOnce(scene)
    expect(await now(claim)).toMatchObject({ state: 'final', seen: { given: 80 } })
    scene.lms.grades.set(claim.subject, { given: 80, maximum: 100 })
    await look()
    expect(lossOf(await now(claim))).toBe('changed')
  })

  it('a score that stands there as it was sent is not sent twice by a click', async () => {
    const claim = await delivered()
    scene.lms.posts.length = 0
    await resendScore(scene.instructor, scene.course.id, claim.id)
    expect(await scoreOnce(scene)).toBe(false)
    expect(scene.lms.posts).toEqual([])
  })
})

describe('a grade stands in the LMS before any decision here', () => {
  it('it is shown in the queue and on the claim, and no credit is inferred from it', async () => {
    const claim = await waiting()
    scene.lms.grades.set(claim.subject, { given: 80, maximum: 100 })
    const page = await reviewPage(scene.instructor, scene.course.id, claim.id)
    expect(page.claim.seen).toMatchObject({ given: 80 })
    expect(page.credit.result.score.given).toBe(50)
    const [row] = await queue(scene.instructor)
    expect(row?.claim.seen).toMatchObject({ given: 80 })
    expect(scene.lms.posts).toEqual([])
  })
})

describe('points of the assignment changed in the LMS', () => {
  it('same share, scaled; credits untouched, and nothing is sent again', async () => {
    const claim = await delivered()
    scene.lms.points = 50
    scene.lms.grades.set(claim.subject, { given: 25, maximum: 50 })
    scene.lms.posts.length = 0
    await later()
    const { assignment } = await deliveries(scene.instructor, scene.course.id, scene.assignment.id)
    expect(assignment.column?.points).toBe(50)
    const after = await now(claim)
    expect(after.seen).toMatchObject({ given: 25, maximum: 50 })
    expect(lossOf(after)).toBeNull()
    expect(after.decisions).toEqual(claim.decisions)
    expect(await scoreOnce(scene)).toBe(false)
  })
})

describe('a gradebook', () => {
  it('that does not answer is taken for neither empty nor changed', async () => {
    const claim = await delivered()
    scene.lms.readScores = async () => {
      throw new Upstream('lms.unreachable', true)
    }
    scene.lms.grades.clear()
    await look()
    expect(await now(claim)).toEqual(claim)
  })

  describe('that is slow', () => {
    beforeEach(() => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    })
    afterEach(() => {
      vi.useRealTimers()
    })

    it.each([
      ['a claim', async (id: string) => reviewPage(scene.instructor, scene.course.id, id)],
      ['scores', async () => deliveries(scene.instructor, scene.course.id, scene.assignment.id)],
      ['a rule', async () => rulePage(scene.instructor, scene.course.id, scene.assignment.id)],
    ])('keeps nobody waiting for the page of %s', async (_, open) => {
      const { id } = await waiting()
      const asked = new Promise<void>((tell) => {
        scene.lms.readLineItem = () => {
          tell()
          return new Promise(() => {})
        }
      })
      const page = open(id)
      await asked
      await vi.advanceTimersByTimeAsync(3_000)
      await expect(page).resolves.toMatchObject({ assignment: { id: scene.assignment.id } })
    })
  })

  it('that was read before a score was owed anew says nothing about it', async () => {
    const claim = await delivered()
    scene.lms.readScores = async () => {
      const { score } = claim.debts
      if (score) {
        const newer = { ...score, state: 'due' as const, rev: score.rev + 1 }
        await scene.store.claims.save({ ...claim, debts: { score: newer } })
      }
      return new Map()
    }
    await look()
    expect((await now(claim)).seen).toMatchObject({ given: 50 })
  })

  it('is not asked where nothing waits and nothing has arrived', async () => {
    let reads = 0
    scene.lms.readScores = async () => {
      reads += 1
      return new Map()
    }
    await look()
    expect(reads).toBe(0)
  })
})
