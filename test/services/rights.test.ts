// Rights in a course: they end when the LMS has been silent for a day, and hold in the LMS that was opened only.

import { beforeEach, describe, expect, it } from 'vitest'
import type { Person } from '../../src/domain/person.ts'
import { arrive } from '../../src/services/arriving/arrivals.ts'
import { giveTime, vouch } from '../../src/services/claims/allowances.ts'
import { nameEmployers } from '../../src/services/claims/employers.ts'
import { queue } from '../../src/services/claims/queues.ts'
import { check, decide, reviewPage } from '../../src/services/claims/reviews.ts'
import { studentPage } from '../../src/services/claims/standings.ts'
import type { PersonContext } from '../../src/services/context.ts'
import { placeIn } from '../../src/services/rights.ts'
import { aLaunch, aLogin } from '../support/a-launch.ts'
import { aDeployment, aPlatform } from '../support/builders.ts'
import { testDatabase } from '../support/mongo.ts'
import { DAY, HOUR } from './hands.ts'
import { aScene, confirmed, joined, personContext, type Scene, submittedWith } from './scene.ts'

const db = testDatabase()
let scene: Scene
let claimId: string

beforeEach(async () => {
  scene = await aScene(db.store)
  await admitted(scene.platform.id)
  claimId = (await submittedWith(scene, [(await confirmed(scene)).id])).id
})

const openAgain = { status: 403, key: 'errors.openAgain' }

async function admitted(platformId: string): Promise<void> {
  const institutionId = scene.institution.id
  await scene.store.deployments.add(aDeployment({ institutionId, platformId, deploymentId: '1' }))
}

async function opens(who: PersonContext, role: 'instructor' | 'student' = 'instructor') {
  const { name, mail, accounts } = who.actor.person
  const { contextId } = scene.course
  const course = { contextId, label: 'DES 210', title: 'Design', ...NO_IDS }
  const said = { name, mail, role, course, subject: accounts[0]?.subject ?? '' }
  const platform = await scene.store.platforms.get(scene.platform.id)
  return arrive(scene.ctx, aLaunch(platform.id, said), platform, aLogin())
}

const NO_IDS = { sisSectionId: null, sisCourseId: null, term: null, history: [], pageUrl: null }

describe('who was staff in a course', () => {
  it.each(['instructor', 'assistant'] as const)(
    'as %s has no rights there a day after the LMS last said so, and is told to open it again',
    async (role) => {
      const who = await joined(scene, role)
      scene.clock.pass(DAY)
      const { version } = await reviewPage(who, scene.course.id, claimId)
      const approval = { step: 'approve' as const, note: null, version, seenHours: 20 }
      scene.clock.pass(1)
      const look = reviewPage(who, scene.course.id, claimId)
      await expect(look).rejects.toMatchObject(openAgain)
      const decision = decide(who, scene.course.id, claimId, approval)
      await expect(decision).rejects.toMatchObject(openAgain)
      expect(await queue(who)).toEqual([])
    },
  )

  it('has them as long as the course is opened, also when nothing else has changed', async () => {
    await opens(scene.instructor)
    for (let i = 0; i < 4; i += 1) {
      scene.clock.pass(20 * HOUR)
      await opens(scene.instructor)
      expect(await queue(scene.instructor)).toHaveLength(1)
    }
  })

  it('keeps what is their own as a student, however long ago they came', async () => {
    scene.clock.pass(200 * DAY)
    const { course, assignment } = scene
    expect((await studentPage(scene.student, course.id, assignment.id)).claim?.id).toBe(claimId)
  })
})

describe('one LMS of the institution', () => {
  async function comesFromElsewhere(who: PersonContext, said: Partial<Person> = {}) {
    const platform = aPlatform({ institutionId: scene.institution.id })
    await scene.store.platforms.add(platform)
    await admitted(platform.id)
    const { name, mail, sisPersonId } = { ...who.actor.person, ...said }
    const launch = aLaunch(platform.id, { name, mail, sisPersonId, role: 'instructor' })
    const arrival = await arrive(scene.ctx, launch, platform, aLogin())
    expect(arrival.person.id).toBe(who.actor.person.id)
    return { ...arrival, ctx: personContext(scene.ctx, arrival.person, platform.id) }
  }

  it('makes nobody an instructor of another, whomever it says it sends', async () => {
    const lin = await joined(scene, 'instructor', { sisPersonId: 'E-77' })
    expect(await queue(lin)).toHaveLength(1)
    const { ctx, course } = await comesFromElsewhere(lin)
    expect((await placeIn(ctx, course.id)).role).toBe('instructor')
    await expect(reviewPage(ctx, scene.course.id, claimId)).rejects.toMatchObject(openAgain)
    expect(await queue(ctx)).toEqual([])
  })

  it('changes no name and no mail of somebody whom another knew first', async () => {
    const lin = await joined(scene, 'instructor', { sisPersonId: 'E-77', mail: null })
    const { person, ctx, platform } = await comesFromElsewhere(lin, {
      name: 'X',
      mail: 'x@y.example',
    })
    expect(person).toMatchObject({ name: lin.actor.person.name, mail: null })
    expect(person.accounts).toHaveLength(2)
    const [, account] = person.accounts
    const again = aLaunch(platform.id, { subject: account?.subject ?? '', name: 'X' })
    expect((await arrive(ctx, again, platform, aLogin())).person.name).toBe(lin.actor.person.name)
  })

  it('shows a student what is theirs in another', async () => {
    const ada = await joined(scene, 'student', { sisPersonId: 'S-1' })
    const claim = await submittedWith(scene, [(await confirmed(scene, {}, ada)).id], ada)
    const { ctx } = await comesFromElsewhere(ada)
    const page = await studentPage(ctx, scene.course.id, scene.assignment.id)
    expect(page.claim?.id).toBe(claim.id)
  })
})

describe('who has a second account', () => {
  it('neither decides, checks, joins employers nor gives time for themselves through it', async () => {
    const { course, assignment, student } = scene
    const { id: personId, mail } = student.actor.person
    const second = await joined(scene, 'instructor', { mail: mail?.toUpperCase() ?? null })
    const own = { refusals: [{ rule: 'review.ownClaim' }] }
    const self = { refusals: [{ rule: 'allowance.self' }] }
    const { version } = await reviewPage(second, course.id, claimId)
    const approval = { step: 'approve' as const, note: null, version, seenHours: 20 }
    const until = { personIds: [personId], until: '2026-12-24', why: 'Ill' }
    const word = { personId, parameter: 'maxPlacements' as const, why: 'I know them' }
    for (const [wish, refusal] of [
      [() => decide(second, course.id, claimId, approval), own],
      [() => check(second, course.id, claimId, 'Fine'), own],
      [() => nameEmployers(second, course.id, claimId, {}), own],
      [() => giveTime(second, course.id, assignment.id, until), self],
      [() => vouch(second, course.id, assignment.id, word), self],
    ] as const) {
      await expect(wish()).rejects.toMatchObject(refusal)
    }
  })
})
