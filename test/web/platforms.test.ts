// The administrator's pages: an LMS registered by hand, changed, paused, removed; and the institution's settings.

import { readdirSync, readFileSync } from 'node:fs'
import { load } from 'cheerio'
import { beforeAll, describe, expect, test } from 'vitest'
import { CUSTOM, CUSTOM_VARIABLES } from '../../src/domain/custom-values.ts'
import type { Platform } from '../../src/domain/platform.ts'
import { newId } from '../../src/random.ts'
import { t } from '../../src/text.ts'
import { securityModel } from '../../src/web/door/security-review.ts'
import { testApp } from '../support/app.ts'
import { aClaim, aDeployment, aPlatform, aScoreDebt } from '../support/builders.ts'
import { aCampus, type Campus } from '../support/campus.ts'
import { type Fields, Visitor } from '../support/visitor.ts'

const stint = testApp()
let campus: Campus
let admin: Visitor

beforeAll(async () => {
  campus = await aCampus(stint.app, stint.lms, 'north')
  admin = new Visitor(stint.server).holding(campus.people.admin)
})

const FORM = {
  name: 'Campus Canvas',
  kind: 'canvas',
  issuer: 'https://canvas.instructure.com',
  clientId: '107850000000000210',
  loginUrl: 'https://sso.canvaslms.com/api/lti/authorize_redirect',
  tokenUrl: 'https://sso.canvaslms.com/login/oauth2/token',
  jwksUrl: 'https://sso.canvaslms.com/api/lti/security/jwks',
}

async function add(fields: Fields) {
  await admin.get('/admin/platforms/new')
  return admin.post('/admin/platforms', fields)
}

async function added(more: Partial<Platform> = {}): Promise<Platform> {
  const platform = aPlatform({ institutionId: campus.institution.id, id: newId(), ...more })
  await campus.ctx.store.platforms.add(platform)
  return platform
}

const wrongOn = (html: string) =>
  load(html)('.error-summary a')
    .toArray()
    .map((link) => load(html)(link).attr('href'))

describe('an LMS by hand', () => {
  test('goes from the form to a registration whose deployments may be used at once', async () => {
    const answer = await add({
      ...FORM,
      deployments: '1:a\n2:b\r\n',
      origins: 'https://c.north.edu',
    })
    expect(answer.status).toBe(303)
    const id = String(answer.headers.location).split('?')[0]?.split('/').at(-1) ?? ''
    expect(await campus.ctx.store.platforms.get(id)).toMatchObject({
      ...FORM,
      state: 'active',
      registered: null,
      origins: ['https://c.north.edu'],
      test: false,
    })
    for (const deployment of ['1:a', '2:b']) {
      expect(await campus.ctx.store.deployments.find(id, deployment)).toMatchObject({
        state: 'approved',
      })
    }
    const page = (await admin.get(`/admin/platforms/${id}`)).text
    expect(page).toContain(FORM.clientId)
    expect(page).toContain('Never opened yet.')
  })

  test('names what is wrong beside its field, and keeps what was typed', async () => {
    const answer = await add({
      ...{ ...FORM, clientId: '9', name: '', kind: 'blackboard' },
      ...{ loginUrl: 'javascript:alert(1)', origins: 'https://x.example/path' },
    })
    expect(answer.status).toBe(422)
    expect(wrongOn(answer.text)).toEqual(['#f-kind'])
    const typed = await add({
      ...{ ...FORM, clientId: '9', name: '' },
      ...{ loginUrl: 'javascript:alert(1)', origins: "https://x.example; script-src 'self'" },
    })
    expect(wrongOn(typed.text).sort()).toEqual(['#f-loginUrl', '#f-name', '#f-origins'])
    expect(load(typed.text)('[name=issuer]').attr('value')).toBe(FORM.issuer)
  })

  test('whose issuer ends as Canvas and Moodle never send it is refused beside its field', async () => {
    const slash = { issuer: 'https://moodle.north.example.edu/', clientId: 'slash' }
    const refused = await add({ ...FORM, ...slash, kind: 'moodle' })
    expect(wrongOn(refused.text)).toEqual(['#f-issuer'])
    expect(refused.text).toContain(t('platform.issuerSlash'))
    expect((await add({ ...FORM, ...slash, kind: 'other' })).status).toBe(303)
  })

  test('that is there already, or a test system that does not say so, is refused', async () => {
    await add({ ...FORM, clientId: '10' })
    const again = await add({ ...FORM, clientId: '10' })
    expect(again.status).toBe(409)
    expect(again.text).toContain('registered already')
    const beta = { ...FORM, issuer: 'https://canvas.beta.instructure.com' }
    expect((await add(beta)).status).toBe(422)
    expect((await add({ ...beta, test: 'yes' })).status).toBe(303)
  })
})

