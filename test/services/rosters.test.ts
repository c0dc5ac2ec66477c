// Rosters: who joined, changed role and left; who left keeps their history and loses their rights, and may come back.

import { beforeEach, describe, expect, it } from 'vitest'
import { lastCheck } from '../../src/domain/claim-check.ts'
import type { RosterMember } from '../../src/domain/launch.ts'
import { readDueCourses } from '../../src/jobs/nightly.ts'
import { arrive } from '../../src/services/arriving/arrivals.ts'
import { saveClaim } from '../../src/services/claims/claims.ts'
import { queue } from '../../src/services/claims/queues.ts'
import { check, reviewPage } from '../../src/services/claims/reviews.ts'
import { readRoster, readRosterNow } from '../../src/services/lms/rosters.ts'
import { completionPage } from '../../src/services/office/reports.ts'
import { placeIn } from '../../src/services/rights.ts'
import { t } from '../../src/text.ts'
import { aLaunch, aLogin } from '../support/a-launch.ts'
import { aClaim, aDeployment, aTerm } from '../support/builders.ts'
import { testDatabase } from '../support/mongo.ts'
import { DAY, HOUR } from './hands.ts'
import { approved, aScene, confirmed, draftOf, joined, type Scene, submittedWith } from './scene.ts'

const db = testDatabase()
let scene: Scene

const on = (subject: string, role: RosterMember['role'], name: string | null = null) => ({
  ...{ subject, role, name, mail: null, sisPersonId: null, active: true, sections: ['S-1'] },
})
const subjectOf = (who: Scene['student']) => who.actor.person.accounts[0]?.subject ?? ''
const everybody = () => [
  on(subjectOf(scene.student), 'student', 'Ada Morgan'),
  on(subjectOf(scene.instructor), 'instructor', 'Lin Okafor'),
]
const read = async (members: RosterMember[]) => {
  scene.lms.roster = members
  const course = await scene.store.courses.get(scene.course.id)
  return readRoster(scene.ctx, scene.platform, course)
}
const withoutStudent = () => everybody().slice(1)
const membership = () =>
  scene.store.memberships.find(scene.course.id, scene.student.actor.person.id)

beforeEach(async () => {
  scene = await aScene(db.store)
  await read(everybody())
})

describe('a roster', () => {
  it('keeps everybody on it with their sections, and tells what is new', async () => {
    scene.clock.pass(DAY)
    await read([...withoutStudent(), on('new', 'student', 'Noor Haddad')])
    scene.clock.pass(DAY)
    await read([...withoutStudent(), on('new', 'assistant', 'Noor Haddad')])
    const roster = await scene.store.rosters.ofCourse(scene.course.id)
    expect(roster?.news.map(({ what, name }) => [what, name])).toEqual([
      ['joined', 'Noor Haddad'],
      ['left', 'Ada Morgan'],
      ['role', 'Noor Haddad'],
    ])
    const left = roster?.entries.find(({ subject }) => subject === subjectOf(scene.student))
    expect(left).toMatchObject({ name: 'Ada Morgan', sections: ['S-1'], leftAt: expect.any(Date) })
  })

  it('without anybody on it takes nobody out', async () => {
    expect(await read([])).toBeNull()
    expect(await membership()).toMatchObject({ leftAt: null })
  })

  it('that cannot be read changes nothing but when it was tried', async () => {
    scene.lms.roster = null
    scene.clock.pass(HOUR)
    const course = await scene.store.courses.get(scene.course.id)
    expect(await readRoster(scene.ctx, scene.platform, course)).toBeNull()
    expect(await membership()).toMatchObject({ leftAt: null })
    const after = await scene.store.courses.get(scene.course.id)
    expect(after).toMatchObject({
      rosterTriedAt: scene.clock.now(),
      rosterReadAt: course.rosterReadAt,
    })
  })

  it('of a thousand is kept whole', async () => {
    const many = Array.from({ length: 1000 }, (_, i) => on(`person ${i}`, 'student'))
    await read([...everybody(), ...many])
    expect((await scene.store.rosters.ofCourse(scene.course.id))?.entries).toHaveLength(1002)
  })
})

