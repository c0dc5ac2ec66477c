// Scores reach the gradebook once, with the decision's time; a doubt is looked at before anything is sent again.

import { beforeEach, describe, expect, it } from 'vitest'
import { type Claim, decided } from '../../src/domain/claim.ts'
import { lossOf } from '../../src/domain/claim-score.ts'
import { TRIES } from '../../src/domain/debt.ts'
import { Upstream } from '../../src/errors.ts'
import { newId } from '../../src/random.ts'
import { reviewPage } from '../../src/services/claims/reviews.ts'
import { resendScore } from '../../src/services/lms/deliveries.ts'
import { readGradebooks } from '../../src/services/lms/gradebooks.ts'
import { deliveryOf } from '../../src/web/parts/delivery.view.ts'
import { aDecision, aRule } from '../support/builders.ts'
import { testDatabase } from '../support/mongo.ts'
import { DAY, HOUR, MINUTE } from './hands.ts'
import type { Scene } from './scene.ts'
import {
  approved,
  aScene,
  comesBack,
  confirmed,
  joined,
  scoreOnce,
  submittedWith,
} from './scene.ts'

const db = testDatabase()
let scene: Scene
let claim: Claim

beforeEach(async () => {
  scene = await aScene(db.store)
  const { id } = await submittedWith(scene, [(await confirmed(scene)).id])
  scene.clock.pass(417)
  claim = await approved(scene, id)
})

const now = () => scene.store.claims.get(claim.id)
const debt = async () => (await now()).debts.score
async function resend() {
  await comesBack(scene, scene.instructor)
  return resendScore(scene.instructor, scene.course.id, claim.id)
}

async function leased() {
  const at = scene.clock.now()
  const until = new Date(at.getTime() + MINUTE)
  const owed = await scene.store.debts.lease(at, newId(), until, ['score'])
  if (!owed) throw new Error('nothing owed')
  return owed
}

/** A worker marked that it sends, and was never heard of again; perhaps the LMS got it. */
async function crashed(arrived: boolean) {
  const owed = await leased()
  await scene.store.debts.markSent(owed, scene.clock.now())
  if (arrived) scene.lms.grades.set(claim.subject, { given: 50, maximum: 100 })
  scene.clock.pass(MINUTE)
}

describe('a score', () => {
  it('is posted once, with the time of the decision to the millisecond', async () => {
    scene.clock.pass(HOUR)
    await scoreOnce(scene)
    expect(await scoreOnce(scene)).toBe(false)
    expect(scene.lms.posts).toMatchObject([
      {
        subject: claim.subject,
        given: 50,
        maximum: 100,
        decidedAt: claim.decisions[0]?.at,
        submittedAt: claim.firstSubmittedAt,
      },
    ])
    expect(await now()).toMatchObject({
      state: 'final',
      seen: { given: 50, maximum: 100 },
      debts: { score: { state: 'done', doneAt: scene.clock.now() } },
    })
  })

  it('points of the assignment changed in the LMS: the same share, scaled', async () => {
    scene.lms.onPost = () => {
      scene.lms.grades.set(claim.subject, { given: 5, maximum: 10 })
      return { kind: 'stored' }
    }
    await scoreOnce(scene)
    expect(await now()).toMatchObject({ state: 'final', seen: { given: 5, maximum: 10 } })
  })

  it('stored, but not to be read back, is delivered all the same', async () => {
    scene.lms.onRead = () => {
      if (scene.lms.posts.length === 0) return null
      throw new Upstream('lms.unreachable', true)
    }
    await scoreOnce(scene)
    expect(await now()).toMatchObject({ state: 'final', seen: null })
  })

  it('goes to an LMS that never lets us read grades', async () => {
    scene.lms.onRead = () => {
      throw new Upstream('lms.noScope', false)
    }
    scene.lms.onPost = () => ({ kind: 'later', reason: 'lms.busy', retryAfterMs: null })
    await scoreOnce(scene)
    scene.clock.pass(HOUR)
    scene.lms.onPost = (score) => scene.lms.store(score)
    await scoreOnce(scene)
    expect((await debt())?.state).toBe('done')
  })

  it('without a column any more is stuck, and says why', async () => {
    await scene.store.assignments.change(scene.assignment.id, { lineItemUrl: null })
    await scoreOnce(scene)
    expect(await debt()).toMatchObject({ state: 'stuck', answers: [{ text: 'lms.noColumn' }] })
  })
})

