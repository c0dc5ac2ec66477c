// A student's claim: choosing, submitting, taking back; a placement counts once.

import { beforeEach, describe, expect, it } from 'vitest'
import { dropClaim, saveClaim, submitClaim, takeBack } from '../../src/services/claims/claims.ts'
import { answer } from '../../src/services/claims/confirmations.ts'
import { decide } from '../../src/services/claims/reviews.ts'
import { studentPage } from '../../src/services/claims/standings.ts'
import { chooseRule } from '../../src/services/rules/assignments.ts'
import { anAssignment } from '../support/builders.ts'
import { testDatabase } from '../support/mongo.ts'
import { DAY } from './hands.ts'
import type { Scene } from './scene.ts'
import {
  anotherAssignment,
  answering,
  approved,
  aScene,
  asked,
  confirmed,
  drafted,
  draftOf,
  employer,
  joined,
  looked,
  submittedWith,
} from './scene.ts'

const db = testDatabase()
let scene: Scene

beforeEach(async () => {
  scene = await aScene(db.store)
})

const page = (s: Scene) => studentPage(s.student, s.course.id, s.assignment.id)
const refused = (rule: string) => ({ refusals: [expect.objectContaining({ rule })] })

describe('a draft of a claim', () => {
  it('keeps choice and text, sends nothing, and shows what it will earn', async () => {
    const { id } = await confirmed(scene)
    await saveClaim(scene.student, draftOf(scene, [id, id]))
    const { claim, credit } = await page(scene)
    expect(claim).toMatchObject({ state: 'draft', chosen: [id], counts: [], debts: {} })
    expect(credit?.result).toMatchObject({
      usableWorkHours: 20,
      score: { given: 50, maximum: 100 },
    })
  })

  it('is not written over by a tab that has not seen it, and sent twice it is saved once', async () => {
    const first = { ...draftOf(scene, []), reflection: 'first thoughts', version: 0 }
    const { version } = await saveClaim(scene.student, first)
    await saveClaim(scene.student, first)
    await saveClaim(scene.student, {
      ...first,
      reflection: 'better thoughts',
      version: version + 1,
    })
    const stale = saveClaim(scene.student, { ...first, reflection: 'other thoughts', version })
    await expect(stale).rejects.toMatchObject({ status: 409, key: 'claim.changedElsewhere' })
    expect((await page(scene)).claim?.reflection).toBe('better thoughts')
  })

  it('cannot hold a placement of somebody else', async () => {
    const mate = await joined(scene, 'student')
    const { id } = await confirmed(scene, {}, mate)
    const saving = saveClaim(scene.student, draftOf(scene, [id]))
    await expect(saving).rejects.toMatchObject({ status: 404 })
  })

  it('needs a rule, and a student of this course', async () => {
    const bare = anAssignment({
      institutionId: scene.institution.id,
      courseId: scene.course.id,
      rules: [],
    })
    await scene.store.assignments.add(bare)
    const without = saveClaim(scene.student, draftOf(scene, [], bare.id))
    await expect(without).rejects.toMatchObject({ status: 409, key: 'assignment.noRule' })
    const teaching = saveClaim(scene.instructor, draftOf(scene, []))
    await expect(teaching).rejects.toMatchObject({ status: 403 })
    const other = await aScene(db.store)
    const away = saveClaim(other.student, draftOf(scene, []))
    await expect(away).rejects.toMatchObject({ status: 404 })
  })

  it('begun in two tabs at once is one claim', async () => {
    const { id } = await confirmed(scene)
    const tabs = await Promise.allSettled([
      saveClaim(scene.student, draftOf(scene, [id])),
      saveClaim(scene.student, draftOf(scene, [id])),
    ])
    expect(tabs.filter((t) => t.status === 'fulfilled').length).toBeGreaterThan(0)
    expect(await scene.store.claims.ofPerson(scene.student.actor.person.id)).toHaveLength(1)
  })

  it('can be dropped and begun again', async () => {
    const { id } = await confirmed(scene)
    await saveClaim(scene.student, draftOf(scene, [id]))
    await dropClaim(scene.student, scene.course.id, scene.assignment.id)
    expect((await page(scene)).claim?.state).toBe('dropped')
    expect((await saveClaim(scene.student, draftOf(scene, [id]))).state).toBe('draft')
  })
})

