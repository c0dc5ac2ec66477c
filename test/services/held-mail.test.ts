// Mail of a test system is shown where a person can read it, and nothing of a test system is known to real people.

import { beforeEach, describe, expect, it } from 'vitest'
import { NotFound } from '../../src/errors.ts'
import { newId } from '../../src/random.ts'
import { answer } from '../../src/services/claims/confirmations.ts'
import type { PersonContext } from '../../src/services/context.ts'
import { heldMail, openHeld } from '../../src/services/messages/held-mail.ts'
import { HELD_BACK } from '../../src/services/messages/messages.ts'
import { anAnswer, aPlacement, aScoreDebt } from '../support/builders.ts'
import { testDatabase } from '../support/mongo.ts'
import {
  answering,
  approved,
  aScene,
  asked,
  employer,
  joined,
  mailAll,
  type Scene,
  submittedWith,
} from './scene.ts'

const db = testDatabase()
let scene: Scene
let ada: PersonContext

// As arrivals from a test system are kept: marked, and without an address.
const TEST = { test: true, mail: null, sisPersonId: null }

beforeEach(async () => {
  scene = await aScene(db.store, { platform: { test: true } })
  ada = await joined(scene, 'student', { name: 'Ada Test', ...TEST })
})

const mails = async (who = scene.instructor) =>
  (await heldMail(who, scene.course.id)).mails.map(({ message, asks }) => [
    message.view,
    message.to,
    asks,
  ])

describe('mail of a test system', () => {
  it('stands with whom it would have gone to, newest first, and leads on to the supervisor’s page', async () => {
    const placement = await asked(scene, { supervisorMail: 'grace@harbour.example' }, ada)
    expect(await mails()).toEqual([['ask', 'grace@harbour.example', placement.id]])
    const token = await openHeld(scene.instructor, scene.course.id, placement.id)
    await answer(await employer(scene, token), answering())
    await mailAll(scene)
    const claim = await submittedWith(scene, [placement.id], ada)
    scene.clock.pass(1000)
    await approved(scene, claim.id)
    await mailAll(scene)
    expect(await mails()).toEqual([
      ['decided', 'Ada Test', null],
      ['receipt', 'grace@harbour.example', null],
      ['answered', 'Ada Test', null],
    ])
    expect(scene.mail.sent).toEqual([])
  })

  it('is shown as far as somebody reads: the newest hundred', async () => {
    const at = scene.clock.now().getTime()
    const { institutionId, id: personId } = ada.actor.person
    const answers = [{ at: new Date(at), text: HELD_BACK }]
    for (let i = 0; i < 103; i += 1) {
      const held = { ...aScoreDebt(), key: 'answered', kind: 'mail' as const, answers }
      const done = { ...held, state: 'done' as const, dueAt: null, doneAt: new Date(at + i) }
      const of = { id: newId(), institutionId, personId, answer: anAnswer() }
      await scene.store.placements.add(aPlacement({ ...of, debts: { answered: done } }))
    }
    const shown = (await heldMail(scene.instructor, scene.course.id)).mails
    expect(shown.map(({ at: when }) => when.getTime() - at)).toEqual(
      Array.from({ length: 100 }, (_, i) => 102 - i),
    )
  })

  it('is looked at without a link being made', async () => {
    await asked(scene, {}, ada)
    const links = await db.raw.collection('links').countDocuments()
    const [held] = (await heldMail(scene.instructor, scene.course.id)).mails
    expect(JSON.stringify(held?.message.model)).toContain('/confirm/…')
    expect(await db.raw.collection('links').countDocuments()).toBe(links)
  })

  it('is for the staff of that course only, and no real course has any', async () => {
    const { id } = await asked(scene, {}, ada)
    await expect(mails(ada)).rejects.toMatchObject({ status: 403 })
    const real = await aScene(db.store)
    await expect(mails(real.instructor)).rejects.toBeInstanceOf(NotFound)
    const theirs = await asked(real)
    expect((await heldMail(real.instructor, real.course.id)).mails).toEqual([])
    const here = scene.course.id
    await expect(openHeld(ada, here, id)).rejects.toMatchObject({ status: 403 })
    await expect(openHeld(scene.instructor, here, theirs.id)).rejects.toBeInstanceOf(NotFound)
    await expect(openHeld(real.instructor, real.course.id, theirs.id)).rejects.toBeInstanceOf(
      NotFound,
    )
  })
})

describe('a supervisor’s address', () => {
  it('is not known because somebody answered from it in a test system', async () => {
    const grace = { supervisorMail: 'grace@harbour.example' }
    const first = await asked(scene, grace, ada)
    const token = await openHeld(scene.instructor, scene.course.id, first.id)
    await answer(await employer(scene, token), answering())
    const ben = await joined(scene, 'student', { name: 'Ben Real' })
    await asked(scene, grace, ben)
    const { answer: said } = await answer(await employer(scene), answering())
    expect(said?.unusual).toContain('firstUse')
    const cai = await joined(scene, 'student', { name: 'Cai Real' })
    await asked(scene, grace, cai)
    expect((await answer(await employer(scene), answering())).answer?.unusual).not.toContain(
      'firstUse',
    )
  })
})