describe('after an attempt of which nobody knows whether it arrived', () => {
  it('that did arrive, nothing is sent again', async () => {
    await crashed(true)
    await scoreOnce(scene)
    expect(scene.lms.posts).toEqual([])
    expect(await now()).toMatchObject({ state: 'final', debts: { score: { sentAt: null } } })
  })

  it('that did not arrive, it is sent, once the LMS has been looked at', async () => {
    await crashed(false)
    await scoreOnce(scene)
    expect(scene.lms.posts).toHaveLength(1)
    expect((await now()).state).toBe('final')
  })

  it('nothing is sent while the LMS cannot be looked at', async () => {
    await crashed(false)
    for (const retry of [true, false]) {
      scene.lms.onRead = () => {
        throw new Upstream('lms.noScope', retry)
      }
      await scoreOnce(scene)
      scene.clock.pass(HOUR)
    }
    expect(scene.lms.posts).toEqual([])
    expect(await debt()).toMatchObject({ state: 'stuck', sentAt: expect.any(Date) })
  })

  it('an answer that never came is such an attempt', async () => {
    scene.lms.onPost = (score) => {
      scene.lms.store(score)
      return { kind: 'unknown', reason: 'lms.noAnswer' }
    }
    await scoreOnce(scene)
    expect(await debt()).toMatchObject({ state: 'due', sentAt: expect.any(Date) })
    scene.clock.pass(HOUR)
    await scoreOnce(scene)
    expect(scene.lms.posts).toHaveLength(1)
    expect((await now()).state).toBe('final')
  })

  it('a value decided anew meanwhile replaces our own older one', async () => {
    await crashed(true)
    const rule = aRule({ fullHours: 20 })
    const again = decided({ ...(await now()), state: 'submitted' }, aDecision({ rule }), true)
    if (!again.ok) throw new Error('refused')
    await scene.store.claims.save(again.value)
    await scoreOnce(scene)
    expect(scene.lms.grades.get(claim.subject)).toEqual({ given: 100, maximum: 100 })
    expect((await now()).state).toBe('final')
  })

  it('and a grade that somebody set by hand meanwhile is not overwritten', async () => {
    await crashed(false)
    scene.lms.grades.set(claim.subject, { given: 95, maximum: 100 })
    await scoreOnce(scene)
    expect(scene.lms.posts).toEqual([])
    expect(await debt()).toMatchObject({ state: 'stuck' })
  })
})

describe('a grade stands in the LMS before any decision here', () => {
  beforeEach(async () => {
    scene.lms.grades.set(claim.subject, { given: 80, maximum: 100 })
    await scoreOnce(scene)
  })

  it('it is shown, never overwritten unasked', async () => {
    expect(scene.lms.posts).toEqual([])
    expect(await now()).toMatchObject({
      state: 'approved',
      seen: { given: 80 },
      debts: { score: { state: 'stuck', answers: [{ text: 'lms.otherGrade' }] } },
    })
    const page = await reviewPage(scene.instructor, scene.course.id, claim.id)
    expect(page.credit.result.score.given).toBe(50)
  })

  it('the instructor chooses to replace it, and that choice has its own time', async () => {
    scene.clock.pass(DAY)
    await resend()
    await scoreOnce(scene)
    expect(scene.lms.posts).toMatchObject([{ given: 50, decidedAt: scene.clock.now() }])
    expect(await now()).toMatchObject({ state: 'final', seen: { given: 50 } })
  })

  it('but not one that came after what the instructor saw', async () => {
    await resend()
    scene.lms.grades.set(claim.subject, { given: 90, maximum: 100 })
    await scoreOnce(scene)
    expect(scene.lms.posts).toEqual([])
    expect(await now()).toMatchObject({ seen: { given: 90 }, debts: { score: { state: 'stuck' } } })
  })

  it('the same grade set by hand is ours: nothing has to be sent', async () => {
    scene.lms.grades.set(claim.subject, { given: 50, maximum: 100 })
    await resend()
    await scoreOnce(scene)
    expect(scene.lms.posts).toEqual([])
    expect((await now()).state).toBe('final')
  })
})

