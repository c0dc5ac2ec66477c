// Assistants who check and note, who can decide and why, and students who are only played.

import { beforeEach, describe, expect, it } from 'vitest'
import type { Membership } from '../../src/domain/access.ts'
import type { Claim } from '../../src/domain/claim.ts'
import { lastCheck } from '../../src/domain/claim-check.ts'
import { NotFound } from '../../src/errors.ts'
import { saveClaim, takeBack } from '../../src/services/claims/claims.ts'
import { saveDraft } from '../../src/services/claims/placements.ts'
import { check, decide, ownClaim, reviewPage } from '../../src/services/claims/reviews.ts'
import { studentPage } from '../../src/services/claims/standings.ts'
import type { PersonContext } from '../../src/services/context.ts'
import { setLaunchRoleEnough } from '../../src/services/office/platforms.ts'
import { courseStaff } from '../../src/services/office/staff.ts'
import { aStatement } from '../support/builders.ts'
import { testDatabase } from '../support/mongo.ts'
import { aScene, confirmed, joined, type Scene, submittedWith } from './scene.ts'

const db = testDatabase()
let scene: Scene
beforeEach(async () => {
  scene = await aScene(db.store)
})

const forbidden = { status: 403 }
const ruled = (rule: string) => ({ status: 422, key: rule })

describe('an assistant', () => {
  let assistant: PersonContext
  let claim: Claim
  const mark = (who: PersonContext, note = 'The sheet is complete.') =>
    check(who, scene.course.id, claim.id, note)

  beforeEach(async () => {
    assistant = await joined(scene, 'assistant', { name: 'Theo Assist' })
    claim = await submittedWith(scene, [(await confirmed(scene)).id])
  })

  it('marks a claim as checked, with a note for staff; nothing is decided by it', async () => {
    const after = await mark(assistant)
    expect(lastCheck(after)).toMatchObject({ name: 'Theo Assist', why: 'The sheet is complete.' })
    expect({ ...after, history: [], version: 0 }).toEqual({ ...claim, history: [], version: 0 })
  })

  it('decides nothing', async () => {
    const input = { step: 'approve' as const, note: null, version: '0', seenHours: 0 }
    await expect(decide(assistant, scene.course.id, claim.id, input)).rejects.toMatchObject(
      forbidden,
    )
  })

  it('checks only what waits for a decision, and it counts until the claim comes in anew', async () => {
    await mark(assistant)
    await takeBack(scene.student, scene.course.id, scene.assignment.id)
    await expect(mark(assistant)).rejects.toMatchObject(ruled('claim.notNow'))
    expect(lastCheck(await submittedWith(scene, claim.chosen))).toBeNull()
  })

  it('cannot check their own claim, nor can a student or a stranger check any', async () => {
    const { store, course } = scene
    const membership = await store.memberships.find(course.id, scene.student.actor.person.id)
    if (!membership) throw new Error('no membership')
    await expect(mark(scene.student)).rejects.toMatchObject(forbidden)
    await store.memberships.save({ ...membership, launchRole: 'assistant' })
    await expect(mark(scene.student)).rejects.toMatchObject(ruled('review.ownClaim'))
    const stranger = await joined(await aScene(db.store), 'assistant')
    await expect(mark(stranger)).rejects.toBeInstanceOf(NotFound)
  })
})

describe('a claim opened by its address', () => {
  it('is its own student’s, is reviewed by staff, and is nobody else’s', async () => {
    const claim = await submittedWith(scene, [(await confirmed(scene)).id])
    const open = (who: PersonContext, course = scene.course.id) => ownClaim(who, course, claim.id)
    expect((await open(scene.student))?.id).toBe(claim.id)
    expect(await open(scene.instructor)).toBeNull()
    for (const role of ['student', 'observer', 'rehearsal', 'none'] as const) {
      await expect(open(await joined(scene, role))).rejects.toBeInstanceOf(NotFound)
    }
  })
})

