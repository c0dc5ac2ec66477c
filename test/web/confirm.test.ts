// The supervisor's page: looking never answers, an answer is spent once and can be corrected, and links end.

import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { everythingIn, testApp } from '../support/app.ts'
import { aClaim, aPlacement } from '../support/builders.ts'
import { aCampus, aConfirmLink, type Campus, signIn } from '../support/campus.ts'
import { setCookies, Visitor } from '../support/visitor.ts'

const DAY_MS = 86_400_000
const stint = testApp()
let campus: Campus
let placementId: string
let path: string
beforeAll(async () => {
  campus = await aCampus(stint.app, stint.lms, 'north')
})
beforeEach(async () => {
  const placement = await aWaiting()
  placementId = placement.id
  path = `/confirm/${await aConfirmLink(campus.ctx, placement)}`
})

async function aWaiting() {
  const { ctx, people, institution } = campus
  const personId = people.student.person.id
  const placement = aPlacement({ institutionId: institution.id, personId, state: 'submitted' })
  await ctx.store.placements.add(placement)
  return placement
}

const stored = () => campus.ctx.store.placements.get(placementId)

/** The claim that counts the placement, in some state. */
async function held(state: 'submitted' | 'approved') {
  const { ctx, people, institution, here, platform } = campus
  const person = people.student.person.id
  const claim = aClaim({
    ...{ institutionId: institution.id, personId: person, state, chosen: [placementId] },
    ...{ courseId: here.course.id, platformId: platform.id },
  })
  await ctx.store.claims.add(claim)
  return claim
}

describe('looking', () => {
  test('changes nothing, by GET and by HEAD, with and without a query, however often', async () => {
    const before = await everythingIn(stint.raw)
    for (let i = 0; i < 3; i += 1) expect((await stint.visitor().get(path)).status).toBe(200)
    expect((await stint.visitor().get(`${path}?kind=confirm&answer=yes`)).status).toBe(200)
    expect((await stint.visitor().ask('head', path)).status).toBe(200)
    expect((await stint.visitor().ask('head', path)).text ?? '').toBe('')
    expect(await everythingIn(stint.raw)).toBe(before)
  })

  test('shows the work and the short name, and nothing of course, points or other work', async () => {
    const { text } = await stint.visitor().get(path)
    expect(text).toContain('Map of quiet places')
    expect(text).toContain('University of north')
    expect(text).not.toContain(campus.here.course.title)
    expect(text).not.toContain('Reflection of')
    expect(text).not.toContain(campus.people.student.person.mail)
  })

  test('cannot be framed, is kept by nobody, sends no referrer and sets no cookie', async () => {
    const answer = await stint.visitor().get(path)
    expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(answer.headers['referrer-policy']).toBe('no-referrer')
    expect(setCookies(answer)).toEqual([])
    expect(answer.text).not.toContain('href="http')
  })
})

describe('answering', () => {
  test('confirms the hours, and the page then shows the answer', async () => {
    const answer = await stint.visitor().fill(path, path, { kind: 'confirm' })
    expect(answer.status).toBe(303)
    expect(answer.headers.location).toBe(`${path}?done=answered`)
    expect(await stored()).toMatchObject({ state: 'confirmed', confirmedHours: 20 })
    const { text } = await stint.visitor().get(path)
    expect(text).toContain('Yes, all 20 hours')
    expect(text).toContain('Change my answer')
  })

  test('can be corrected until the decision, and not after it', async () => {
    await stint.visitor().post(path, { kind: 'confirm' })
    const claim = await held('submitted')
    const fewer = { kind: 'fewer', hours: '12', fewerWhy: 'Two days were holidays' }
    expect((await stint.visitor().post(path, fewer)).status).toBe(303)
    expect((await stored()).confirmedHours).toBe(12)
    expect((await campus.ctx.store.claims.get(claim.id)).version).toBe(1)
    const { ctx } = campus
    await ctx.store.claims.save({ ...(await ctx.store.claims.get(claim.id)), state: 'approved' })
    expect((await stint.visitor().post(path, { kind: 'confirm' })).status).toBe(409)
    expect((await stint.visitor().post(path, { kind: 'didNotHappen' })).status).toBe(409)
    expect((await stored()).confirmedHours).toBe(12)
    const { text } = await stint.visitor().get(path)
    expect(text).toContain('Two days were holidays')
    expect(text).not.toContain('<form method="post" action="/confirm')
  })

  test('through any link of the same question leads to the same page', async () => {
    const second = `/confirm/${await aConfirmLink(campus.ctx, await stored())}`
    await stint.visitor().post(path, { kind: 'giveBack', missing: 'The photographs' })
    expect((await stint.visitor().get(second)).text).toContain('The photographs')
  })

  test.each(['confirm', 'giveBack', 'didNotHappen', 'wrongPerson', 'unknown'])(
    'with “%s” reaches the student and keeps who said it',
    async (kind) => {
      await stint.visitor().post(path, { kind, missing: 'The report' })
      const { answer, debts, history } = await stored()
      expect(answer).toMatchObject({ kind, byMail: 'grace@harbour.example', byName: 'Grace Ito' })
      expect(Object.keys(debts).sort()).toEqual(['answered', 'receipt'])
      expect(history.at(-1)?.what).toBe(`placement.${kind}`)
    },
  )

  test('from the student’s own browser or network is told to the instructor', async () => {
    const { ctx, people, here } = campus
    const own = new Visitor(stint.server).holding(people.student)
    await own.send(path, { kind: 'confirm' })
    expect((await stored()).answer?.unusual).toContain('sameBrowser')
    const other = await aWaiting()
    const { session } = await signIn(ctx, people['other student'].person, here.course)
    expect(session.network).not.toBe('')
    const link = `/confirm/${await aConfirmLink(ctx, other)}`
    await stint.visitor().post(link, { kind: 'confirm' })
    const { answer } = await ctx.store.placements.get(other.id)
    expect(answer?.unusual).not.toContain('sameBrowser')
  })

  test('needs neither a session nor a token of a form, and another person’s session adds nothing', async () => {
    const instructor = new Visitor(stint.server).holding(campus.people.instructor)
    await instructor.send(path, { kind: 'confirm' })
    expect((await stored()).answer?.unusual).not.toContain('sameBrowser')
  })
})

