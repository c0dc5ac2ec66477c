// One derived date: whoever looks, on whichever page, reads the same one of a claim.

import { beforeEach, describe, expect, it } from 'vitest'
import type { Deadline } from '../../src/domain/windows.ts'
import { datesPage, giveTime } from '../../src/services/claims/allowances.ts'
import { decide, reviewPage } from '../../src/services/claims/reviews.ts'
import { studentPage } from '../../src/services/claims/standings.ts'
import { chooseRule, coursePage } from '../../src/services/rules/assignments.ts'
import { institutionRules } from '../../src/services/rules/rules-in-force.ts'
import { aRule, aTerm } from '../support/builders.ts'
import { testDatabase } from '../support/mongo.ts'
import {
  aScene,
  comesBack,
  confirmed,
  looked,
  mailAll,
  type Scene,
  submittedWith,
} from './scene.ts'

const db = testDatabase()
let scene: Scene
beforeEach(async () => {
  scene = await aScene(db.store)
  const institutionId = scene.institution.id
  await scene.store.terms.add(aTerm({ institutionId, gradesDueOn: '2026-12-22' }))
})

const POINTS = {
  ...{ mode: 'points' as const, fullHours: 40, scheme: 'proportional' as const },
  ...{ academicHours: 0, points: 100 },
}
const shown = (deadline: Deadline | null | undefined) => deadline && [deadline.on, deadline.reason]

/** What each page says: the student's, the course's, the dates' and, of a submitted claim, its own. */
async function said(claimId: string | null = null) {
  const { student, instructor, course, assignment } = scene
  await comesBack(scene, instructor)
  const own = await studentPage(student, course.id, assignment.id)
  const { timings } = await coursePage(student, course.id)
  const { students } = await datesPage(instructor, course.id, assignment.id)
  const claim = claimId && (await reviewPage(instructor, course.id, claimId))
  return [
    own.admission?.timing,
    timings.get(assignment.id),
    students[0]?.timing,
    ...(claim ? [claim.admission.timing] : []),
  ].map((timing) => shown(timing?.submitBy))
}

async function givenBack(claimId: string): Promise<void> {
  const seen = await looked(scene, claimId)
  const step = { step: 'giveBack' as const, note: 'Say more.' }
  await decide(scene.instructor, scene.course.id, claimId, { ...step, ...seen })
}

describe('every page shows one date', () => {
  it('of a claim that was given back', async () => {
    const { id } = await confirmed(scene)
    scene.clock.at = new Date('2026-12-08T09:00:00Z')
    const claim = await submittedWith(scene, [id])
    await givenBack(claim.id)
    const again = ['2026-12-15', 'givenBack']
    expect(await said()).toEqual([again, again, again])
    await submittedWith(scene, [id])
    expect(await said(claim.id)).toEqual([again, again, again, again])
  })

  it('of a claim that keeps its rule while the assignment has a newer one', async () => {
    const { id } = await submittedWith(scene, [(await confirmed(scene)).id])
    const newer = aRule({ version: 2, parameters: { claimOffset: 12 } })
    await scene.store.assignments.addRule(scene.assignment.id, newer)
    const own = ['2026-12-08', 'claim']
    expect(await said(id)).toEqual([own, own, own, own])
    const { instructor, course, assignment, student, clock } = scene
    const personIds = [student.actor.person.id]
    // No more time than the claim's own rule gives: the mail says the day that holds for it.
    const wish = { personIds, until: '2026-12-05', why: 'Ill' }
    await giveTime(instructor, course.id, assignment.id, wish)
    await mailAll(scene)
    const told = scene.mail.sent.findLast(({ view }) => view === 'more-time')
    expect(told?.model).toMatchObject({ until: '2026-12-08' })
    expect(clock.now() < new Date('2026-12-05')).toBe(true)
  })

  it('by the version of the institution’s rule that holds by now', async () => {
    const [rule] = await institutionRules(scene.ctx)
    if (!rule) throw new Error('no rule')
    const choice = { ruleId: rule.id, terms: POINTS, claimBy: null }
    await chooseRule(scene.instructor, scene.course.id, scene.assignment.id, choice)
    const [first] = rule.versions
    if (!first) throw new Error('no version')
    const parameters = { ...first.parameters, claimOffset: 12 }
    const next = { ...first, version: 2, parameters, effectiveFrom: '2026-11-12' }
    await scene.store.rules.addVersion(rule.id, next)
    const own = ['2026-12-04', 'claim']
    expect(await said()).toEqual([own, own, own])
  })
})

describe('more time', () => {
  const give = async (until: string) => {
    const { instructor, course, assignment, student } = scene
    const wish = { personIds: [student.actor.person.id], until, why: 'Ill' }
    await giveTime(instructor, course.id, assignment.id, wish)
  }

  it('never takes any away: the student’s own LMS extension counts where it is later', async () => {
    await give('2026-12-10')
    const { store, assignment, student } = scene
    const whom = { id: scene.ctx.newId(), assignmentId: assignment.id }
    const dueAt = new Date('2026-12-11T16:00:00Z')
    await store.allowances.setDue({ ...whom, personId: student.actor.person.id }, dueAt)
    expect(await said()).toContainEqual(['2026-12-11', 'lms'])
    await give('2026-12-14')
    expect(await said()).toContainEqual(['2026-12-14', 'extended'])
  })

  it('until a day before the usual one changes nothing', async () => {
    await give('2026-11-20')
    expect(await said()).toContainEqual(['2026-12-08', 'claim'])
  })
})

describe('a refusal after the last moment', () => {
  it('names the very minute of the LMS’s due date, not the end of its day', async () => {
    const { store, assignment, student } = scene
    const { id } = await confirmed(scene)
    const whom = { id: scene.ctx.newId(), assignmentId: assignment.id }
    const dueAt = new Date('2026-11-20T16:00:00Z')
    await store.allowances.setDue({ ...whom, personId: student.actor.person.id }, dueAt)
    scene.clock.at = new Date('2026-11-20T16:01:00Z')
    await expect(submittedWith(scene, [id])).rejects.toMatchObject({
      refusals: [
        {
          rule: 'window.closed',
          facts: { on: '2026-11-20', time: '17:00', timezone: 'Europe/Berlin' },
        },
      ],
    })
  })
})
