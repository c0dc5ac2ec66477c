// Gradebook columns: the LMS's own is used, ours is found before one is made, and what happens to it is explained.

import { beforeEach, describe, expect, it } from 'vitest'
import { extensionOf } from '../../src/domain/allowance.ts'
import type { ColumnWish } from '../../src/domain/lms.ts'
import { Upstream } from '../../src/errors.ts'
import { newId } from '../../src/random.ts'
import { giveTime, vouch } from '../../src/services/claims/allowances.ts'
import { saveClaim, submitClaim } from '../../src/services/claims/claims.ts'
import { decide, reviewPage } from '../../src/services/claims/reviews.ts'
import { columnFor, seenColumn, wantColumn } from '../../src/services/lms/columns.ts'
import { takeOriginalRule } from '../../src/services/lms/copies.ts'
import { deliveries, resendScore } from '../../src/services/lms/deliveries.ts'
import { settleFate } from '../../src/services/lms/fates.ts'
import { rulePage } from '../../src/services/rules/assignments.ts'
import { anAssignment, aRule } from '../support/builders.ts'
import { testDatabase } from '../support/mongo.ts'
import { DAY } from './hands.ts'
import {
  anotherAssignment,
  approved,
  aScene,
  confirmed,
  draftOf,
  joined,
  looked,
  mailAll,
  type Scene,
  scoreOnce,
  submittedWith,
} from './scene.ts'

const db = testDatabase()
let scene: Scene

const MAKES = 'https://purl.imsglobal.org/spec/lti-ags/scope/lineitem'

beforeEach(async () => {
  scene = await aScene(db.store, { assignment: { lineItemUrl: null } })
  scene.course = { ...scene.course, scopes: [MAKES] }
  await scene.store.courses.save(scene.course)
})

const want = () => wantColumn(scene.instructor, scene.course.id, scene.assignment.id)
const stored = () => scene.store.assignments.get(scene.assignment.id)

describe('an assignment without a column', () => {
  it('gets one that carries our marks and opens us', async () => {
    const asked: ColumnWish[] = []
    scene.lms.onMake = (wish) => {
      asked.push(wish)
      return scene.lms.make(wish)
    }
    const { lineItemUrl } = await want()
    expect(lineItemUrl).toBe(scene.lms.columns[0]?.url)
    expect((await stored()).lineItemUrl).toBe(lineItemUrl)
    const { id, title } = scene.assignment
    expect(asked).toMatchObject([
      { label: title, points: 100, resourceId: id, tag: 'stint-credit' },
    ])
    expect(asked[0]?.launchUrl).toMatch(new RegExp(`/launch\\?assignment=${id}$`))
  })

  it('gets the one that is there already, when a maker was cut off after making it', async () => {
    scene.lms.onMake = (wish) => {
      scene.lms.make(wish)
      throw new Upstream('lms.noAnswer', true)
    }
    await expect(want()).rejects.toMatchObject({ key: 'lms.noAnswer' })
    expect((await want()).lineItemUrl).toBe(scene.lms.columns[0]?.url)
    expect(scene.lms.columns).toHaveLength(1)
  })

  it('never gets two, also when several ask at the same moment', async () => {
    const answers = await Promise.allSettled(Array.from({ length: 6 }, () => want()))
    expect(scene.lms.columns).toHaveLength(1)
    const lost = answers.filter((answer) => answer.status === 'rejected')
    for (const { reason } of lost) expect(['column.busy', 'column.isThere']).toContain(reason.key)
    expect(answers.length - lost.length).toBeGreaterThan(0)
  })

  it('never gets a second one from a page that was read before the first was made', async () => {
    const before = await stored()
    await want()
    const place = { course: scene.course }
    const again = await columnFor(scene.instructor, place, before)
    expect(again.lineItemUrl).toBe(scene.lms.columns[0]?.url)
    expect(scene.lms.columns).toHaveLength(1)
  })

  it('that was copied takes the column that was copied with it', async () => {
    const original = await anotherAssignment(scene)
    scene.lms.make({
      label: 'x',
      points: 80,
      resourceId: original.id,
      tag: 'stint-credit',
      launchUrl: '',
    })
    await scene.store.assignments.change(scene.assignment.id, { copyOf: original.id })
    expect(await want()).toMatchObject({ column: { points: 80 } })
    expect(scene.lms.columns).toHaveLength(1)
  })

  it('that was copied within its course leaves the original its column and gets one of its own', async () => {
    const { lineItemUrl } = await want()
    const copy = await anotherAssignment(scene)
    await scene.store.assignments.change(copy.id, {
      copyOf: scene.assignment.id,
      lineItemUrl: null,
    })
    const after = await wantColumn(scene.instructor, scene.course.id, copy.id)
    expect(after.lineItemUrl).toBe(scene.lms.columns[1]?.url)
    expect(after.lineItemUrl).not.toBe(lineItemUrl)
    expect((await stored()).lineItemUrl).toBe(lineItemUrl)
  })

  it('gets none where the LMS has not granted that, from an assistant, or when there is one', async () => {
    const assistant = await joined(scene, 'assistant')
    const { id } = scene.assignment
    await expect(wantColumn(assistant, scene.course.id, id)).rejects.toMatchObject({ status: 403 })
    await want()
    await expect(want()).rejects.toMatchObject({ key: 'column.isThere' })
    await scene.store.assignments.change(id, { lineItemUrl: null })
    await scene.store.courses.save({ ...scene.course, scopes: [`${MAKES}.readonly`] })
    await expect(want()).rejects.toMatchObject({ key: 'column.mayNotMake' })
  })
})

