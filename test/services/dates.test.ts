// Windows, terms, deadlines and extensions: what a claim's dates are when it is shown, submitted and decided.

import { beforeEach, describe, expect, it } from 'vitest'
import { punctuality } from '../../src/domain/timing.ts'
import type { Deadline } from '../../src/domain/windows.ts'
import { newId } from '../../src/random.ts'
import { arrive } from '../../src/services/arriving/arrivals.ts'
import { chooseTerm, datesPage, giveTime } from '../../src/services/claims/allowances.ts'
import { saveClaim, submitClaim, takeBack } from '../../src/services/claims/claims.ts'
import { courseQueue } from '../../src/services/claims/queues.ts'
import { decide } from '../../src/services/claims/reviews.ts'
import { studentPage } from '../../src/services/claims/standings.ts'
import type { PersonContext } from '../../src/services/context.ts'
import { saveTerm } from '../../src/services/office/calendar.ts'
import { coursePage } from '../../src/services/rules/assignments.ts'
import { aLaunch, aLogin } from '../support/a-launch.ts'
import { aTerm } from '../support/builders.ts'
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
  mailAll,
  type Scene,
  submittedWith,
} from './scene.ts'

const db = testDatabase()
let scene: Scene
beforeEach(async () => {
  scene = await aScene(db.store)
})

const at = (text: string) => new Date(text)
const noReasons = (chosen: string[]) => ({ ...draftOf(scene, chosen), lateReasons: {} })

/** A term in which grades are due on 22 December: claims by the 8th, decisions by the 15th. */
async function aFall(own: Parameters<typeof aTerm>[0] = {}) {
  const term = aTerm({
    institutionId: scene.institution.id,
    gradesDueOn: '2026-12-22',
    ...own,
  })
  await scene.store.terms.add(term)
  return term
}

async function page(who: PersonContext = scene.student) {
  return studentPage(who, scene.course.id, scene.assignment.id)
}

async function cutOff(who: PersonContext = scene.student): Promise<Deadline | null> {
  return (await page(who)).admission?.timing.cutOff ?? null
}

/** The student opens the assignment, and their LMS says when it is due. */
async function opened(dueAt: Date | null, who: PersonContext = scene.student): Promise<void> {
  const { platform, course, assignment } = scene
  const launch = aLaunch(platform.id, {
    subject: who.actor.person.accounts[0]?.subject ?? '',
    course: {
      ...{ contextId: course.contextId, label: course.label, title: course.title },
      ...{ sisSectionId: null, sisCourseId: null, term: null, history: [], pageUrl: null },
    },
    assignment: {
      ...{ resourceLinkId: assignment.resourceLinkId ?? '', title: assignment.title },
      ...{ lineItemUrl: assignment.lineItemUrl, dueAt, named: null, history: [], pageUrl: null },
    },
  })
  await known()
  await arrive(scene.ctx, launch, await scene.store.platforms.get(platform.id), aLogin())
}

async function known(): Promise<void> {
  const { platform, store: own, institution } = scene
  if (await own.deployments.find(platform.id, '1')) return
  await own.deployments.add({
    ...{ id: `d-${platform.id}`, institutionId: institution.id, platformId: platform.id },
    ...{ deploymentId: '1', state: 'approved', firstSeenAt: scene.clock.now() },
  })
}

async function give(until: string, who = [scene.student], why = 'Ill') {
  const personIds = who.map((one) => one.actor.person.id)
  const { course, assignment, instructor } = scene
  await comesBack(scene, instructor)
  return giveTime(instructor, course.id, assignment.id, { personIds, until, why })
}

/** Work of two days. */
const work = (startsOn: string, endsOn: string) => ({
  ...{ startsOn, endsOn },
  hours: { by: 'day' as const, entries: [startsOn, endsOn].map((on) => ({ on, hours: 8 })) },
})

const refusedBy = (rule: string) => expect.objectContaining({ rule })

