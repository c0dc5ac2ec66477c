// Section move, cross-listing: the section follows the roster until the decision, and claims follow their section.

import { beforeEach, describe, expect, it } from 'vitest'
import type { Assignment, Course } from '../../src/domain/course.ts'
import type { RosterMember } from '../../src/domain/launch.ts'
import { giveTime } from '../../src/services/claims/allowances.ts'
import { saveClaim } from '../../src/services/claims/claims.ts'
import { decide, reviewPage } from '../../src/services/claims/reviews.ts'
import type { PersonContext } from '../../src/services/context.ts'
import { readRoster } from '../../src/services/lms/rosters.ts'
import { arrivedClaims, takeOver } from '../../src/services/lms/takeovers.ts'
import { completionRows } from '../../src/services/office/reports.ts'
import { aClaim, aCourse, anAssignment, aRule } from '../support/builders.ts'
import { testDatabase } from '../support/mongo.ts'
import { DAY } from './hands.ts'
import {
  approved,
  aScene,
  comesBack,
  confirmed,
  draftOf,
  joined,
  looked,
  type Scene,
  submittedWith,
} from './scene.ts'

const db = testDatabase()
let scene: Scene

const on = (who: PersonContext, role: RosterMember['role'], sections: string[]): RosterMember => ({
  ...{ subject: who.actor.person.accounts[0]?.subject ?? '', role, name: null, mail: null },
  ...{ sisPersonId: null, active: true, sections },
})
const reading = async (course: Course, members: RosterMember[]) => {
  scene.lms.roster = members
  await readRoster(scene.ctx, scene.platform, await scene.store.courses.get(course.id))
}
const here = (sections: string[]) =>
  reading(scene.course, [
    on(scene.student, 'student', sections),
    on(scene.instructor, 'instructor', []),
  ])
const waiting = async () => submittedWith(scene, [(await confirmed(scene)).id])
const rows = async () => {
  const all = []
  for await (const row of completionRows(scene.ctx)) all.push(row)
  return all
}

beforeEach(async () => {
  scene = await aScene(db.store)
})

describe('section move', () => {
  it('the section follows the roster until the decision, then is frozen', async () => {
    await here(['BIO-01'])
    const { id } = await waiting()
    const section = async () => (await reviewPage(scene.instructor, scene.course.id, id)).section
    expect(await section()).toEqual({ ids: ['BIO-01'], from: 'roster' })
    await here(['BIO-02', 'BIO-LAB'])
    expect(await section()).toEqual({ ids: ['BIO-02', 'BIO-LAB'], from: 'roster' })
    const claim = await approved(scene, id)
    expect(claim.decisions[0]?.section).toEqual({ ids: ['BIO-02', 'BIO-LAB'], from: 'roster' })
    await here(['BIO-03'])
    expect(await section()).toEqual({ ids: ['BIO-02', 'BIO-LAB'], from: 'roster' })
    expect(await rows()).toMatchObject([
      { sis_section_id: 'BIO-02; BIO-LAB', section_source: 'roster' },
    ])
  })

  it('where the roster tells no sections, the course’s own stands', async () => {
    await scene.store.courses.save({ ...scene.course, sisSectionId: 'COURSE-1' })
    await here([])
    await approved(scene, (await waiting()).id)
    await scene.store.courses.save({ ...scene.course, sisSectionId: 'COURSE-2' })
    expect(await rows()).toMatchObject([{ sis_section_id: 'COURSE-1', section_source: 'launch' }])
  })
})

describe('a student who leaves', () => {
  it('approved stays, flagged for the registrar', async () => {
    await here(['BIO-01'])
    await approved(scene, (await waiting()).id)
    expect(await rows()).toMatchObject([{ left_course_at: null }])
    scene.clock.pass(DAY)
    await reading(scene.course, [on(scene.instructor, 'instructor', [])])
    const left_course_at = scene.clock.now().toISOString()
    expect(await rows()).toMatchObject([{ left_course_at, sis_section_id: 'BIO-01' }])
  })
})