describe('what happens to a column in the LMS', () => {
  const page = () => rulePage(scene.instructor, scene.course.id, scene.assignment.id)
  const whatOf = ({ notes }: { notes: { what: string }[] }) => notes.map(({ what }) => what)

  beforeEach(async () => {
    await want()
    await page()
  })

  it('is noted once: renamed, and worth other points', async () => {
    scene.lms.label = 'Work credit'
    scene.lms.points = 50
    await page()
    await page()
    const { notes, column } = await stored()
    expect(column).toMatchObject({ label: 'Work credit', points: 50 })
    expect(notes).toMatchObject([
      { what: 'column.renamed', facts: { was: 'Micro-internship', now: 'Work credit' } },
      { what: 'column.points', facts: { was: 100, now: 50 } },
    ])
  })

  it('that does not answer leaves everything as it was', async () => {
    const before = await stored()
    scene.platform.state = 'paused'
    scene.lms.gone = true
    scene.lms.readLineItem = async () => {
      throw new Upstream('lms.unreachable', true)
    }
    expect((await page()).lmsPoints).toBe(100)
    expect(await stored()).toEqual(before)
  })

  it('shows on the claim page, while the decision and its credit stay', async () => {
    const claim = await submittedWith(scene, [(await confirmed(scene)).id])
    scene.lms.points = 50
    scene.clock.pass(DAY)
    const seen = await reviewPage(scene.instructor, scene.course.id, claim.id)
    expect(seen.assignment.column?.points).toBe(50)
    expect(seen.credit.result.score).toEqual({ given: 50, maximum: 100 })
    const after = await approved(scene, claim.id)
    expect(after.decisions[0]?.credit.result.score).toEqual({ given: 50, maximum: 100 })
    await scoreOnce(scene)
    // Scaled by the LMS: 50 of 100 are 25 of 50 there, and that is read back as ours.
    expect(scene.lms.posts).toMatchObject([{ given: 50, maximum: 100 }])
  })

  it('that is gone freezes its claims until the instructor says what becomes of them', async () => {
    const claim = await submittedWith(scene, [(await confirmed(scene)).id])
    scene.lms.gone = true
    scene.clock.pass(DAY)
    const { assignment } = await deliveries(scene.instructor, scene.course.id, scene.assignment.id)
    expect(assignment.state).toBe('frozen')
    expect(whatOf(assignment)).toContain('column.gone')
    const seen = await looked(scene, claim.id)
    const decision = { step: 'approve' as const, note: null, ...seen }
    await expect(
      decide(scene.instructor, scene.course.id, claim.id, decision),
    ).rejects.toMatchObject({ key: 'assignment.frozen' })
  })

  it('that comes back thaws them', async () => {
    scene.lms.gone = true
    await page()
    scene.lms.gone = false
    expect(await page()).toMatchObject({ assignment: { state: 'open' } })
    expect(whatOf(await stored())).toEqual(['column.gone', 'column.back'])
  })
})