describe('the student leaves the course', () => {
  it('has no place there any more', async () => {
    await read(withoutStudent())
    expect(await placeIn(scene.student, scene.course.id)).toMatchObject({ role: 'none' })
  })

  it('has a draft dropped, and a submitted claim withdrawn with its placements free', async () => {
    const { id } = await submittedWith(scene, [(await confirmed(scene)).id])
    await read(withoutStudent())
    const claim = await scene.store.claims.get(id)
    expect(claim).toMatchObject({ state: 'withdrawn', counts: [], leftAt: expect.any(Date) })
    expect(claim.history.at(-1)).toMatchObject({ what: 'claim.leave' })
    const other = await joined(scene, 'student')
    await read([...everybody(), on(subjectOf(other), 'student')])
    await saveClaim(other, draftOf(scene, []))
    await read(everybody())
    expect(await scene.store.claims.find(other.actor.person.id, scene.assignment.id)).toMatchObject(
      {
        state: 'dropped',
      },
    )
  })

  it('keeps what they claim in another course', async () => {
    const { store, institution, student } = scene
    const personId = student.actor.person.id
    const elsewhere = aClaim({ institutionId: institution.id, personId, state: 'submitted' })
    await store.claims.add(elsewhere)
    await read(withoutStudent())
    expect(await store.claims.get(elsewhere.id)).toEqual(elsewhere)
  })

  it('who comes back while another claim counts the placement has a draft again', async () => {
    const placement = await confirmed(scene)
    const { id } = await submittedWith(scene, [placement.id])
    await read(withoutStudent())
    const { store, institution, student } = scene
    const own = { institutionId: institution.id, personId: student.actor.person.id }
    await store.claims.add(aClaim({ ...own, state: 'submitted', chosen: [placement.id] }))
    await read(everybody())
    expect(await store.claims.get(id)).toMatchObject({ state: 'draft', counts: [], leftAt: null })
  })

  it('keeps what was approved, flagged', async () => {
    const { id } = await submittedWith(scene, [(await confirmed(scene)).id])
    await approved(scene, id)
    await read(withoutStudent())
    await read(withoutStudent())
    const claim = await scene.store.claims.get(id)
    expect(claim).toMatchObject({ state: 'approved', leftAt: expect.any(Date) })
    expect(claim.history.filter(({ what }) => what === 'claim.leave')).toHaveLength(1)
  })

  it('who comes back has the claim submitted again while its placements are free', async () => {
    const placement = await confirmed(scene)
    const { id } = await submittedWith(scene, [placement.id])
    await read(withoutStudent())
    await read(everybody())
    expect(await scene.store.claims.get(id)).toMatchObject({
      ...{ state: 'submitted', counts: [placement.id], leftAt: null },
    })
    expect(await placeIn(scene.student, scene.course.id)).toMatchObject({ role: 'student' })
  })

  it('who is back after the term begins again: nothing of last term is submitted by itself', async () => {
    const institutionId = scene.institution.id
    await scene.store.terms.add(aTerm({ institutionId, gradesDueOn: '2026-12-22' }))
    const { id } = await submittedWith(scene, [(await confirmed(scene)).id])
    await read(withoutStudent())
    scene.clock.at = new Date('2026-12-18T22:00:00Z')
    await read(everybody())
    expect(await scene.store.claims.get(id)).toMatchObject({ state: 'submitted', leftAt: null })
    await read(withoutStudent())
    scene.clock.at = new Date('2026-12-19T09:00:00Z')
    await read(everybody())
    const claim = await scene.store.claims.get(id)
    expect(claim).toMatchObject({ state: 'withdrawn', counts: [], leftAt: expect.any(Date) })
    // It is theirs to begin again, as somebody who is here.
    const draft = await saveClaim(scene.student, draftOf(scene, claim.chosen))
    expect(draft).toMatchObject({ id, state: 'draft', leftAt: null })
  })

  it('who is back after the term has left no longer: what was approved begins nothing, and its flag goes', async () => {
    const institutionId = scene.institution.id
    await scene.store.terms.add(aTerm({ institutionId, gradesDueOn: '2026-12-22' }))
    const { id } = await submittedWith(scene, [(await confirmed(scene)).id])
    await approved(scene, id)
    await read(withoutStudent())
    scene.clock.at = new Date('2026-12-19T09:00:00Z')
    await read(everybody())
    const claim = await scene.store.claims.get(id)
    expect(claim).toMatchObject({ state: 'approved', leftAt: null })
    const { rows } = await completionPage(scene.ctx, null, 10)
    expect(rows).toEqual([expect.objectContaining({ left_course_at: null })])
  })

  it('who comes back to an assignment that was closed meanwhile holds nothing there', async () => {
    const { id } = await submittedWith(scene, [(await confirmed(scene)).id])
    await read(withoutStudent())
    await scene.store.assignments.change(scene.assignment.id, { state: 'closed' })
    await read(everybody())
    expect(await scene.store.claims.get(id)).toMatchObject({
      ...{ state: 'withdrawn', counts: [], leftAt: null },
    })
  })

  it('who is launched again is back at once, whatever last night said', async () => {
    const { id } = await submittedWith(scene, [(await confirmed(scene)).id])
    await read(withoutStudent())
    const { course, platform } = scene
    const of = { institutionId: scene.institution.id, platformId: platform.id }
    await scene.store.deployments.add(aDeployment({ ...of, deploymentId: 'd1' }))
    const launch = aLaunch(platform.id, {
      deploymentId: 'd1',
      subject: subjectOf(scene.student),
      role: 'student',
      course: {
        ...{ contextId: course.contextId, label: course.label, title: course.title },
        ...{ sisSectionId: null, sisCourseId: null, term: null, history: [], pageUrl: null },
      },
    })
    await arrive(scene.ctx, launch, platform, aLogin())
    expect(await membership()).toMatchObject({ leftAt: null })
    expect(await scene.store.claims.get(id)).toMatchObject({ state: 'submitted' })
  })
})