describe('no terms entered yet', () => {
  it('dates come from the LMS and say so', async () => {
    await opened(at('2026-11-20T16:00:00Z'))
    expect(await cutOff()).toMatchObject({ on: '2026-11-20', reason: 'lmsAlone' })
  })
  it('with neither, no date is set, and claims can be submitted any time', async () => {
    await opened(null)
    expect(await cutOff()).toBeNull()
    const { id } = await confirmed(scene)
    scene.clock.pass(300 * DAY)
    expect((await submittedWith(scene, [id])).state).toBe('submitted')
  })
  it('the student’s own LMS extension counts, for that student only', async () => {
    const other = await joined(scene, 'student')
    await opened(at('2026-11-20T16:00:00Z'))
    await opened(at('2026-11-20T16:00:00Z'), other)
    await opened(at('2026-11-27T16:00:00Z'))
    expect([(await cutOff())?.on, (await cutOff(other))?.on]).toEqual(['2026-11-27', '2026-11-20'])
  })
  it('a due date that the LMS takes away is none any more', async () => {
    await opened(at('2026-11-20T16:00:00Z'))
    await opened(null)
    expect(await cutOff()).toBeNull()
  })
  it('days end at 23:59 where the institution is, to the very minute', async () => {
    await scene.store.assignments.change(scene.assignment.id, { claimBy: '2026-11-13' })
    expect(await cutOff()).toMatchObject({
      reason: 'setHere',
      at: at('2026-11-13T22:59:59.999Z'),
      facts: { timezone: 'Europe/Berlin' },
    })
    const { id } = await confirmed(scene)
    scene.clock.at = at('2026-11-13T22:59:59Z')
    await submittedWith(scene, [id])
    await takeBack(scene.student, scene.course.id, scene.assignment.id)
    scene.clock.at = at('2026-11-13T23:00:00Z')
    await expect(submittedWith(scene, [id])).rejects.toMatchObject({
      refusals: [
        {
          rule: 'window.closed',
          facts: { on: '2026-11-13', time: '23:59', timezone: 'Europe/Berlin' },
        },
      ],
    })
  })
})

describe('what a forged due date may do', () => {
  it('is never to go beyond the last day on which a decision can be graded', async () => {
    await aFall()
    await opened(at('2027-06-01T00:00:00Z'))
    expect(await cutOff()).toMatchObject({ on: '2026-12-15', reason: 'lastGradable' })
  })
  it.each(['9999-12-31T23:59:59Z', '1970-01-01T00:00:00Z', '2031-01-01T00:00:00Z'])(
    'is nothing at all in another age: %s',
    async (text) => {
      await opened(at(text))
      expect(await cutOff()).toBeNull()
    },
  )
  it('is nothing to anybody else, and nothing about rights', async () => {
    await opened(at('2026-11-20T16:00:00Z'))
    const other = await joined(scene, 'student')
    expect(await cutOff(other)).toBeNull()
    const { courseId, personId } = {
      courseId: scene.course.id,
      personId: scene.student.actor.person.id,
    }
    expect((await scene.store.memberships.find(courseId, personId))?.launchRole).toBe('student')
  })
})