describe('an LMS that is there', () => {
  test('is changed, except into a test system or into another one that is there', async () => {
    const { id } = await added()
    const other = await added()
    const path = `/admin/platforms/${id}/edit`
    const fields = { ...FORM, clientId: '11', name: 'Renamed' }
    expect((await admin.fill(path, path, fields)).status).toBe(303)
    expect(await campus.ctx.store.platforms.get(id)).toMatchObject({ name: 'Renamed' })
    const taken = { ...fields, issuer: other.issuer, clientId: other.clientId }
    expect((await admin.fill(path, path, taken)).status).toBe(409)
    const beta = { ...fields, issuer: 'https://canvas.test.instructure.com' }
    expect((await admin.fill(path, path, beta)).status).toBe(422)
    expect(await campus.ctx.store.platforms.get(id)).toMatchObject({ clientId: '11' })
  })

  test('is paused and resumed', async () => {
    const { id } = await added()
    const path = `/admin/platforms/${id}`
    const state = async () => (await campus.ctx.store.platforms.get(id)).state
    await admin.get(path)
    expect((await admin.post(`${path}/state`, { step: 'pause' })).status).toBe(303)
    expect(await state()).toBe('paused')
    expect((await admin.post(`${path}/state`, { step: 'approve' })).status).toBe(409)
    expect((await admin.post(`${path}/state`, { step: 'resume' })).status).toBe(303)
    expect(await state()).toBe('active')
  })

  test('on a Moodle is told whether the role it opens Stint with is enough; on others nobody asks', async () => {
    const canvas = await added()
    expect((await admin.get(`/admin/platforms/${canvas.id}`)).text).not.toContain('roles-title')
    const { id } = await added({ kind: 'moodle' })
    const path = `/admin/platforms/${id}`
    const isEnough = async () => (await campus.ctx.store.platforms.get(id)).launchRoleEnough
    const text = async () => load((await admin.get(path)).text)('main').text()
    expect(await text()).toContain('Where it tells none, nobody decides.')
    expect((await admin.post(`${path}/roles`, { enough: 'yes' })).status).toBe(303)
    expect(await isEnough()).toBe(true)
    expect(await text()).toContain('You have said that the role Moodle opens Stint with is enough')
    const form = { ...FORM, kind: 'moodle', clientId: '31' }
    expect((await admin.fill(`${path}/edit`, `${path}/edit`, form)).status).toBe(303)
    expect(await isEnough()).toBe(true)
    await admin.get(path)
    await admin.post(`${path}/roles`, { enough: 'no' })
    expect(await isEnough()).toBe(false)
  })

  test('is removed after a second look, and not while it is owed a score', async () => {
    const { here, people, ctx } = campus
    const platform = await added()
    const claim = aClaim({
      institutionId: ctx.institution.id,
      ...{ personId: people.observer.person.id, courseId: here.course.id },
      ...{ assignmentId: here.assignment.id, platformId: platform.id, state: 'approved' },
      debts: { score: aScoreDebt({ state: 'due' }) },
    })
    await ctx.store.claims.add(claim)
    const path = `/admin/platforms/${platform.id}/remove`
    expect((await admin.get(path)).text).toContain('Claims and records stay')
    expect(await ctx.store.platforms.get(platform.id)).toEqual(platform)
    const refused = await admin.post(path)
    expect(refused.status).toBe(409)
    expect(refused.text).toContain('Scores are still owed to this LMS')
    const free = await added()
    await admin.get(`/admin/platforms/${free.id}/remove`)
    expect((await admin.post(`/admin/platforms/${free.id}/remove`)).status).toBe(303)
    await expect(ctx.store.platforms.get(free.id)).rejects.toMatchObject({ status: 404 })
  })

  test('that is a test system has what came from it wiped after a second look', async () => {
    const { id } = await added({ test: true })
    const page = `/admin/platforms/${id}`
    expect(load((await admin.get(page)).text)(`a[href="${page}/wipe"]`)).toHaveLength(1)
    expect((await admin.get(`${page}/wipe`)).text).toContain('0 courses, 0 people and 0 claims')
    // Who removes it first finds no button any more.
    expect((await admin.get(`${page}/remove`)).text).toContain(t('platform.removeTest'))
    const answer = await admin.post(`${page}/wipe`)
    expect(answer.headers.location).toBe(`${page}?done=testWiped`)
    const inUse = `/admin/platforms/${campus.platform.id}`
    expect((await admin.get(inUse)).text).not.toContain(`${inUse}/wipe`)
    expect((await admin.get(`${inUse}/wipe`)).status).toBe(409)
  })

  test('tells in one line what last went well and wrong, and how it was opened', async () => {
    const { id } = await added({
      lastLaunchAt: new Date('2026-11-12T09:00:00Z'),
      lastStep: 'window',
      lastTokenAt: new Date('2026-11-12T09:01:00Z'),
      lastScoreAt: new Date('2026-11-12T09:02:00Z'),
      lastTrouble: { at: new Date('2026-11-12T09:03:00Z'), text: 'lms.noScope' },
    })
    const text = load((await admin.get(`/admin/platforms/${id}`)).text)('main').text()
    expect(text).toContain('Last opened Thu 12 Nov 2026, 10:00.')
    expect(text).toContain('It opened in a window of its own.')
    expect(text).toContain('Last token Thu 12 Nov 2026, 10:01.')
    expect(text).toContain('Last score Thu 12 Nov 2026, 10:02.')
    expect(text).toContain('10:03: The LMS does not give Stint the right')
  })

  test('of another institution is not there', async () => {
    const south = await aCampus(stint.app, stint.lms, 'south')
    const path = `/admin/platforms/${south.platform.id}`
    for (const page of ['', '/edit', '/remove']) {
      expect((await admin.get(`${path}${page}`)).status).toBe(404)
    }
    await admin.get('/admin')
    for (const [act, fields] of [
      ['state', { step: 'pause' }],
      ['roles', { enough: 'yes' }],
      ['edit', FORM],
      ['remove', {}],
    ] as const) {
      expect((await admin.post(`${path}/${act}`, fields)).status).toBe(404)
    }
    expect(await south.ctx.store.platforms.get(south.platform.id)).toEqual(south.platform)
  })
})