describe('what others do while the LMS is asked about a column', () => {
  // The LMS answers only when somebody else has done their part.
  function meanwhile(act: () => Promise<unknown>): void {
    scene.lms.readLineItem = async () => {
      await act()
      return { label: 'Renamed', scoreMaximum: 80 }
    }
  }
  async function look() {
    scene.clock.pass(DAY)
    return seenColumn(scene.ctx, scene.course, await stored())
  }

  beforeEach(async () => {
    await want()
  })

  it('keeps the day that an instructor sets, and a title from a launch', async () => {
    const set = { claimBy: '2026-12-01', title: 'Work credit' }
    meanwhile(() => scene.store.assignments.change(scene.assignment.id, set))
    expect(await look()).toMatchObject({ ...set, column: { points: 80 } })
    expect(await stored()).toMatchObject({ ...set, column: { points: 80 } })
  })

  it('keeps an assignment closed, and the column that a launch points to', async () => {
    meanwhile(() => scene.store.assignments.change(scene.assignment.id, { state: 'closed' }))
    expect((await look()).state).toBe('closed')
    const moved = { state: 'open' as const, lineItemUrl: 'https://canvas.example.edu/items/7' }
    await scene.store.assignments.change(scene.assignment.id, { state: 'open' })
    meanwhile(() => scene.store.assignments.change(scene.assignment.id, { ...moved, column: null }))
    expect(await look()).toMatchObject({ ...moved, column: null })
  })
})