describe('a link', () => {
  test('that is over answers nothing, and offers one new mail to the same address', async () => {
    const late = `/confirm/${await aConfirmLink(campus.ctx, await stored(), new Date(0))}`
    expect((await stint.visitor().get(late)).status).toBe(410)
    expect((await stint.visitor().post(late, { kind: 'confirm' })).status).toBe(409)
    expect((await stored()).answer).toBeNull()
    for (let i = 0; i < 3; i += 1) {
      const again = await stint.visitor().post(`${late}/again`, { mail: 'friend@example.com' })
      expect(again.status).toBe(200)
      expect(again.text).not.toContain('grace@')
    }
    const { request, debts } = await stored()
    expect(request?.mail).toBe('grace@harbour.example')
    expect(request?.expiresAt.getTime()).toBeGreaterThan(stint.clock.now().getTime() + 29 * DAY_MS)
    expect(debts.ask).toMatchObject({ rev: 1 })
  })

  test('that is over still shows an answer that was given in time', async () => {
    const token = await aConfirmLink(
      campus.ctx,
      await stored(),
      new Date(stint.clock.now().getTime() + 1),
    )
    await stint.visitor().post(`/confirm/${token}`, { kind: 'confirm' })
    stint.clock.forward(1_000)
    const answer = await stint.visitor().get(`/confirm/${token}`)
    expect(answer.status).toBe(200)
    expect(answer.text).toContain('Yes, all 20 hours')
  })

  test('that is still good offers no new one', async () => {
    expect((await stint.visitor().post(`${path}/again`)).status).toBe(409)
  })

  test('to a question that was taken back is dead, and says so', async () => {
    const student = new Visitor(stint.server).holding(campus.people.student)
    expect((await student.post(`/placements/${placementId}/reopen`)).status).toBe(303)
    expect((await stint.visitor().get(path)).status).toBe(410)
    expect((await stint.visitor().post(path, { kind: 'confirm' })).status).toBe(409)
    expect((await stint.visitor().post(`${path}/again`)).status).toBe(409)
    expect((await stored()).answer).toBeNull()
  })

  test('to what the student has changed since is dead: nobody confirms what they have not seen', async () => {
    await stint.visitor().post(path, { kind: 'giveBack', missing: 'The report' })
    const student = new Visitor(stint.server).holding(campus.people.student)
    const page = `/placements/${placementId}`
    expect(
      (await student.fill(page, page, { title: 'Something else', action: 'save' })).status,
    ).toBe(303)
    expect((await stint.visitor().get(path)).status).toBe(410)
    expect((await stint.visitor().post(path, { kind: 'confirm' })).status).toBe(409)
  })

  test.each(['x', 'institution.x', '%00', 'a'.repeat(500), '../admin', '__proto__'])(
    'that is none (%s) is nothing here',
    async (token) => {
      const status = (await stint.visitor().get(`/confirm/${token}`)).status
      expect([400, 404]).toContain(status)
    },
  )
})