describe('a deployment', () => {
  test('is paused and approved again on the first page, by its administrator, with a line in the audit log', async () => {
    const { ctx, institution } = campus
    const platform = await added()
    const of = { institutionId: institution.id, platformId: platform.id, deploymentId: '5:e' }
    await ctx.store.deployments.add(aDeployment(of))
    const decide = async (state: string) => {
      const page = load((await admin.get('/admin')).text)
      const form = page('form').filter((_, one) => page(one).find('[value="5:e"]').length > 0)
      expect(form.find(`[name=state][value=${state}]`)).toHaveLength(1)
      const fields = { platformId: platform.id, deploymentId: '5:e', state }
      expect((await admin.post('/admin/deployments', fields)).status).toBe(303)
      return (await ctx.store.deployments.find(platform.id, '5:e'))?.state
    }
    expect(await decide('paused')).toBe('paused')
    expect(load((await admin.get('/admin')).text)('main').text()).toContain('Paused')
    expect(await decide('approved')).toBe('approved')
    const decided = (await ctx.store.audit.list(50)).filter(
      ({ what, facts }) => what === 'audit.deploymentDecided' && facts.deploymentId === '5:e',
    )
    expect(decided.map(({ personId, facts }) => [personId, facts])).toEqual(
      ['approved', 'paused'].map((state) => [
        campus.people.admin.person.id,
        { platformId: platform.id, deploymentId: '5:e', state },
      ]),
    )
  })
})

