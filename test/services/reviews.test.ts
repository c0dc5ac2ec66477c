// The instructor's queue and decision: on what was seen, once, by those who teach, with the score owed in the same write.

import { beforeEach, describe, expect, it } from 'vitest'
import { takeBack } from '../../src/services/claims/claims.ts'
import { answer } from '../../src/services/claims/confirmations.ts'
import { courseQueue, queue } from '../../src/services/claims/queues.ts'
import { decide, reviewPage } from '../../src/services/claims/reviews.ts'
import { deliveries } from '../../src/services/lms/deliveries.ts'
import { aCourse, aMembership } from '../support/builders.ts'
import { testDatabase } from '../support/mongo.ts'
import { DAY } from './hands.ts'
import type { Scene } from './scene.ts'
import {
  answering,
  approved,
  aScene,
  asked,
  confirmed,
  employer,
  joined,
  looked,
  mailAll,
  submittedWith,
} from './scene.ts'

const db = testDatabase()
let scene: Scene

beforeEach(async () => {
  scene = await aScene(db.store)
})

type Step = 'approve' | 'deny' | 'giveBack'

async function decided(
  claimId: string,
  step: Step,
  note: string | null = null,
  by = scene.instructor,
) {
  const seen = await looked(scene, claimId, by)
  return decide(by, scene.course.id, claimId, { step, note, ...seen })
}

async function waiting() {
  return submittedWith(scene, [(await confirmed(scene)).id])
}

const refused = (rule: string) => ({ refusals: [expect.objectContaining({ rule })] })

describe('the queue', () => {
  it('shows what waits in the courses one teaches, oldest first, and nobody else’s', async () => {
    const first = await waiting()
    scene.clock.pass(DAY)
    const mate = await joined(scene, 'student')
    const second = await submittedWith(scene, [(await confirmed(scene, {}, mate)).id], mate)
    const rows = await queue(scene.instructor)
    expect(rows.map((row) => row.claim.id)).toEqual([first.id, second.id])
    expect(rows[0]).toMatchObject({
      credit: { result: { usableWorkHours: 20 } },
      person: { name: 'Ada Morgan' },
    })
    expect(await queue((await aScene(db.store)).instructor)).toEqual([])
    await approved(scene, first.id)
    expect((await courseQueue(scene.instructor, scene.course.id)).map((r) => r.claim.id)).toEqual([
      second.id,
    ])
  })

  it('is looked at by assistants, and by nobody else', async () => {
    const { id } = await waiting()
    const assistant = await joined(scene, 'assistant')
    expect(await courseQueue(assistant, scene.course.id)).toHaveLength(1)
    expect((await reviewPage(assistant, scene.course.id, id)).claim.id).toBe(id)
    for (const role of ['student', 'observer', 'rehearsal', 'none'] as const) {
      const person = await joined(scene, role)
      await expect(courseQueue(person, scene.course.id)).rejects.toMatchObject({ status: 403 })
      await expect(reviewPage(person, scene.course.id, id)).rejects.toMatchObject({ status: 403 })
    }
  })

  it('shows no draft, and no claim under another course’s address', async () => {
    const { id } = await waiting()
    await takeBack(scene.student, scene.course.id, scene.assignment.id)
    const look = reviewPage(scene.instructor, scene.course.id, id)
    await expect(look).rejects.toMatchObject({ status: 404 })
    const institutionId = scene.institution.id
    const course = aCourse({ institutionId, platformId: scene.platform.id })
    await scene.store.courses.add(course)
    const personId = scene.instructor.actor.person.id
    const membership = { institutionId, courseId: course.id, personId }
    await scene.store.memberships.save(aMembership({ ...membership, launchRole: 'instructor' }))
    const elsewhere = reviewPage(scene.instructor, course.id, id)
    await expect(elsewhere).rejects.toMatchObject({ status: 404 })
  })
})