describe('the grade was changed in the LMS after a decision', () => {
  it('a kept override is seen on reading back, and the record shows both', async () => {
    scene.lms.onPost = () => {
      scene.lms.grades.set(claim.subject, { given: 77, maximum: 100 })
      return { kind: 'stored' }
    }
    await scoreOnce(scene)
    expect(await now()).toMatchObject({
      state: 'final',
      seen: { given: 77 },
      debts: { score: { state: 'done', value: { given: 50 } } },
    })
  })

  it('a newer time in the LMS is a conflict: ours there is delivered, anything else waits for a person', async () => {
    scene.lms.onPost = () => {
      scene.lms.grades.set(claim.subject, { given: 60, maximum: 100 })
      return { kind: 'conflict', reason: 'lms.newerThere' }
    }
    await scoreOnce(scene)
    expect(await now()).toMatchObject({
      seen: { given: 60 },
      debts: { score: { state: 'stuck', answers: [{ text: 'lms.newerThere' }] } },
    })
    scene.lms.grades.set(claim.subject, { given: 50, maximum: 100 })
    await resend()
    await scoreOnce(scene)
    expect((await now()).state).toBe('final')
  })
})

describe('an LMS that makes something else of a score the moment it takes it', () => {
  const takes = (given: number) => () => {
    scene.lms.grades.set(claim.subject, { given, maximum: 100 })
    return { kind: 'stored' as const }
  }

  it('by a rule of its own, such as points off for late work, has it: nothing is to be sent again', async () => {
    scene.lms.onPost = takes(45)
    await scoreOnce(scene)
    expect(lossOf(await now())).toBe('rule')
    expect(deliveryOf(await now(), 'UTC')).toMatchObject({ tone: 'good', canResend: false })
    await resend()
    expect(await scoreOnce(scene)).toBe(false)
    expect(scene.lms.posts).toHaveLength(1)
  })

  it('is sent what is decided anew without being asked, for what it made of ours is no grade of others', async () => {
    scene.lms.onPost = takes(45)
    await scoreOnce(scene)
    const rule = aRule({ fullHours: 20 })
    const again = decided({ ...(await now()), state: 'submitted' }, aDecision({ rule }), true)
    if (!again.ok) throw new Error('refused')
    await scene.store.claims.save(again.value)
    scene.lms.onPost = takes(90)
    await scoreOnce(scene)
    expect(scene.lms.posts).toMatchObject([{ given: 50 }, { given: 100 }])
    expect(lossOf(await now())).toBe('rule')
  })

  it('and whose grade is changed afterwards has changed it', async () => {
    scene.lms.onPost = takes(45)
    await scoreOnce(scene)
    scene.lms.grades.set(claim.subject, { given: 60, maximum: 100 })
    await readGradebooks(scene.ctx, scene.platform, scene.course)
    expect(lossOf(await now())).toBe('changed')
  })

  const isA = (kind: string) => {
    const { id } = scene.platform
    return db.raw.collection('platforms').updateOne({ _id: id as never }, { $set: { kind } })
  }
  // The grade that stood there was to be replaced, and stands there all the same.
  const keeps = async (given: number) => {
    scene.lms.grades.set(claim.subject, { given, maximum: 100 })
    await scoreOnce(scene)
    await resend()
    scene.lms.onPost = takes(given)
    await scoreOnce(scene)
  }

  it('in Moodle keeps a grade that was set there by hand, which has to be taken away there', async () => {
    await isA('moodle')
    await keeps(77)
    expect(lossOf(await now())).toBe('byHand')
    expect(deliveryOf(await now(), 'UTC')).toMatchObject({ tone: 'trouble', canResend: false })
  })

  it('in Moodle too has rules of its own: a grade that nobody saw there before was not set by hand', async () => {
    await isA('moodle')
    scene.lms.onPost = takes(45)
    await scoreOnce(scene)
    expect(lossOf(await now())).toBe('rule')
  })

  it.each(['canvas', 'other'])(
    'and shows the very grade that was to be replaced has not made it by a rule (%s)',
    async (kind) => {
      await isA(kind)
      await keeps(77)
      expect(lossOf(await now())).toBe('changed')
      expect(deliveryOf(await now(), 'UTC')).toMatchObject({ tone: 'trouble', canResend: true })
    },
  )
})