describe('the settings', () => {
  const settings = { name: 'North', timezone: 'Europe/Berlin' }
  const save = (fields: Fields) => admin.fill('/admin/settings', '/admin/settings', fields)

  test('are kept, and a colour is on every page of who is signed in', async () => {
    const answer = await save({
      ...settings,
      ...{ colour: '#8A1538', sender: 'North University', officeMail: 'office@north.example.edu' },
      appealDays: '15',
      testIssuers: 'https://moodle-test.north.example.edu',
    })
    expect(answer.status).toBe(303)
    const kept = await campus.ctx.directory.institutions.get(campus.institution.id)
    expect(kept).toMatchObject({ colour: '#8a1538', sender: 'North University', appealDays: 15 })
    const page = load((await admin.get('/admin')).text)
    const sheet = page('link[rel=stylesheet]').last().attr('href') ?? ''
    const css = await stint.visitor().get(sheet)
    expect(css.type).toBe('text/css')
    expect(css.text).toContain('--accent:#8a1538')
  })

  test.each<[string, Fields, string]>([
    ['a pale colour', { colour: '#ffee88' }, '#f-colour'],
    ['a colour that is none', { colour: 'red' }, '#f-colour'],
    ['a colour with too many digits', { colour: '#12345678' }, '#f-colour'],
    ['an unknown zone', { timezone: 'Mars/Base' }, '#f-timezone'],
    ['no name', { name: '' }, '#f-name'],
    ['a sender with a second address', { sender: 'North" <x@evil.example>' }, '#f-sender'],
    ['half a day to appeal', { appealDays: '1.5' }, '#f-appealDays'],
    ['a year to appeal', { appealDays: '365' }, '#f-appealDays'],
    ['an office that is no mail address', { officeMail: 'office' }, '#f-officeMail'],
  ])('%s is refused', async (_what, wrong, field) => {
    const answer = await save({ ...settings, ...wrong })
    expect(answer.status).toBe(422)
    expect(wrongOn(answer.text)).toEqual([field])
    expect(answer.text).not.toContain(t('form.tooLong'))
    const [[name, typed] = ['', '']] = Object.entries(wrong)
    expect(load(answer.text)(`[name=${name}]`).val()).toBe(typed)
  })

  test('make an issuer a test system, which can be registered as one only', async () => {
    await save({ ...settings, testIssuers: 'https://moodle-test.north.example.edu' })
    const moodle = { ...FORM, kind: 'moodle', issuer: 'https://moodle-test.north.example.edu' }
    expect((await add({ ...moodle, clientId: '20' })).text).toContain('test system')
    expect((await add({ ...moodle, clientId: '20', test: 'yes' })).status).toBe(303)
  })

  test('make no test system of an LMS that is in use: nobody could open it any more', async () => {
    const issuer = 'https://lms.in-use.example.edu'
    await added({ issuer })
    const answer = await save({ ...settings, testIssuers: `https://other.example.edu\n${issuer}` })
    expect(wrongOn(answer.text)).toEqual(['#f-testIssuers'])
    expect(load(answer.text)('#f-testIssuers').text()).toContain(issuer)
    expect(load(answer.text)('main').text()).toContain('An LMS that is no test system')
  })

  test('have a page for the security review beside them, honest about what does not exist', async () => {
    const text = load((await admin.get('/admin/security')).text)('main').text()
    for (const scope of ['scope/score', 'scope/result.readonly', 'contextmembership.readonly']) {
      expect(text).toContain(scope)
    }
    expect(text).toContain('Deleting one person is not built yet')
    expect(text).toContain('also of those who never open Stint')
  })
})

describe('a variable on the page for the security review', () => {
  const read = readdirSync('src/lti').filter((file) => file.endsWith('.ts'))
  const code = read.map((file) => readFileSync(`src/lti/${file}`, 'utf8')).join('\n')
  const constants = new Map(Object.entries(CUSTOM).map(([key, name]) => [name as string, key]))

  test.each(Object.entries(CUSTOM_VARIABLES.canvas))(
    '%s is said to be read exactly where our code reads it',
    (name, variable) => {
      const { variables } = securityModel('North', [])
      const why = variables.find((one) => one.variable === variable)?.why ?? ''
      const isRead = code.includes(name) || code.includes(`CUSTOM.${constants.get(name)}`)
      expect(!why.includes('Not read yet')).toBe(isRead)
    },
  )
})

describe('tokens', () => {
  test('an LMS that gives one, or none, is seen on its line', async () => {
    const { platform, ctx } = campus
    const { lms } = stint.app.core.hands
    const roster = `${stint.lms.origin}/roster`
    stint.lms.json('/roster', { members: [] })
    await lms.members(platform, roster)
    await expect
      .poll(async () => (await ctx.store.platforms.get(platform.id)).lastTokenAt)
      .toEqual(stint.clock.now())
    stint.lms.json('/token', { error: 'invalid_scope' }, 400)
    stint.clock.forward(7_200_000)
    await expect(lms.members(platform, roster)).rejects.toThrow()
    await expect
      .poll(async () => (await ctx.store.platforms.get(platform.id)).lastTrouble?.text)
      .toBe('lms.noScope')
    stint.lms.grantsTokens()
  })
})