describe('instructor replaced', () => {
  it('the queue belongs to the course, notes for staff pass on, and rights end with the next roster', async () => {
    const { id } = await submittedWith(scene, [(await confirmed(scene)).id])
    await check(scene.instructor, scene.course.id, id, 'The sheet is complete.')
    const after = await joined(scene, 'instructor', { name: 'Noor Haddad' })
    await read([
      on(subjectOf(scene.student), 'student'),
      on(subjectOf(after), 'instructor', 'Noor Haddad'),
    ])
    expect(await queue(scene.instructor)).toEqual([])
    expect((await queue(after)).map(({ claim }) => claim.id)).toEqual([id])
    const { claim } = await reviewPage(after, scene.course.id, id)
    expect(lastCheck(claim)).toMatchObject({ name: 'Lin Okafor', why: 'The sheet is complete.' })
    // And it says so where they are written.
    expect(t('review.checkNoteHint')).toContain('also when they change')
  })

  it('who only assists now decides nothing from the next roster on, until the LMS opens Stint for them as instructor again', async () => {
    const { course, platform } = scene
    const subject = subjectOf(scene.instructor)
    const role = async () => (await placeIn(scene.instructor, course.id)).role
    await read([on(subjectOf(scene.student), 'student'), on(subject, 'assistant')])
    expect(await role()).toBe('assistant')
    const of = { institutionId: scene.institution.id, platformId: platform.id }
    await scene.store.deployments.add(aDeployment({ ...of, deploymentId: 'd1' }))
    const { contextId, label, title } = course
    const here = { contextId, label, title, sisSectionId: null, sisCourseId: null, pageUrl: null }
    const launch = { deploymentId: 'd1', subject, role: 'instructor' as const }
    await arrive(
      scene.ctx,
      aLaunch(platform.id, { ...launch, course: { ...here, term: null, history: [] } }),
      platform,
      aLogin(),
    )
    expect(await role()).toBe('instructor')
  })

  it('who was taken off the roster loses their rights with it', async () => {
    await read([on(subjectOf(scene.student), 'student')])
    await expect(readRosterNow(scene.instructor, scene.course.id)).rejects.toMatchObject({
      status: 403,
    })
  })
})

describe('by night', () => {
  const alive = async (over = {}) => {
    const course = await scene.store.courses.get(scene.course.id)
    await scene.store.courses.save({ ...course, launchedOn: '2026-11-10', ...over })
  }

  it('a roster that nobody has read for a day is read, once, by one process', async () => {
    await alive()
    scene.lms.roster = everybody()
    scene.clock.pass(DAY)
    const before = scene.lms.rosterReads
    const tried = await Promise.all([readDueCourses(scene.ctx), readDueCourses(scene.ctx)])
    expect(tried.reduce((sum, one) => sum + one, 0)).toBe(1)
    expect(scene.lms.rosterReads).toBe(before + 1)
    expect(await readDueCourses(scene.ctx)).toBe(0)
  })

  it('courses that nobody opens any more are left alone', async () => {
    await alive({ launchedOn: '2026-01-10' })
    scene.clock.pass(DAY)
    expect(await readDueCourses(scene.ctx)).toBe(0)
  })
})