describe('a decision', () => {
  it('approves: the rule, the inputs, the arithmetic and the owed score stand in one claim', async () => {
    const { id } = await waiting()
    const after = await decided(id, 'approve')
    expect(after).toMatchObject({
      state: 'approved',
      decisions: [
        {
          step: 'approve',
          byName: 'Lin Okafor',
          rule: { version: 1 },
          placements: [{ confirmedHours: 20 }],
          credit: { result: { score: { given: 50, maximum: 100 } } },
        },
      ],
      debts: { score: { state: 'due', value: { given: 50, maximum: 100 } } },
    })
    await mailAll(scene)
    expect(scene.mail.viewsTo(scene.student.actor.person.mail ?? '')).toContain('decided')
  })

  it('owes no score where the assignment has no column', async () => {
    scene = await aScene(db.store, { assignment: { lineItemUrl: null } })
    const after = await decided((await waiting()).id, 'approve')
    expect(after.debts.score).toBeUndefined()
  })

  it('gives back or denies with a note only, and sends no score', async () => {
    const { id } = await waiting()
    await expect(decided(id, 'deny')).rejects.toMatchObject(refused('review.noteNeeded'))
    const after = await decided(id, 'giveBack', 'Say more.')
    expect(after).toMatchObject({ state: 'draft' })
    expect(after.debts.score).toBeUndefined()
  })

  it('credit reached is less than requested under “complete”: not approvable, never 0 points', async () => {
    scene = await aScene(db.store, { rule: { scheme: 'complete' } })
    const { id } = await waiting()
    await expect(decided(id, 'approve')).rejects.toMatchObject(refused('credit.belowFull'))
  })

  it('approving never counts a waiting placement, and nothing confirmed cannot be approved', async () => {
    const { id } = await submittedWith(scene, [(await asked(scene)).id])
    await expect(decided(id, 'approve')).rejects.toMatchObject(refused('credit.nothingConfirmed'))
  })

  it('is for instructors: assistants, students and other courses’ instructors are refused', async () => {
    const { id } = await waiting()
    const input = { step: 'approve' as const, note: null, ...(await looked(scene, id)) }
    for (const role of ['assistant', 'student', 'observer', 'rehearsal'] as const) {
      const by = await joined(scene, role)
      const deciding = decide(by, scene.course.id, id, input)
      await expect(deciding).rejects.toMatchObject({ status: 403, key: 'review.notInstructor' })
    }
    const stranger = (await aScene(db.store)).instructor
    const deciding = decide(stranger, scene.course.id, id, input)
    await expect(deciding).rejects.toMatchObject({ status: 404 })
  })

  it('somebody would decide on their own claim: refused', async () => {
    const { id } = await waiting()
    const personId = scene.student.actor.person.id
    const own = { institutionId: scene.institution.id, courseId: scene.course.id, personId }
    await scene.store.memberships.save(aMembership({ ...own, launchRole: 'instructor' }))
    await expect(decided(id, 'approve', null, scene.student)).rejects.toMatchObject(
      refused('review.ownClaim'),
    )
  })
})

describe('an answer arrives while the instructor has the claim open', () => {
  it('deciding is refused once, with what changed', async () => {
    const known = await confirmed(scene)
    const late = await asked(scene)
    const { id } = await submittedWith(scene, [known.id, late.id])
    const seen = await looked(scene, id)
    await answer(await employer(scene), answering('fewer', { hours: 12 }))
    const input = { step: 'approve' as const, note: null, ...seen }
    await expect(decide(scene.instructor, scene.course.id, id, input)).rejects.toMatchObject({
      status: 409,
      key: 'review.changedHours',
      facts: { from: 20, to: 32 },
    })
    expect((await decided(id, 'approve')).state).toBe('approved')
  })

  it('also when the process ended before the claim was told', async () => {
    const { id: placementId } = await confirmed(scene)
    const { id, version } = await submittedWith(scene, [placementId])
    const seen = await looked(scene, id)
    // The first of the two writes only.
    const placement = await scene.store.placements.get(placementId)
    await scene.store.placements.save({ ...placement, confirmedHours: 8 })
    expect((await scene.store.claims.get(id)).version).toBe(version)
    const input = { step: 'approve' as const, note: null, ...seen }
    await expect(decide(scene.instructor, scene.course.id, id, input)).rejects.toMatchObject({
      key: 'review.changedHours',
      facts: { from: 20, to: 8 },
    })
  })

  it('also when the hours come out the same', async () => {
    scene = await aScene(db.store, { rule: { fullHours: 10 } })
    const { id: placementId } = await confirmed(scene)
    const { id } = await submittedWith(scene, [placementId])
    const seen = await looked(scene, id)
    await answer(await employer(scene), answering('fewer', { hours: 15 }))
    const input = { step: 'approve' as const, note: null, ...seen }
    const deciding = decide(scene.instructor, scene.course.id, id, input)
    await expect(deciding).rejects.toMatchObject({ status: 409, key: 'review.changed' })
  })

  it('and when the two meet in the same moment, what was decided is what was seen', async () => {
    const placement = await confirmed(scene)
    const { id } = await submittedWith(scene, [placement.id])
    const input = { step: 'approve' as const, note: null, ...(await looked(scene, id)) }
    const ctx = await employer(scene)
    const [decision] = await Promise.allSettled([
      decide(scene.instructor, scene.course.id, id, input),
      answer(ctx, answering('fewer', { hours: 4 })),
    ])
    const claim = await scene.store.claims.get(id)
    if (decision.status === 'rejected') expect(claim.decisions).toEqual([])
    else expect(claim.decisions.at(-1)?.credit.result.countedWorkHours).toBe(20)
  })
})