describe('submitting', () => {
  it('needs a placement, a reflection, and that each supervisor was asked', async () => {
    const { id } = await confirmed(scene)
    const unsent = await drafted(scene)
    const submit = (chosen: string[], reflection = 'Learnt.') =>
      submitClaim(scene.student, { ...draftOf(scene, chosen), reflection })
    await expect(submit([])).rejects.toMatchObject(refused('claim.noPlacements'))
    await expect(submit([id], '  ')).rejects.toMatchObject(refused('claim.noReflection'))
    await expect(submit([id, unsent.id])).rejects.toMatchObject(refused('claim.unsentPlacement'))
    // What was typed is kept all the same.
    expect((await page(scene)).claim).toMatchObject({ state: 'draft', chosen: [id, unsent.id] })
  })

  it('twice from two tabs submits once', async () => {
    const { id } = await confirmed(scene)
    await saveClaim(scene.student, draftOf(scene, [id]))
    const tabs = await Promise.allSettled([
      submitClaim(scene.student, draftOf(scene, [id])),
      submitClaim(scene.student, draftOf(scene, [id])),
    ])
    expect(tabs.filter((t) => t.status === 'fulfilled')).toHaveLength(1)
    const { claim } = await page(scene)
    expect(claim?.history.filter((line) => line.what === 'claim.submit')).toHaveLength(1)
  })

  it('a claim is submitted while some placements still wait: it is on time from then, and only confirmed ones count', async () => {
    const known = await confirmed(scene)
    const waiting = await asked(scene)
    const claim = await submittedWith(scene, [known.id, waiting.id])
    const at = scene.clock.now()
    expect(claim).toMatchObject({ state: 'submitted', firstSubmittedAt: at })
    expect((await page(scene)).credit?.result.countedWorkHours).toBe(20)
    scene.clock.pass(DAY)
    await answer(await employer(scene), answering('fewer', { hours: 10 }))
    const later = await page(scene)
    expect(later.credit?.result.countedWorkHours).toBe(30)
    expect(later.claim).toMatchObject({ firstSubmittedAt: at, version: claim.version + 1 })
  })

  it('rule changed during the term: a submitted claim keeps its version, drafts take the new one', async () => {
    const { id } = await confirmed(scene)
    const mate = await joined(scene, 'student')
    await saveClaim(mate, draftOf(scene, [(await confirmed(scene, {}, mate)).id]))
    await submittedWith(scene, [id])
    const { courseId } = draftOf(scene, [])
    const terms = {
      ...{ mode: 'points' as const, fullHours: 20, scheme: 'proportional' as const },
      ...{ academicHours: 0, points: 100 },
    }
    const wish = { ruleId: null, terms, claimBy: null }
    await chooseRule(scene.instructor, courseId, scene.assignment.id, wish)
    expect((await page(scene)).credit?.result.score.given).toBe(50)
    const draft = await studentPage(mate, courseId, scene.assignment.id)
    expect(draft.credit?.result.score.given).toBe(100)
  })
})

describe('a placement counts once', () => {
  it('the first submit wins; the other draft says where it is used', async () => {
    const { id } = await confirmed(scene)
    const second = await anotherAssignment(scene)
    await saveClaim(scene.student, draftOf(scene, [id], second.id))
    const first = await submittedWith(scene, [id])
    const late = submitClaim(scene.student, draftOf(scene, [id], second.id))
    const { course, assignment } = scene
    await expect(late).rejects.toMatchObject({
      ...{ status: 409, key: 'claim.heldIn' },
      facts: { title: 'Map of quiet places', assignment: assignment.title, course: course.label },
    })
    const other = await studentPage(scene.student, course.id, second.id)
    expect(other.heldBy.get(id)).toMatchObject({ claim: { id: first.id }, assignment, course })
    expect(other.claim?.state).toBe('draft')
  })

  it('of two claims submitted at the same moment exactly one holds it', async () => {
    const { id } = await confirmed(scene)
    const second = await anotherAssignment(scene)
    await saveClaim(scene.student, draftOf(scene, [id]))
    await saveClaim(scene.student, draftOf(scene, [id], second.id))
    const both = await Promise.allSettled([
      submitClaim(scene.student, draftOf(scene, [id])),
      submitClaim(scene.student, draftOf(scene, [id], second.id)),
    ])
    expect(both.filter((b) => b.status === 'fulfilled')).toHaveLength(1)
    expect(await scene.store.claims.holding([id])).toHaveLength(1)
  })

  it('and is free again when the claim is taken back', async () => {
    const { id } = await confirmed(scene)
    const second = await anotherAssignment(scene)
    await submittedWith(scene, [id])
    await takeBack(scene.student, scene.course.id, scene.assignment.id)
    const claim = await submitClaim(scene.student, draftOf(scene, [id], second.id))
    expect(claim.counts).toEqual([id])
  })
})

describe('the student takes a claim back', () => {
  it('any time before the decision; it was never looked at, so its first date goes', async () => {
    const { id } = await confirmed(scene)
    await submittedWith(scene, [id])
    const back = await takeBack(scene.student, scene.course.id, scene.assignment.id)
    expect(back).toMatchObject({ state: 'draft', counts: [], firstSubmittedAt: null })
  })

  it('not after it', async () => {
    const { id } = await confirmed(scene)
    await approved(scene, (await submittedWith(scene, [id])).id)
    const late = takeBack(scene.student, scene.course.id, scene.assignment.id)
    await expect(late).rejects.toMatchObject(refused('claim.notNow'))
    const save = saveClaim(scene.student, draftOf(scene, [id]))
    await expect(save).rejects.toMatchObject({ status: 409, key: 'claim.notEditable' })
  })
})

describe('given back', () => {
  it('the first submission’s date stands, and its placements stay held until dropped', async () => {
    const [one, two] = [await confirmed(scene), await confirmed(scene)]
    const claim = await submittedWith(scene, [one.id, two.id])
    const at = scene.clock.now()
    const seen = await looked(scene, claim.id)
    const step = { step: 'giveBack' as const, note: 'Say more.', ...seen }
    await decide(scene.instructor, scene.course.id, claim.id, step)
    scene.clock.pass(3 * DAY)
    const saved = await saveClaim(scene.student, draftOf(scene, [one.id]))
    expect(saved.counts).toEqual([one.id])
    expect(await submittedWith(scene, [one.id])).toMatchObject({ firstSubmittedAt: at })
  })
})