describe('who can decide', () => {
  const told = async (who = scene.instructor) =>
    (await courseStaff(who, scene.course.id)).staff.map(({ person, role, why }) => [
      person.name,
      role,
      why,
    ])

  it('are those the LMS launches as instructors; assistants look', async () => {
    await joined(scene, 'assistant', { name: 'Theo Assist' })
    expect(await told()).toEqual([
      ['Lin Okafor', 'instructor', 'launch'],
      ['Theo Assist', 'assistant', 'assists'],
    ])
    await expect(told(scene.student)).rejects.toMatchObject(forbidden)
  })

  it('are told apart from those whom the roster calls staff no more: they neither decide nor look', async () => {
    const left = await joined(scene, 'assistant', { name: 'Theo Assist' })
    const learns = await joined(scene, 'instructor', { name: 'Noor Haddad' })
    const change = async (who: PersonContext, facts: Partial<Membership>) => {
      const known = await scene.store.memberships.find(scene.course.id, who.actor.person.id)
      if (known) await scene.store.memberships.save({ ...known, ...facts })
    }
    await change(left, { rosterRole: 'none', leftAt: scene.clock.now() })
    await change(learns, { rosterRole: 'student' })
    expect(await told()).toEqual([
      ['Lin Okafor', 'instructor', 'launch'],
      ['Theo Assist', 'none', 'gone'],
      ['Noor Haddad', 'student', 'gone'],
    ])
    await expect(told(learns)).rejects.toMatchObject(forbidden)
  })

  it('on Moodle are those of whom launch and roster say it; the page says why others are not', async () => {
    scene = await aScene(db.store, { platform: { kind: 'moodle' } })
    const as = async (name: string, rosterRole: 'assistant' | null) => {
      const { person } = (await joined(scene, 'instructor', { name })).actor
      const member = await scene.store.memberships.find(scene.course.id, person.id)
      if (member) await scene.store.memberships.save({ ...member, rosterRole })
    }
    await as('Noor Haddad', 'assistant')
    await as('Sam Weil', null)
    expect(await told()).toEqual([
      ['Lin Okafor', 'instructor', 'both'],
      ['Noor Haddad', 'assistant', 'lowered'],
      ['Sam Weil', 'assistant', 'unread'],
    ])
    await scene.store.courses.save({ ...scene.course, rosterUrl: null })
    expect((await told()).at(-1)).toEqual(['Sam Weil', 'assistant', 'noRoster'])
  })

  it('on a Moodle without a roster are nobody, until the administrator says that the launch’s role is enough', async () => {
    scene = await aScene(db.store, { platform: { kind: 'moodle' } })
    await scene.store.courses.save({ ...scene.course, rosterUrl: null })
    const claim = await submittedWith(scene, [(await confirmed(scene)).id])
    const sam = await joined(scene, 'instructor', { name: 'Sam Weil' })
    const member = await scene.store.memberships.find(scene.course.id, sam.actor.person.id)
    if (member) await scene.store.memberships.save({ ...member, rosterRole: null })
    const approve = async () => {
      const { version } = await reviewPage(sam, scene.course.id, claim.id)
      const input = { step: 'approve' as const, note: null, version, seenHours: 20 }
      return decide(sam, scene.course.id, claim.id, input)
    }
    await expect(approve()).rejects.toMatchObject({ status: 403, key: 'review.noRoster' })
    await setLaunchRoleEnough(scene.ctx, scene.platform.id, true)
    expect(await told()).toContainEqual(['Sam Weil', 'instructor', 'enough'])
    expect((await approve()).state).toBe('approved')
    await setLaunchRoleEnough(scene.ctx, scene.platform.id, false)
    expect(await told()).toContainEqual(['Sam Weil', 'assistant', 'noRoster'])
    const lines = (await scene.store.audit.list(10)).map(({ what, facts }) => [what, facts])
    const platformId = scene.platform.id
    expect(lines).toEqual([
      ['audit.launchRoleEnough', { platformId, launchRoleEnough: false }],
      ['audit.launchRoleEnough', { platformId, launchRoleEnough: true }],
    ])
  })
})

describe('who only plays a student', () => {
  it('sees the student’s pages, and nothing of what they send is kept', async () => {
    const pretender = await joined(scene, 'rehearsal', { name: 'Test Student' })
    const { course, assignment } = scene
    expect((await studentPage(pretender, course.id, assignment.id)).claim).toBeNull()
    const kept = ruled('rehearsal.nothingKept')
    const draft = { courseId: course.id, assignmentId: assignment.id, chosen: [], reflection: 'x' }
    await expect(saveClaim(pretender, draft)).rejects.toMatchObject(kept)
    await expect(takeBack(pretender, course.id, assignment.id)).rejects.toMatchObject(kept)
    const placement = { id: null, version: null, statement: aStatement() }
    await expect(saveDraft(pretender, placement)).rejects.toMatchObject(kept)
    const { id } = pretender.actor.person
    expect(await scene.store.placements.ofPerson(id)).toEqual([])
    expect(await scene.store.claims.ofPerson(id)).toEqual([])
  })
})