describe('several instructors', () => {
  it('decide at once: one decision stands, the other is told who decided what', async () => {
    const { id } = await waiting()
    const second = await joined(scene, 'instructor', { name: 'Sam Rivers' })
    const input = await looked(scene, id)
    const results = await Promise.allSettled([
      decide(scene.instructor, scene.course.id, id, { step: 'approve', note: null, ...input }),
      decide(second, scene.course.id, id, { step: 'deny', note: 'No.', ...input }),
    ])
    const claim = await scene.store.claims.get(id)
    expect(claim.decisions).toHaveLength(1)
    expect(claim.debts.score === undefined).toBe(claim.state === 'denied')
    const won = claim.decisions[0]
    expect(results.filter((r) => r.status === 'rejected')).toMatchObject([
      {
        reason: {
          status: 409,
          key: `review.meanwhile.${won?.step}`,
          facts: { who: won?.byName },
        },
      },
    ])
  })

  it('one decides on what a student has just taken back: refused, and told so', async () => {
    const { id } = await waiting()
    const input = { step: 'approve' as const, note: null, ...(await looked(scene, id)) }
    await takeBack(scene.student, scene.course.id, scene.assignment.id)
    await expect(decide(scene.instructor, scene.course.id, id, input)).rejects.toMatchObject({
      status: 409,
      key: 'review.meanwhile.takeBack',
    })
  })
})

describe('an instructor', () => {
  it('does not decide on hours that they confirmed themselves, however the address is tagged', async () => {
    const { id } = await waiting()
    const [placement] = (await reviewPage(scene.instructor, scene.course.id, id)).placements
    const [box, domain] = placement?.answer?.byMail.split('@') ?? []
    const supervisor = await joined(scene, 'instructor', { mail: `${box}+work@${domain}` })
    for (const step of ['approve', 'giveBack', 'deny'] as const) {
      const own = { status: 422, key: 'review.ownAnswer' }
      await expect(decided(id, step, 'as I know', supervisor)).rejects.toMatchObject(own)
    }
    await decided(id, 'approve')
  })

  it('keeps the queue when an LMS they taught in is removed', async () => {
    await waiting()
    const gone = aMembership({
      institutionId: scene.institution.id,
      courseId: aCourse().id,
      personId: scene.instructor.actor.person.id,
      launchRole: 'instructor',
    })
    await scene.store.memberships.save(gone)
    expect(await queue(scene.instructor)).toHaveLength(1)
  })
})

describe('on Moodle', () => {
  it('nobody decides until the roster has been read, and the page says so', async () => {
    scene = await aScene(db.store, { platform: { kind: 'moodle' } })
    const { id } = await waiting()
    const input = { step: 'approve' as const, note: null, ...(await looked(scene, id)) }
    const personId = scene.instructor.actor.person.id
    const own = { institutionId: scene.institution.id, courseId: scene.course.id, personId }
    const launched = { ...own, launchRole: 'instructor' as const }
    await scene.store.memberships.save(aMembership({ ...launched, rosterRole: null }))
    const early = decide(scene.instructor, scene.course.id, id, input)
    await expect(early).rejects.toMatchObject({ status: 403, key: 'review.rosterUnread' })
    await scene.store.memberships.save(aMembership({ ...launched, rosterRole: 'assistant' }))
    const lower = decide(scene.instructor, scene.course.id, id, input)
    await expect(lower).rejects.toMatchObject({ status: 403, key: 'review.notInstructor' })
  })
})

describe('the delivery of one assignment', () => {
  it('lists the claims that owe or have paid a score', async () => {
    const { id } = await waiting()
    expect(
      (await deliveries(scene.instructor, scene.course.id, scene.assignment.id)).claims,
    ).toEqual([])
    await approved(scene, id)
    const { claims } = await deliveries(scene.instructor, scene.course.id, scene.assignment.id)
    expect(claims.map((c) => c.id)).toEqual([id])
  })
})
