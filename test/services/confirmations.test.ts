// An employer answers through a link: looking never answers, answers are corrected until the decision, claims learn of it.

import { beforeEach, describe, expect, it } from 'vitest'
import { shortName } from '../../src/domain/person.ts'
import { findLink, openSession } from '../../src/services/arriving/sign-ins.ts'
import { answer, peek, renew } from '../../src/services/claims/confirmations.ts'
import { reopen, saveDraft } from '../../src/services/claims/placements.ts'
import { decide } from '../../src/services/claims/reviews.ts'
import { aSession } from '../support/builders.ts'
import { testDatabase } from '../support/mongo.ts'
import { DAY, HOUR } from './hands.ts'
import type { Scene } from './scene.ts'
import {
  answering,
  approved,
  aScene,
  asked,
  confirmed,
  employer,
  looked,
  mailAll,
  submittedWith,
} from './scene.ts'

const db = testDatabase()
let scene: Scene

beforeEach(async () => {
  scene = await aScene(db.store)
})

const refused = (rule: string) => ({ refusals: [expect.objectContaining({ rule })] })

describe('a link', () => {
  it('that is only looked at, by a mail scanner say, changes nothing', async () => {
    const placement = await asked(scene)
    for (let i = 0; i < 5; i += 1) await peek(await employer(scene))
    expect(await scene.store.placements.get(placement.id)).toEqual(placement)
  })

  it('shows what the student says under a short name, and nothing of pay’s decider or points', async () => {
    await asked(scene)
    const seen = await peek(await employer(scene))
    expect(seen.student).toBe(shortName(scene.student.actor.person))
    expect(Object.keys(seen).toSorted()).toEqual([
      'institutionName',
      'placement',
      'state',
      'student',
    ])
  })

  it('is spent by its answer, and shows it from then on', async () => {
    await asked(scene)
    const token = scene.mail.lastToken()
    await answer(await employer(scene, token), answering())
    const link = await findLink(scene.ctx, token, 'confirm')
    expect(link?.spentAt).toEqual(scene.clock.now())
    const seen = await peek(await employer(scene, token))
    expect(seen).toMatchObject({ state: 'open', placement: { answer: { kind: 'confirm' } } })
  })

  it('that nobody gave out leads nowhere, and an office link is none', async () => {
    expect(await findLink(scene.ctx, 'guessed', 'confirm')).toBeNull()
    await asked(scene)
    expect(await findLink(scene.ctx, scene.mail.lastToken(), 'enter')).toBeNull()
  })
})