describe('a score that is refused', () => {
  it('is stuck at once, with the reason, until a person sends it again', async () => {
    scene.lms.onPost = () => ({ kind: 'refused', reason: 'lms.unpublished' })
    await scoreOnce(scene)
    expect(await debt()).toMatchObject({ state: 'stuck', answers: [{ text: 'lms.unpublished' }] })
    scene.clock.pass(DAY)
    expect(await scoreOnce(scene)).toBe(false)
    scene.lms.onPost = (score) => scene.lms.store(score)
    await resend()
    await scoreOnce(scene)
    expect((await now()).state).toBe('final')
  })

  it('is sent again by instructors of the course only', async () => {
    const assistant = await joined(scene, 'assistant')
    const sending = resendScore(assistant, scene.course.id, claim.id)
    await expect(sending).rejects.toMatchObject({ status: 403 })
    const stranger = (await aScene(db.store)).instructor
    const far = resendScore(stranger, scene.course.id, claim.id)
    await expect(far).rejects.toMatchObject({ status: 404 })
  })

  it('is not sent again once it is delivered', async () => {
    await scoreOnce(scene)
    await resend()
    expect(await scoreOnce(scene)).toBe(false)
  })

  it('is the trouble the administrator sees of this LMS; a lost lease is none', async () => {
    const platform = () => scene.store.platforms.get(scene.platform.id)
    scene.lms.onPost = async () => {
      // Somebody presses "send again" while the LMS answers.
      await resend()
      return { kind: 'refused', reason: 'lms.unpublished' }
    }
    await scoreOnce(scene)
    expect((await platform()).lastTrouble).toBeNull()
    scene.lms.onPost = () => ({ kind: 'refused', reason: 'lms.unpublished' })
    await scoreOnce(scene)
    const at = scene.clock.now()
    expect((await platform()).lastTrouble).toEqual({ at, text: 'lms.unpublished' })
  })
})

describe('an LMS that is busy', () => {
  it('is obeyed when it says how long to wait', async () => {
    scene.lms.onPost = () => ({ kind: 'later', reason: 'lms.busy', retryAfterMs: 10 * MINUTE })
    await scoreOnce(scene)
    scene.clock.pass(10 * MINUTE - 1)
    expect(await scoreOnce(scene)).toBe(false)
    scene.clock.pass(1)
    scene.lms.onPost = (score) => scene.lms.store(score)
    expect(await scoreOnce(scene)).toBe(true)
    expect((await now()).state).toBe('final')
  })

  it('or down is tried again ever more rarely, then a person has to look', async () => {
    scene.lms.onRead = () => {
      throw new Upstream('lms.unreachable', true)
    }
    const waits: number[] = []
    for (let i = 0; i < 4; i += 1) {
      expect(await scoreOnce(scene)).toBe(true)
      waits.push(((await debt())?.dueAt?.getTime() ?? 0) - scene.clock.now().getTime())
      scene.clock.pass(HOUR)
    }
    expect(waits[3]).toBeGreaterThan(waits[0] ?? 0)
    const nearlySpent = { $set: { 'debts.score.tries': TRIES - 1 } }
    await db.raw.collection('claims').updateOne({ _id: claim.id as never }, nearlySpent)
    await scoreOnce(scene)
    expect(await debt()).toMatchObject({ state: 'stuck', tries: TRIES })
    expect(scene.lms.posts).toEqual([])
  })
})