describe('a term', () => {
  it('dates the claims of its courses, each with its reason', async () => {
    await aFall()
    const { admission } = await page()
    expect(admission?.timing.cutOff).toMatchObject({ on: '2026-12-08', reason: 'claim' })
    expect(admission?.timing.term?.by).toBe('firstDay')
    expect(admission?.timing.window).toMatchObject({ opensOn: '2026-08-24', reason: 'term' })
  })
  it('that an instructor chose holds, and only one of the calendar can be chosen', async () => {
    await aFall()
    await aFall({
      code: 'S27',
      startsOn: '2027-01-11',
      endsOn: '2027-05-07',
      gradesDueOn: '2027-05-12',
    })
    await chooseTerm(scene.instructor, scene.course.id, 'S27')
    expect((await cutOff())?.on).toBe('2027-04-28')
    await expect(chooseTerm(scene.instructor, scene.course.id, 'X')).rejects.toMatchObject({
      status: 422,
    })
    await expect(chooseTerm(scene.student, scene.course.id, null)).rejects.toMatchObject({
      status: 403,
    })
    await chooseTerm(scene.instructor, scene.course.id, null)
    expect((await cutOff())?.on).toBe('2026-12-08')
  })
  it('does not slip to the next one when it is over', async () => {
    await aFall()
    await aFall({ code: 'S27', startsOn: '2027-01-11', endsOn: '2027-05-07' })
    scene.clock.at = at('2027-02-01T09:00:00Z')
    expect((await cutOff())?.on).toBe('2026-12-08')
  })
  it('whose days are changed moves open claims, and no decision', async () => {
    const fall = await aFall()
    const { id } = await confirmed(scene)
    const claim = await submittedWith(scene, [id])
    const decided = await approved(scene, claim.id)
    const { institutionId: _, ...wish } = fall
    await saveTerm(scene.instructor, { ...wish, gradesDueOn: '2026-12-21', startsOn: '2026-11-01' })
    expect((await cutOff())?.on).toBe('2026-12-07')
    const kept = (await scene.store.claims.get(claim.id)).decisions
    expect(kept).toEqual(decided.decisions)
    expect(kept[0]?.standing).toMatchObject({
      term: 'F26',
      opensOn: '2026-08-24',
      closesOn: '2026-12-08',
      handedIn: 'inTime',
    })
  })
})

describe('work finished before the course or the claim’s window', () => {
  const early = work('2026-08-03', '2026-08-21')
  it('outside the window is retroactive: refused, with the days that would count', async () => {
    await aFall()
    const { id } = await confirmed(scene, early)
    await expect(submittedWith(scene, [id])).rejects.toMatchObject({
      refusals: [
        {
          rule: 'window.retroactive',
          facts: { endedOn: '2026-08-21', opensOn: '2026-08-24', earliestOn: '2026-08-24' },
        },
      ],
    })
  })
  it.each([
    ['within so many days', { retroactiveDays: 7 }],
    ['always', { retroactiveDays: null }],
    ['with a window that opens before the term', { opensDaysBeforeTerm: 3 }],
  ])('and follows the rule where that lets it count: %s', async (_how, parameters) => {
    scene = await aScene(db.store, { rule: { parameters } })
    await aFall()
    const { id } = await confirmed(scene, early)
    expect((await submittedWith(scene, [id])).state).toBe('submitted')
  })
  it('in credit modes what was done within the term counts, also before the student first came here', async () => {
    const parameters = {
      mode: 'credits' as const,
      hoursPerCredit: 20,
      workShareMax: 1,
      academicHours: 0,
    }
    scene = await aScene(db.store, { rule: { parameters } })
    await aFall()
    const { admission } = await page()
    expect(admission?.timing.window).toMatchObject({ opensOn: '2026-08-24', reason: 'term' })
    const inside = await confirmed(scene, work('2026-09-01', '2026-10-02'))
    expect((await submittedWith(scene, [inside.id])).state).toBe('submitted')
    await takeBack(scene.student, scene.course.id, scene.assignment.id)
    const { id } = await confirmed(scene, early)
    await expect(submittedWith(scene, [id])).rejects.toMatchObject({
      refusals: expect.arrayContaining([refusedBy('window.retroactive')]),
    })
  })
  it('in credit modes and without a term the window opens with enrolment: first on the roster or by a launch, whichever is earlier', async () => {
    const parameters = { mode: 'credits' as const, hoursPerCredit: 20, academicHours: 0 }
    scene = await aScene(db.store, { rule: { parameters } })
    const { course, student, store } = scene
    const member = await store.memberships.find(course.id, student.actor.person.id)
    if (!member) throw new Error('no membership')
    await store.memberships.save({ ...member, firstSeenAt: at('2026-10-20T09:00:00Z') })
    const opens = async () => {
      await comesBack(scene, scene.instructor)
      const { students } = await datesPage(scene.instructor, course.id, scene.assignment.id)
      const own = (await page()).admission?.timing.window
      expect(students[0]?.timing?.window).toEqual(own)
      return own
    }
    expect(await opens()).toMatchObject({ opensOn: '2026-10-20', reason: 'enrolled' })
    const entry = { subject: member.subject, name: null, role: 'student' as const, sections: [] }
    const listed = (joinedAt: Date) =>
      store.rosters.save({
        ...{ id: newId(), institutionId: course.institutionId, courseId: course.id },
        ...{ readAt: joinedAt, news: [] },
        entries: [{ ...entry, sisPersonId: null, joinedAt, leftAt: null }],
      })
    await listed(at('2026-09-28T09:00:00Z'))
    expect(await opens()).toMatchObject({ opensOn: '2026-09-28', reason: 'enrolled' })
    await listed(at('2026-11-02T09:00:00Z'))
    expect(await opens()).toMatchObject({ opensOn: '2026-10-20', reason: 'enrolled' })
  })
  it('is looked at again when it is decided: a term that was entered meanwhile counts', async () => {
    const { id } = await confirmed(scene, early)
    const claim = await submittedWith(scene, [id])
    await aFall()
    await expect(approved(scene, claim.id)).rejects.toMatchObject({
      refusals: [refusedBy('window.retroactive')],
    })
  })
  it('inside it, recording finished work is the normal case, and nothing is asked within four weeks', async () => {
    await aFall()
    const { id } = await confirmed(scene, work('2026-10-12', '2026-10-15'))
    expect((await submitClaim(scene.student, noReasons([id]))).state).toBe('submitted')
  })
  it('and the reason for entering it late is asked once per placement', async () => {
    const { id } = await confirmed(scene)
    await expect(submitClaim(scene.student, noReasons([id]))).rejects.toMatchObject({
      refusals: [{ rule: 'claim.lateReasonNeeded', facts: { id } }],
    })
    await saveClaim(scene.student, { ...noReasons([id]), lateReasons: { [id]: 'I was abroad.' } })
    expect((await submitClaim(scene.student, noReasons([id]))).state).toBe('submitted')
    await takeBack(scene.student, scene.course.id, scene.assignment.id)
    await submitClaim(scene.student, { ...noReasons([id]), lateReasons: { [id]: 'Another one.' } })
    expect((await scene.store.placements.get(id)).lateReason).toBe('I was abroad.')
  })
})