describe('an answer', () => {
  it('of yes counts all hours the student said', async () => {
    const after = await confirmed(scene)
    expect(after).toMatchObject({ state: 'confirmed', confirmedHours: 20 })
  })

  it('lowers the hours with a reason: the total replaces the sum, the days stay as said', async () => {
    const before = await asked(scene)
    const ctx = await employer(scene)
    const after = await answer(ctx, answering('fewer', { hours: 14.5 }))
    expect(after).toMatchObject({ state: 'confirmed', confirmedHours: 14.5 })
    expect(after.statement).toEqual(before.statement)
  })

  it('is refused with more hours than said, or fewer without a reason', async () => {
    await asked(scene)
    const ctx = await employer(scene)
    const more = answer(ctx, answering('fewer', { hours: 21 }))
    await expect(more).rejects.toMatchObject(refused('confirm.notFewer'))
    const silent = answer(ctx, answering('fewer', { hours: 3, why: ' ' }))
    await expect(silent).rejects.toMatchObject(refused('confirm.whyNeeded'))
  })

  it('“hours yes, deliverable no” gives back: nothing counts yet', async () => {
    await asked(scene)
    const after = await answer(await employer(scene), answering('giveBack'))
    expect(after).toMatchObject({ state: 'active', confirmedHours: null })
    const again = await answer(await employer(scene), answering('confirm'))
    expect(again).toMatchObject({ state: 'confirmed', confirmedHours: 20 })
  })

  it('sends a copy to the employer and a word to the student', async () => {
    const { statement } = await confirmed(scene)
    await mailAll(scene)
    expect(scene.mail.viewsTo(statement.supervisorMail)).toEqual(['ask', 'receipt'])
    expect(scene.mail.viewsTo(scene.student.actor.person.mail ?? '')).toEqual(['answered'])
  })

  it('given in two windows at once is kept once', async () => {
    await asked(scene)
    const ctx = await employer(scene)
    const both = await Promise.allSettled([
      answer(ctx, answering()),
      answer(ctx, answering('fewer', { hours: 5 })),
    ])
    expect(both.map((b) => b.status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(both.find((b) => b.status === 'rejected')).toMatchObject({ reason: { status: 409 } })
  })

  it('to a question whose words have changed is refused: nobody confirms what they have not seen', async () => {
    const { id, statement } = await asked(scene)
    await answer(await employer(scene), answering('giveBack'))
    const more = { ...statement, delivered: 'A bigger map' }
    await saveDraft(scene.student, { id, version: null, statement: more })
    const late = answer(await employer(scene), answering())
    await expect(late).rejects.toMatchObject({ status: 409, key: 'confirm.dead' })
  })
})

describe('correctable until the decision', () => {
  it('a second answer replaces the first', async () => {
    const { id } = await confirmed(scene)
    await answer(await employer(scene), answering('fewer', { hours: 8 }))
    expect(await scene.store.placements.get(id)).toMatchObject({ confirmedHours: 8 })
  })

  it('an approved claim closes it, and the answer stands', async () => {
    const { id } = await confirmed(scene)
    await approved(scene, (await submittedWith(scene, [id])).id)
    expect((await peek(await employer(scene))).state).toBe('decided')
    const late = answer(await employer(scene), answering('didNotHappen'))
    await expect(late).rejects.toMatchObject({ status: 409, key: 'confirm.decided' })
    expect(await scene.store.placements.get(id)).toMatchObject({ confirmedHours: 20 })
  })

  it('a denied claim does not: the placement can still be answered', async () => {
    const { id } = await confirmed(scene)
    const claim = await submittedWith(scene, [id])
    const seen = await looked(scene, claim.id)
    const step = { step: 'deny' as const, note: 'Not this course.', ...seen }
    await decide(scene.instructor, scene.course.id, claim.id, step)
    expect((await peek(await employer(scene))).state).toBe('open')
  })
})

describe('the employer confirms after the decision', () => {
  it('the claim stays as decided, and never held the placement that was waiting', async () => {
    const known = await confirmed(scene)
    const waiting = await asked(scene)
    const claim = await submittedWith(scene, [known.id, waiting.id])
    const done = await approved(scene, claim.id)
    expect(done).toMatchObject({ counts: [known.id], debts: { score: { value: { given: 50 } } } })
    await answer(await employer(scene), answering())
    expect((await scene.store.claims.get(claim.id)).decisions).toEqual(done.decisions)
  })
})

describe('an expired link', () => {
  beforeEach(async () => {
    await asked(scene)
    scene.clock.pass(30 * DAY + 1)
  })

  it('says so, answers nothing, and offers a new one to the same address', async () => {
    const old = await employer(scene)
    expect((await peek(old)).state).toBe('expired')
    await expect(answer(old, answering())).rejects.toMatchObject({ key: 'confirm.expired' })
    await renew(old)
    await mailAll(scene)
    const [first, second] = scene.mail.sent
    expect(second?.to).toBe(first?.to)
    expect((await peek(await employer(scene))).state).toBe('open')
  })

  it('asked for again and again sends one mail an hour, not one each time', async () => {
    const old = await employer(scene)
    for (let i = 0; i < 5; i += 1) await renew(old)
    await mailAll(scene)
    for (let i = 0; i < 5; i += 1) await renew(old)
    await mailAll(scene)
    expect(scene.mail.sent).toHaveLength(2)
    scene.clock.pass(HOUR)
    await renew(old)
    await mailAll(scene)
    expect(scene.mail.sent).toHaveLength(3)
  })

  it('of a question that was taken back gets none', async () => {
    const old = await employer(scene)
    const [placement] = await scene.store.placements.ofPerson(scene.student.actor.person.id)
    await reopen(scene.student, placement?.id ?? '')
    await expect(renew(old)).rejects.toMatchObject({ status: 409, key: 'confirm.dead' })
  })

  it('that was answered before still shows the answer', async () => {
    await renew(await employer(scene))
    await mailAll(scene)
    await answer(await employer(scene), answering())
    scene.clock.pass(40 * DAY)
    expect((await peek(await employer(scene))).state).toBe('open')
  })
})

describe('what is unusual is kept with the answer', () => {
  it('a free-mail address, its first use, and the student’s own network', async () => {
    const { person } = scene.student.actor
    const { publicId: _, id: __, csrf: ___, ...rest } = aSession({ personId: person.id })
    await openSession(scene.ctx, { ...rest, network: 'dormitory' })
    await asked(scene, { supervisorMail: 'g.ito@gmail.com' })
    const ctx = await employer(scene)
    const after = await answer(ctx, answering('confirm', { network: 'dormitory' }))
    expect(after.answer?.unusual).toEqual(['freeMail', 'firstUse', 'sameNetwork'])
  })

  it('the student’s own browser', async () => {
    await asked(scene)
    const signedIn = scene.student.actor.person.id
    const after = await answer(await employer(scene), answering('confirm', { signedIn }))
    expect(after.answer?.unusual).toContain('sameBrowser')
  })

  it('a campus address, and nothing where an address has answered before', async () => {
    await asked(scene, { supervisorMail: 'lab@north.example.edu' })
    const campus = await answer(await employer(scene), answering())
    expect(campus.answer?.unusual).toEqual(['campusDomain', 'firstUse'])
    await confirmed(scene, { supervisorMail: 'grace@reef.example' })
    const known = await confirmed(scene, { supervisorMail: 'grace@reef.example' })
    expect(known.answer?.unusual).toEqual([])
  })
})