describe('an assignment that was deleted in the LMS', () => {
  const settle = (fate: Parameters<typeof settleFate>[3]) =>
    settleFate(scene.instructor, scene.course.id, scene.assignment.id, fate)
  let claimId = ''

  beforeEach(async () => {
    await want()
    const claim = await submittedWith(scene, [(await confirmed(scene)).id])
    claimId = claim.id
    await scene.store.assignments.change(scene.assignment.id, { state: 'frozen' })
  })
  const claim = () => scene.store.claims.get(claimId)
  const submittedBy = async (who: typeof scene.student) =>
    submittedWith(scene, [(await confirmed(scene, {}, who)).id], who)

  it('is finished without the gradebook: decided on, nothing owed', async () => {
    await settle({ kind: 'finish' })
    const after = await approved(scene, claimId)
    expect(after.debts.score).toBeUndefined()
    expect((await stored()).lineItemUrl).toBeNull()
  })

  it('is closed: the claim is withdrawn, and its placements are free', async () => {
    const [held] = (await claim()).counts
    await settle({ kind: 'close' })
    expect(await claim()).toMatchObject({ state: 'withdrawn', counts: [] })
    const other = await anotherAssignment(scene)
    const again = await submitClaim(scene.student, draftOf(scene, [held ?? ''], other.id))
    expect(again.state).toBe('submitted')
    await expect(submitClaim(scene.student, draftOf(scene, []))).rejects.toMatchObject({
      key: 'assignment.closed',
    })
  })

  it('gives its open claims to another assignment, which decides on them by its own rule', async () => {
    const other = await anotherAssignment(scene)
    await settle({ kind: 'move', to: other.id })
    expect(await claim()).toMatchObject({ assignmentId: other.id, state: 'submitted' })
    expect((await stored()).state).toBe('closed')
    expect(await approved(scene, claimId)).toMatchObject({ state: 'approved' })
  })

  it('gives them along what an instructor has given their students: more time, and a word for a rule', async () => {
    const { course, assignment, student, instructor, store } = scene
    const personId = student.actor.person.id
    await giveTime(instructor, course.id, assignment.id, {
      ...{ personIds: [personId], until: '2026-12-11', why: 'Ill' },
    })
    await vouch(instructor, course.id, assignment.id, {
      personId,
      parameter: 'minGpa',
      why: 'Seen.',
    })
    await mailAll(scene)
    const other = await anotherAssignment(scene)
    // Opened once already: the other one has a due date of its own.
    const dueAt = new Date('2026-12-01T12:00:00Z')
    await store.allowances.setDue({ id: newId(), assignmentId: other.id, personId }, dueAt)
    await settle({ kind: 'move', to: other.id })
    expect(await store.allowances.find(other.id, personId)).toMatchObject({
      ...{ lmsDueAt: dueAt, times: [{ until: '2026-12-11', why: 'Ill' }], debts: {} },
      words: [{ parameter: 'minGpa', why: 'Seen.' }],
    })
  })

  it('lets the time that was given last hold, wherever it was given', async () => {
    const { course, assignment, student, instructor, store } = scene
    const personId = student.actor.person.id
    const until = (id: string, day: string) => {
      const wish = { personIds: [personId], until: day, why: 'Ill' }
      return giveTime(instructor, course.id, id, wish)
    }
    const other = await anotherAssignment(scene)
    await until(assignment.id, '2026-12-11')
    scene.clock.pass(60_000)
    await until(other.id, '2026-12-18')
    await mailAll(scene)
    await settle({ kind: 'move', to: other.id })
    const allowance = await store.allowances.find(other.id, personId)
    expect(extensionOf(allowance)).toMatchObject({ until: '2026-12-18' })
    expect(allowance?.times).toHaveLength(2)
  })

  it('gives them the rule that the other one has now, for good: a later one is not theirs', async () => {
    const other = await anotherAssignment(scene)
    await settle({ kind: 'move', to: other.id })
    await scene.store.assignments.addRule(other.id, aRule({ version: 2, fullHours: 20 }))
    const { rule, credit } = await reviewPage(scene.instructor, scene.course.id, claimId)
    expect(rule.version).toBe(1)
    expect(credit.result.score.given).toBe(50)
  })

  it('and a claim whose rule is not fixed is not decided by one that came after the look', async () => {
    await settle({ kind: 'finish' })
    await scene.store.claims.save({ ...(await claim()), ruleVersion: null })
    const seen = await looked(scene, claimId)
    await scene.store.assignments.addRule(scene.assignment.id, aRule({ version: 2, points: 10 }))
    const decision = { step: 'approve' as const, note: null, ...seen }
    await expect(
      decide(scene.instructor, scene.course.id, claimId, decision),
    ).rejects.toMatchObject({ key: 'review.changed' })
  })

  it('owes no score any more, whatever becomes of it: nothing is stuck, and the LMS can be removed', async () => {
    for (const kind of ['finish', 'close'] as const) {
      await scene.store.assignments.change(scene.assignment.id, {
        state: 'open',
        lineItemUrl: 'https://canvas.example.edu/items/7',
      })
      claimId = (await submittedBy(await joined(scene, 'student'))).id
      await approved(scene, claimId)
      scene.lms.onPost = () => ({ kind: 'refused', reason: 'lms.refused' })
      if (kind === 'close') await scoreOnce(scene)
      await scene.store.assignments.change(scene.assignment.id, { state: 'frozen' })
      await settle({ kind })
      const after = await claim()
      expect(after).toMatchObject({ state: 'approved', debts: { score: { state: 'waived' } } })
      expect(after.history.at(-1)).toMatchObject({ what: 'claim.notSent' })
      expect(await scoreOnce(scene)).toBe(false)
      const again = await resendScore(scene.instructor, scene.course.id, claimId)
      expect(again.debts.score).toMatchObject({ state: 'waived', dueAt: null })
    }
    expect((await scene.store.debts.counts()).stuck).toBe(0)
    await scene.store.platforms.remove(scene.platform.id)
  })

  it('moves nothing when a student has a claim there already, and says who', async () => {
    const other = await anotherAssignment(scene)
    await saveClaim(scene.student, draftOf(scene, [], other.id))
    await expect(settle({ kind: 'move', to: other.id })).rejects.toMatchObject({
      ...{ key: 'fate.twice', facts: { who: 'Ada Morgan', count: 1 } },
    })
    expect(await claim()).toMatchObject({ assignmentId: scene.assignment.id })
  })

  it('is settled once, by its instructor, and only while it is frozen', async () => {
    const assistant = await joined(scene, 'assistant')
    const { id } = scene.assignment
    const closing = settleFate(assistant, scene.course.id, id, { kind: 'close' })
    await expect(closing).rejects.toMatchObject({ status: 403 })
    await settle({ kind: 'finish' })
    await expect(settle({ kind: 'close' })).rejects.toMatchObject({ key: 'fate.notFrozen' })
  })
})

describe('a copied assignment', () => {
  it("offers its original's newest rule, and takes it by one confirmation", async () => {
    const original = anAssignment({
      institutionId: scene.institution.id,
      courseId: scene.course.id,
      rules: [aRule({ fullHours: 45 }), aRule({ version: 2, fullHours: 30, points: 60 })],
    })
    await scene.store.assignments.add(original)
    const copy = anAssignment({
      institutionId: scene.institution.id,
      courseId: scene.course.id,
      rules: [],
      copyOf: original.id,
    })
    await scene.store.assignments.add(copy)
    const page = await rulePage(scene.instructor, scene.course.id, copy.id)
    expect(page.original).toMatchObject({ title: original.title, rule: { version: 2 } })
    const after = await takeOriginalRule(scene.instructor, scene.course.id, copy.id)
    expect(after.rules).toMatchObject([
      { version: 1, parameters: { maximum: 60 }, madeBy: scene.instructor.actor.person.id },
    ])
    await expect(
      takeOriginalRule(scene.instructor, scene.course.id, copy.id),
    ).rejects.toMatchObject({ key: 'rule.noOriginal' })
  })
})