describe('more time', () => {
  beforeEach(async () => {
    await aFall()
  })
  it('is given to one or many, with a reason; the student sees the date, who and why', async () => {
    const [ben, chi] = [await joined(scene, 'student'), await joined(scene, 'student')]
    await give('2026-12-11', [scene.student, ben], 'The lab was closed.')
    for (const who of [scene.student, ben]) {
      expect(await cutOff(who)).toMatchObject({
        on: '2026-12-11',
        reason: 'extended',
        facts: { byName: 'Lin Okafor', why: 'The lab was closed.' },
      })
    }
    expect((await cutOff(chi))?.on).toBe('2026-12-08')
  })
  it('is told to each of them by mail, with the day that holds and the reason, once for each time', async () => {
    const ben = await joined(scene, 'student', { mail: 'ben@north.example.edu' })
    await give('2026-12-11', [scene.student, ben], 'The lab was closed.')
    await mailAll(scene)
    const told = scene.mail.sent.filter(({ view }) => view === 'more-time')
    expect(told.map(({ to }) => to).sort()).toEqual(
      ['ben@north.example.edu', scene.student.actor.person.mail].sort(),
    )
    const facts = { who: 'Lin Okafor', until: '2026-12-11', why: 'The lab was closed.' }
    expect(told[0]?.model).toMatchObject(facts)
    await mailAll(scene)
    await give('2027-02-01', [ben], 'A second reason.')
    await mailAll(scene)
    const last = scene.mail.sent.filter(({ view }) => view === 'more-time').at(-1)
    expect(last).toMatchObject({ to: 'ben@north.example.edu' })
    // Not the day that was typed: after this one no decision can be graded.
    expect(last?.model).toMatchObject({ until: '2026-12-15', why: 'A second reason.' })
    expect(scene.mail.sent.filter(({ view }) => view === 'more-time')).toHaveLength(3)
  })
  it('lets a claim in after the cut-off, and the queue says so', async () => {
    const { id } = await confirmed(scene)
    scene.clock.at = at('2026-12-09T09:00:00Z')
    await expect(submittedWith(scene, [id])).rejects.toMatchObject({
      refusals: [refusedBy('window.closed')],
    })
    await give('2026-12-11')
    await submittedWith(scene, [id])
    const [row] = await courseQueue(scene.instructor, scene.course.id)
    expect(row && punctuality(row.timing, row.claim.firstSubmittedAt)).toBe('extended')
  })
  it('is never after the last day on which a decision can still be graded', async () => {
    await give('2027-02-01')
    expect(await cutOff()).toMatchObject({ on: '2026-12-15', reason: 'lastGradable' })
  })
  it('stands in the order in which it was given, and the last holds', async () => {
    await give('2026-12-14', undefined, 'First')
    await give('2026-12-10', undefined, 'Second')
    expect(await cutOff()).toMatchObject({ on: '2026-12-10', facts: { why: 'Second' } })
    const { students } = await datesPage(scene.instructor, scene.course.id, scene.assignment.id)
    expect(students[0]?.allowance?.times.map((time) => time.why)).toEqual(['First', 'Second'])
  })
  it.each([
    ['without a reason', { why: ' ' }, 'allowance.whyNeeded'],
    ['until a day that is none', { until: '2026-13-01' }, 'allowance.notADay'],
    ['until a day that is over', { until: '2026-11-11' }, 'allowance.over'],
  ])('is refused %s, and nobody gets any', async (_what, own, rule) => {
    const { course, assignment, instructor, student } = scene
    const wish = { personIds: [student.actor.person.id], until: '2026-12-11', why: 'Ill', ...own }
    await expect(giveTime(instructor, course.id, assignment.id, wish)).rejects.toMatchObject({
      refusals: [{ rule }],
    })
    expect(await scene.store.allowances.ofAssignment(assignment.id)).toEqual([])
  })
  it('is given by instructors only, to students of the course only, and never to oneself', async () => {
    const { course, assignment, student, instructor } = scene
    const assistant = await joined(scene, 'assistant')
    const stranger = await aScene(db.store)
    const wish = (...who: PersonContext[]) => ({
      personIds: who.map((one) => one.actor.person.id),
      until: '2026-12-11',
      why: 'Ill',
    })
    const giving = (by: PersonContext, ...to: PersonContext[]) =>
      giveTime(by, course.id, assignment.id, wish(...to))
    await expect(giving(assistant, student)).rejects.toMatchObject({ status: 403 })
    await expect(giving(student, student)).rejects.toMatchObject({ status: 403 })
    await expect(giving(stranger.instructor, student)).rejects.toMatchObject({ status: 404 })
    await expect(giving(instructor, student, stranger.student)).rejects.toMatchObject({
      status: 404,
    })
    await expect(giving(instructor)).rejects.toMatchObject({ status: 422 })
    await expect(giving(instructor, student, instructor)).rejects.toMatchObject({
      refusals: [{ rule: 'allowance.self' }],
    })
    expect(await scene.store.allowances.ofAssignment(assignment.id)).toEqual([])
  })
  it('is not given to who has left the course, and the page does not offer it', async () => {
    const { course, assignment, student, instructor, store } = scene
    const member = await store.memberships.find(course.id, student.actor.person.id)
    if (!member) throw new Error('no membership')
    await store.memberships.save({ ...member, leftAt: scene.clock.now() })
    await expect(give('2026-12-11')).rejects.toMatchObject({ status: 404 })
    expect((await datesPage(instructor, course.id, assignment.id)).students).toEqual([])
  })
  it('of two instructors at the same moment is kept twice, in one place', async () => {
    const other = await joined(scene, 'instructor')
    const { course, assignment, student } = scene
    const wish = { personIds: [student.actor.person.id], until: '2026-12-11', why: 'Ill' }
    await Promise.all(
      [scene.instructor, other, scene.instructor].map((by) =>
        giveTime(by, course.id, assignment.id, wish),
      ),
    )
    const kept = await scene.store.allowances.ofAssignment(assignment.id)
    expect([kept.length, kept[0]?.times.length]).toEqual([1, 3])
  })
})