describe('cross-listing', () => {
  let there: Course
  let into: Assignment
  let receiver: PersonContext
  const all = () => [on(scene.student, 'student', ['BIO-01']), on(receiver, 'instructor', [])]
  const arrived = () => arrivedClaims(scene.ctx, there)
  const moved = async () => {
    await reading(scene.course, [on(scene.instructor, 'instructor', [])])
    await reading(there, all())
  }

  beforeEach(async () => {
    const of = { institutionId: scene.institution.id }
    there = aCourse({ ...of, platformId: scene.platform.id, label: 'ENV 300' })
    await scene.store.courses.add(there)
    into = anAssignment({ ...of, courseId: there.id, rules: [aRule({ fullHours: 20 })] })
    await scene.store.assignments.add(into)
    receiver = await joined({ ...scene, course: there }, 'instructor', { name: 'Noor Haddad' })
    await here(['BIO-01'])
  })

  it("the receiving course's instructor takes claims over under the same id", async () => {
    const { id, firstSubmittedAt } = await waiting()
    const personIds = [scene.student.actor.person.id]
    const time = { personIds, until: '2026-12-11', why: 'Ill' }
    await giveTime(scene.instructor, scene.course.id, scene.assignment.id, time)
    await moved()
    expect(await scene.store.claims.get(id)).toMatchObject({ state: 'withdrawn' })
    expect((await arrived()).map(({ claim, from }) => [claim.id, from.label])).toEqual([
      [id, scene.course.label],
    ])
    await takeOver(receiver, there.id, into.id)
    const claim = await scene.store.claims.get(id)
    expect(claim).toMatchObject({
      ...{ id, courseId: there.id, assignmentId: into.id, state: 'submitted', leftAt: null },
      ...{ firstSubmittedAt, ruleVersion: 1 },
    })
    expect(claim.history.at(-1)).toMatchObject({ what: 'claim.takeOver', name: 'Noor Haddad' })
    const allowed = await scene.store.allowances.find(into.id, claim.personId)
    expect(allowed).toMatchObject({ times: [{ why: 'Ill' }], words: [], lmsDueAt: null })
    expect(await arrived()).toEqual([])
    const moving = { ...scene, course: there, instructor: receiver }
    const seen = await looked(moving, id)
    const after = await decide(receiver, there.id, id, { step: 'approve', note: null, ...seen })
    // By the rule of the receiving course: its 20 hours are all of the points.
    expect(after.decisions[0]?.credit.result.score.given).toBe(100)
  })

  it('a claim whose work a denied one has held for long enough comes along as submitted', async () => {
    const { id } = await waiting()
    const { chosen } = await scene.store.claims.get(id)
    await moved()
    const of = { institutionId: scene.institution.id, personId: scene.student.actor.person.id }
    const over = { heldUntil: new Date(scene.clock.now().getTime() - DAY), counts: chosen }
    const denied = aClaim({ ...of, courseId: scene.course.id, state: 'denied', ...over })
    await scene.store.claims.add(denied)
    await takeOver(receiver, there.id, into.id)
    expect(await scene.store.claims.get(id)).toMatchObject({ state: 'submitted', counts: chosen })
  })

  it('a draft comes along as a draft, and goes by the newest rule', async () => {
    await saveClaim(scene.student, draftOf(scene, [(await confirmed(scene)).id]))
    await moved()
    await takeOver(receiver, there.id, into.id)
    const claim = await scene.store.claims.find(scene.student.actor.person.id, into.id)
    expect(claim).toMatchObject({ state: 'draft', ruleVersion: null })
  })

  it('nothing comes along for who is there in another section, or without any', async () => {
    await waiting()
    await reading(scene.course, [on(scene.instructor, 'instructor', [])])
    for (const sections of [['ENV-09'], []]) {
      const members = [on(scene.student, 'student', sections), on(receiver, 'instructor', ['X'])]
      await reading(there, members)
      expect(await arrived()).toEqual([])
    }
    await expect(takeOver(receiver, there.id, into.id)).rejects.toMatchObject({
      key: 'takeover.none',
    })
  })

  it('what was decided stays where it was decided', async () => {
    const { id } = await approved(scene, (await waiting()).id)
    await moved()
    expect(await arrived()).toEqual([])
    expect(await scene.store.claims.get(id)).toMatchObject({ courseId: scene.course.id })
  })

  it('a student who has begun there already keeps that claim', async () => {
    const { id } = await waiting()
    await moved()
    const member = await scene.store.memberships.find(
      scene.course.id,
      scene.student.actor.person.id,
    )
    if (member) {
      const own = { id: 'm2', courseId: there.id, leftAt: null, rosterRole: null }
      await scene.store.memberships.save({ ...member, ...own })
    }
    const draft = { ...draftOf(scene, [], into.id), courseId: there.id }
    const own = await saveClaim(scene.student, draft)
    await expect(takeOver(receiver, there.id, into.id)).rejects.toMatchObject({ status: 409 })
    expect(await scene.store.claims.get(id)).toMatchObject({ courseId: scene.course.id })
    expect(await scene.store.claims.get(own.id)).toMatchObject({ courseId: there.id })
  })

  it('is done by nobody but an instructor of the receiving course', async () => {
    await waiting()
    await moved()
    const assistant = await joined({ ...scene, course: there }, 'assistant')
    await comesBack({ ...scene, course: there }, assistant)
    await expect(takeOver(assistant, there.id, into.id)).rejects.toMatchObject({ status: 403 })
    await expect(takeOver(scene.instructor, there.id, into.id)).rejects.toMatchObject({
      status: 404,
    })
  })
})
