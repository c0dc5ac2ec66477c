// Mails: what they say is read when they are sent; one that lost its reason is not sent, one in doubt is sent again.

import { beforeEach, describe, expect, it } from 'vitest'
import { Upstream } from '../../src/errors.ts'
import { giveTime } from '../../src/services/claims/allowances.ts'
import { answer, peek } from '../../src/services/claims/confirmations.ts'
import { askAgain, askSupervisor } from '../../src/services/claims/placements.ts'
import { openViews } from '../../src/views.ts'
import { testDatabase } from '../support/mongo.ts'
import { DAY, HOUR } from './hands.ts'
import type { Scene } from './scene.ts'
import {
  answering,
  approved,
  aScene,
  asked,
  confirmed,
  drafted,
  employer,
  mailAll,
  submittedWith,
} from './scene.ts'

const db = testDatabase()
let scene: Scene

beforeEach(async () => {
  scene = await aScene(db.store)
})

const down = (retry: boolean) => () => {
  throw new Upstream('mail.notTaken', retry)
}

async function debtOf(id: string, key: string) {
  return (await scene.store.placements.get(id)).debts[key]
}

describe('mails', () => {
  it('of every kind can be rendered from what the stories give them', async () => {
    const { id } = await confirmed(scene)
    await approved(scene, (await submittedWith(scene, [id])).id)
    const wish = { personIds: [scene.student.actor.person.id], until: '2026-12-24', why: 'Ill' }
    await giveTime(scene.instructor, scene.course.id, scene.assignment.id, wish)
    await mailAll(scene)
    const views = openViews()
    for (const { view, model } of scene.mail.sent) {
      const { subject, text, html } = views.mail(view, model)
      expect([subject, text, html].join(' ')).not.toMatch(/undefined|\[object|null/)
    }
    const kinds = new Set(scene.mail.sent.map((mail) => mail.view))
    expect([...kinds].toSorted()).toEqual([
      ...['answered', 'ask', 'decided', 'more-time', 'receipt'],
    ])
  })

  it('to a server that does not take them are tried again, each time with a link of its own', async () => {
    scene.mail.onSend = down(true)
    const { id } = await asked(scene)
    expect(await debtOf(id, 'ask')).toMatchObject({ state: 'due', tries: 1 })
    scene.mail.onSend = () => {}
    scene.clock.pass(HOUR)
    await mailAll(scene)
    expect(scene.mail.sent).toHaveLength(1)
    expect((await peek(await employer(scene))).state).toBe('open')
  })

  it('refused for good are stuck until the student asks again', async () => {
    scene.mail.onSend = down(false)
    const { id } = await asked(scene)
    expect(await debtOf(id, 'ask')).toMatchObject({ state: 'stuck' })
    scene.mail.onSend = () => {}
    await askAgain(scene.student, id)
    await mailAll(scene)
    expect(scene.mail.sent).toHaveLength(1)
  })

  it('whose fate nobody knows are sent again, and both links open the same page', async () => {
    const links: string[] = []
    scene.mail.onSend = ({ model }) => {
      links.push(/\/confirm\/([\w.-]+)/.exec(JSON.stringify(model))?.[1] ?? '')
      if (links.length === 1) down(true)()
    }
    const { id } = await asked(scene)
    scene.clock.pass(HOUR)
    await mailAll(scene)
    expect(links).toHaveLength(2)
    await answer(await employer(scene, links[0]), answering())
    const seen = await peek(await employer(scene, links[1]))
    expect(seen.placement).toMatchObject({ id, state: 'confirmed' })
  })

  it('that ask what was answered meanwhile are not sent', async () => {
    const { id } = await asked(scene)
    await askAgain(scene.student, id)
    await answer(await employer(scene), answering())
    await mailAll(scene)
    expect(scene.mail.sent.filter((mail) => mail.view === 'ask')).toHaveLength(1)
    expect(await debtOf(id, 'ask')).toMatchObject({
      state: 'done',
      answers: [{ text: 'mail.sent' }, { text: 'mail.notNeeded' }],
    })
  })

  it('that could not be sent before the question expired are not sent', async () => {
    const { id } = await askSupervisor(scene.student, (await drafted(scene)).id)
    scene.clock.pass(31 * DAY)
    await mailAll(scene)
    expect(scene.mail.sent).toEqual([])
    expect(await debtOf(id, 'ask')).toMatchObject({ answers: [{ text: 'mail.notNeeded' }] })
  })

  it('to a student whose address the LMS keeps to itself are not needed', async () => {
    const person = { ...scene.student.actor.person, mail: null }
    await scene.store.people.save(person)
    const { id } = await confirmed(scene)
    await mailAll(scene)
    expect(scene.mail.sent.map((mail) => mail.view)).toEqual(['ask', 'receipt'])
    expect(await debtOf(id, 'answered')).toMatchObject({ state: 'done' })
  })
})

describe('what an institution says of itself', () => {
  it('stands in every mail: its sender, and its office to answer to', async () => {
    const said = { sender: 'North Credit', officeMail: 'credit@north.example.edu' }
    Object.assign(scene.ctx.institution, said)
    const { id } = await confirmed(scene)
    await approved(scene, (await submittedWith(scene, [id])).id)
    await mailAll(scene)
    expect(scene.mail.sent.map(({ view }) => view).sort()).toEqual([
      ...['answered', 'ask', 'decided', 'receipt'],
    ])
    for (const { sender, replyTo, view, model } of scene.mail.sent) {
      expect([sender, replyTo]).toEqual([said.sender, said.officeMail])
      expect(openViews().mail(view, model).text).toContain(`Questions: ${said.officeMail}`)
    }
  })
})

describe('the way back in, in a mail to a student', () => {
  const PAGE = 'https://canvas.example.edu/courses/7/assignments/31'
  const own = () => `https://stint.example.edu/lti/${scene.institution.slug}/open`
  const wayIn = async (view: string) => {
    await mailAll(scene)
    const { model } = scene.mail.sent.findLast((mail) => mail.view === view) ?? {}
    return model && 'wayIn' in model ? model.wayIn : null
  }

  it('is the LMS’s page of the assignment, where launches have told it', async () => {
    await scene.store.assignments.change(scene.assignment.id, { pageUrl: PAGE })
    const { id } = await confirmed(scene)
    await approved(scene, (await submittedWith(scene, [id])).id)
    expect(await wayIn('decided')).toEqual({ href: PAGE, kind: 'canvas' })
    const sent = scene.mail.sent.findLast(({ view }) => view === 'decided')
    const { text, html } = openViews().mail('decided', sent?.model ?? {})
    expect(text).toContain(`Open it in Canvas:\n${PAGE}`)
    expect(html).toContain(`href="${PAGE}"`)
  })

  it('is the course’s page for work that is in no claim yet', async () => {
    const pageUrl = 'https://canvas.example.edu/courses/7'
    await scene.store.courses.save({ ...scene.course, pageUrl })
    await confirmed(scene)
    expect(await wayIn('answered')).toEqual({ href: pageUrl, kind: 'canvas' })
  })

  it('is our own explanation, where nobody knows the LMS’s page', async () => {
    const { id } = await confirmed(scene)
    expect(await wayIn('answered')).toEqual({ href: own(), kind: null })
    await approved(scene, (await submittedWith(scene, [id])).id)
    expect(await wayIn('decided')).toEqual({ href: own(), kind: null })
  })
})