describe('given back', () => {
  it('the first submission’s date stands, and there are 5 business days to submit again', async () => {
    await aFall()
    const { id } = await confirmed(scene)
    scene.clock.at = at('2026-12-08T09:00:00Z')
    const claim = await submittedWith(scene, [id])
    scene.clock.at = at('2026-12-10T09:00:00Z')
    const seen = await looked(scene, claim.id)
    const step = { step: 'giveBack' as const, note: 'Say more.' }
    await decide(scene.instructor, scene.course.id, claim.id, { ...step, ...seen })
    const { admission } = await page()
    expect(admission?.timing.submitBy).toMatchObject({ on: '2026-12-17', reason: 'givenBack' })
    scene.clock.at = at('2026-12-17T09:00:00Z')
    const again = await submittedWith(scene, [id])
    expect(again.firstSubmittedAt).toEqual(at('2026-12-08T09:00:00Z'))
    await comesBack(scene, scene.instructor)
    const [row] = await courseQueue(scene.instructor, scene.course.id)
    expect(row && punctuality(row.timing, row.claim.firstSubmittedAt)).toBe('inTime')
  })
  it('one day too late is too late', async () => {
    await aFall()
    const { id } = await confirmed(scene)
    scene.clock.at = at('2026-12-08T09:00:00Z')
    const claim = await submittedWith(scene, [id])
    const seen = await looked(scene, claim.id)
    const step = { step: 'giveBack' as const, note: 'Say more.' }
    await decide(scene.instructor, scene.course.id, claim.id, { ...step, ...seen })
    scene.clock.at = at('2026-12-16T09:00:00Z')
    await expect(submittedWith(scene, [id])).rejects.toMatchObject({
      refusals: [refusedBy('window.closed')],
    })
  })
})

describe('the student takes the claim back', () => {
  it('and submits it again within the cut-off only: its first date has gone with it', async () => {
    await aFall()
    const { id } = await confirmed(scene)
    await submittedWith(scene, [id])
    await takeBack(scene.student, scene.course.id, scene.assignment.id)
    scene.clock.at = at('2026-12-09T09:00:00Z')
    await expect(submittedWith(scene, [id])).rejects.toMatchObject({
      refusals: [refusedBy('window.closed')],
    })
  })
})

describe('a claim is submitted while some placements still wait for the employer', () => {
  it('is on time from then, also when they answer after the cut-off', async () => {
    await aFall()
    const { id } = await confirmed(scene)
    scene.clock.at = at('2026-12-08T09:00:00Z')
    const claim = await submittedWith(scene, [id])
    scene.clock.at = at('2026-12-14T09:00:00Z')
    await comesBack(scene, scene.instructor)
    const [row] = await courseQueue(scene.instructor, scene.course.id)
    expect(row && punctuality(row.timing, row.claim.firstSubmittedAt)).toBe('inTime')
    expect((await approved(scene, claim.id)).decisions[0]?.standing?.handedIn).toBe('inTime')
  })
})

describe('the page of a course with a large class', () => {
  it('reads what its reader is allowed, and nothing of others', async () => {
    const { store, student, course, assignment } = scene
    const dueAt = at('2026-12-01T12:00:00Z')
    for (const personId of ['one', 'two', student.actor.person.id]) {
      const whom = { id: newId(), assignmentId: assignment.id, personId }
      await store.allowances.setDue(whom, dueAt)
    }
    await db.raw.command({ profile: 2 })
    const { timings } = await coursePage(student, course.id)
    await db.raw.command({ profile: 0 })
    expect(timings.get(assignment.id)?.cutOff).toMatchObject({ at: dueAt })
    const asked = { ns: /\.allowances$/, op: 'query' }
    const found = await db.raw.collection('system.profile').find(asked).toArray()
    expect(found.map(({ nreturned }) => nreturned)).toEqual([1])
  })
})
