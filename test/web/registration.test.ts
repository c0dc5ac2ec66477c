// An LMS registers itself: by an invitation, once, and nothing works before somebody has approved it.

import { load } from 'cheerio'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Institution } from '../../src/domain/institution.ts'
import type { Platform } from '../../src/domain/platform.ts'
import { hashOf, newId } from '../../src/random.ts'
import type { Context } from '../../src/services/context.ts'
import { inviteLms } from '../../src/services/office/registrations.ts'
import { BASE_URL, everythingIn, testApp } from '../support/app.ts'
import { anInstitution, aPerson, aPlatform } from '../support/builders.ts'
import { aCampus, signIntoOffice } from '../support/campus.ts'
import { axeFindings, faultsIn } from '../support/html.ts'
import { formOn, Visitor } from '../support/visitor.ts'

const TOOL = 'https://purl.imsglobal.org/spec/lti-tool-configuration'
const PLATFORM = 'https://purl.imsglobal.org/spec/lti-platform-configuration'
const DAY_MS = 86_400_000

const stint = testApp()
let institution: Institution
let ctx: Context
let admin: Visitor
let client = 0

beforeAll(async () => {
  institution = anInstitution({ id: newId(), slug: 'north' })
  await stint.app.core.store.directory.institutions.add(institution)
  ctx = stint.app.core.contextFor({ kind: 'worker' }, institution)
  const person = aPerson({ institutionId: institution.id, accounts: [], offices: ['admin'] })
  await ctx.store.people.add(person)
  admin = new Visitor(stint.server).holding(await signIntoOffice(ctx, person, 'admin'))
})

beforeEach(() => {
  const { lms } = stint
  client += 1
  lms.seen.length = 0
  lms.json('/configuration', {
    issuer: lms.origin,
    authorization_endpoint: `${lms.origin}/auth`,
    token_endpoint: `${lms.origin}/token`,
    jwks_uri: `${lms.origin}/jwks`,
    registration_endpoint: `${lms.origin}/register`,
    [PLATFORM]: { product_family_code: 'moodle', version: '4.5' },
  })
  lms.json('/register', { client_id: `client-${client}`, [TOOL]: { deployment_id: '7' } })
})

const platforms = () => ctx.store.platforms.list()
const made = async (): Promise<Platform> => {
  const found = (await platforms()).find(({ clientId }) => clientId === `client-${client}`)
  if (!found) throw new Error('nothing was registered')
  return found
}

/** The invitation as the administrator of Stint gets it, once. */
async function invitation(): Promise<string> {
  await admin.get('/admin')
  const page = load((await admin.post('/admin/invitations')).text)
  return new URL(page('code').first().text()).search
}

/** What the LMS opens when the address is pasted there. */
function opened(search: string, more: Record<string, string> = {}): string {
  const query = new URLSearchParams(search)
  query.set('openid_configuration', `${stint.lms.origin}/configuration`)
  query.set('registration_token', 'token-of-the-lms')
  for (const [name, value] of Object.entries(more)) query.set(name, value)
  return `/lti/north/register?${query}`
}

const register = (search: string, more: Record<string, string> = {}) =>
  stint.visitor().get(opened(search, more))
const posts = () => stint.lms.hits('/register').length

describe('an invitation', () => {
  test('is shown once, with its end, and stored hashed', async () => {
    const secret = new URLSearchParams(await invitation()).get('invite') ?? ''
    expect(secret).toMatch(/^[\w-]{43}$/)
    expect(await everythingIn(stint.raw)).not.toContain(secret)
    const kept = await ctx.store.invitations.find(hashOf(secret))
    expect(kept && kept.expiresAt.getTime() - kept.createdAt.getTime()).toBe(3 * DAY_MS)
    expect((await admin.get('/admin')).text).not.toContain(secret)
  })

  test('is pasted into an LMS; opened in a browser it registers nothing', async () => {
    const search = await invitation()
    const page = await stint.visitor().get(`/lti/north/register${search}`)
    expect(page.status).toBe(200)
    expect(page.text).toContain('Paste this address in your LMS')
    expect((await stint.visitor().ask('head', opened(search))).status).toBe(200)
    expect(stint.lms.seen).toEqual([])
    expect((await register(search)).status).toBe(200)
  })

  test('brings an LMS that waits, with all it said shown to who approves it', async () => {
    const answer = await register(await invitation())
    expect(answer.status).toBe(200)
    expect(load(answer.text)('[data-close]')).toHaveLength(1)
    expect(answer.text).toContain('This window closes by itself. If it does not, close it.')
    const platform = await made()
    expect(platform).toMatchObject({ state: 'waiting', kind: 'moodle', test: false })
    const page = (await admin.get(`/admin/platforms/${platform.id}`)).text
    for (const shown of [stint.lms.origin, platform.clientId, platform.jwksUrl, 'moodle 4.5']) {
      expect(page).toContain(shown)
    }
    expect(page).toContain('lti-ags/scope/score')
  })

  test('works once', async () => {
    const search = await invitation()
    await register(search)
    const second = await register(search)
    expect(second.status).toBe(409)
    expect(second.text).toContain('This invitation was used already')
    expect(posts()).toBe(1)
  })

  test('brings one registration when six come at once', async () => {
    const search = await invitation()
    const before = (await platforms()).length
    const answers = await Promise.all(Array.from({ length: 6 }, () => register(search)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409])
    expect(posts()).toBe(1)
    expect((await platforms()).length).toBe(before + 1)
  })

  test('that is unknown, or of another institution, has nothing fetched', async () => {
    const other = anInstitution({ id: newId(), slug: `other-${client}` })
    await stint.app.core.store.directory.institutions.add(other)
    const foreign = await inviteLms(stint.app.core.contextFor({ kind: 'worker' }, other))
    for (const search of ['?invite=unknown', '', new URL(foreign.url).search]) {
      const refused = await register(search)
      expect(refused.status).toBe(404)
      expect(refused.text).toContain('No invitation is known by this address')
    }
    expect(stint.lms.seen).toEqual([])
  })

  test('that was taken back leads nowhere', async () => {
    const search = await invitation()
    const page = load((await admin.get('/admin')).text)
    const cancel = page('form[action*="/cancel"]').first().attr('action') ?? ''
    expect((await admin.post(cancel)).status).toBe(303)
    expect((await register(search)).status).toBe(404)
    expect((await admin.post(cancel)).status).toBe(404)
  })

  test('that has expired says so', async () => {
    const { url } = await inviteLms(ctx, 0.000_001)
    stint.clock.forward(60_000)
    const refused = await register(new URL(url).search)
    expect(refused.status).toBe(409)
    expect(refused.text).toContain('This invitation has expired')
    expect(stint.lms.seen).toEqual([])
  })
})

describe('when the LMS does not play along', () => {
  test.each<[string, (search: string) => Promise<unknown>, string]>([
    [
      'a private address',
      (search) => register(search, { openid_configuration: 'https://10.0.0.1/configuration' }),
      'Stint does not call such addresses',
    ],
    [
      'a redirect',
      (search) => {
        stint.lms.on('/configuration', (_seen, response) => {
          response.writeHead(302, { Location: 'https://lms.example.edu/' }).end()
        })
        return register(search)
      },
      'Stint follows none',
    ],
    [
      'a lying document',
      (search) => {
        stint.lms.json('/configuration', {
          issuer: 'https://canvas.instructure.com',
          authorization_endpoint: `${stint.lms.origin}/auth`,
          token_endpoint: `${stint.lms.origin}/token`,
          jwks_uri: `${stint.lms.origin}/jwks`,
          registration_endpoint: `${stint.lms.origin}/register`,
        })
        return register(search)
      },
      '“issuer” is at another address',
    ],
    [
      'a registration token that is spent',
      (search) => {
        stint.lms.json('/register', 'token_already_used', 401)
        return register(search)
      },
      'did not accept its own registration token',
    ],
  ])(
    '%s is refused in words, nothing is kept, and the invitation stays good',
    async (_what, act, words) => {
      const search = await invitation()
      const before = (await platforms()).length
      const refused = await act(search)
      expect(refused).toMatchObject({ text: expect.stringContaining(words) })
      expect((await platforms()).length).toBe(before)
      stint.lms.json('/register', { client_id: `client-${client}` })
      stint.lms.json('/configuration', {
        ...{ issuer: stint.lms.origin, authorization_endpoint: `${stint.lms.origin}/auth` },
        ...{ token_endpoint: `${stint.lms.origin}/token`, jwks_uri: `${stint.lms.origin}/jwks` },
        registration_endpoint: `${stint.lms.origin}/register`,
      })
      expect((await register(search)).status).toBe(200)
    },
  )

  test('after an answer that nobody can read the invitation is spent: perhaps it is registered there', async () => {
    const search = await invitation()
    stint.lms.json('/register', '<html>', 200)
    expect((await register(search)).text).toContain('its answer names no client')
    expect((await register(search)).status).toBe(409)
    expect(posts()).toBe(1)
  })

  test('the same client of the same issuer again is refused, and the first stays as it is', async () => {
    await register(await invitation())
    const first = await made()
    const again = await register(await invitation())
    expect(again.status).toBe(409)
    expect(again.text).toContain('is registered with Stint already')
    expect(await ctx.store.platforms.get(first.id)).toEqual(first)
  })
})

describe('what has not been approved', () => {
  const login = (platform: Platform) =>
    stint.visitor().get(
      `/lti/north/login?${new URLSearchParams({
        iss: platform.issuer,
        client_id: platform.clientId,
        login_hint: 'hint',
        target_link_uri: `${BASE_URL}/lti/north/launch`,
      })}`,
    )

  test('launches nobody and is called for nothing; approved, it does both, and its deployment is let in', async () => {
    await register(await invitation())
    const platform = await made()
    const refused = await login(platform)
    expect(refused.status).toBe(403)
    expect(refused.text).toContain('It waits for the administrator of Stint')
    const { lms } = stint.app.core.hands
    await expect(lms.members(platform, `${stint.lms.origin}/roster`)).rejects.toMatchObject({
      key: 'lms.paused',
    })
    expect(stint.lms.hits('/token')).toHaveLength(0)
    expect(await ctx.store.deployments.find(platform.id, '7')).toBeNull()

    // Resuming is no way around.
    const path = `/admin/platforms/${platform.id}`
    await admin.get(path)
    expect((await admin.post(`${path}/state`, { step: 'resume' })).status).toBe(409)
    expect((await admin.post(`${path}/state`, { step: 'approve' })).status).toBe(303)
    expect(await ctx.store.deployments.find(platform.id, '7')).toMatchObject({ state: 'approved' })
    stint.clock.forward(3000)
    expect((await login(platform)).status).toBe(302)
    expect((await admin.post(`${path}/state`, { step: 'approve' })).status).toBe(409)
  })

  test('may not frame pages of people who are signed in', async () => {
    const campus = await aCampus(stint.app, stint.lms, 'framing')
    const waiting = { id: newId(), institutionId: campus.institution.id, state: 'waiting' as const }
    const issuer = 'https://waiting.example.edu'
    await campus.ctx.store.platforms.add(aPlatform({ ...waiting, kind: 'other', issuer }))
    const page = await new Visitor(stint.server).holding(campus.people.student).get('/')
    const policy = String(page.headers['content-security-policy'])
    expect(policy).toContain(campus.platform.issuer)
    expect(policy).not.toContain(issuer)
  })
})

describe('an LMS that registers anew', () => {
  let platform: Platform
  const path = () => `/admin/platforms/${platform.id}`
  const now = () => ctx.store.platforms.get(platform.id)

  /** The invitation that the administrator makes on the registration's own page. */
  async function invitedAgain(): Promise<string> {
    await admin.get(path())
    const answer = await admin.post('/admin/invitations', { platform: platform.id })
    expect(answer.text).toContain('choose to update that one')
    return new URL(load(answer.text)('code').first().text()).search
  }

  /** From now on the LMS is a newer one, with its keys elsewhere. */
  function newer(more: object = {}): void {
    const { origin } = stint.lms
    stint.lms.json('/configuration', {
      ...{ issuer: origin, authorization_endpoint: `${origin}/auth` },
      ...{ token_endpoint: `${origin}/token`, jwks_uri: `${origin}/new-jwks` },
      registration_endpoint: `${origin}/register`,
      [PLATFORM]: { product_family_code: 'moodle', version: '5.1' },
      ...more,
    })
  }

  const settle = (step: string) => admin.fill(path(), `${path()}/update`, { step })
  const rows = (html: string) =>
    load(html)('.next .facts > div')
      .toArray()
      .map((row) => load(row).text().replaceAll(/\s+/g, ' ').trim())

  beforeEach(async () => {
    await register(await invitation())
    platform = await made()
    await admin.post(`${path()}/state`, { step: 'approve' })
    platform = await now()
    newer()
  })

  test('by an invitation for it shows what differs, and changes nothing before it is approved', async () => {
    const answer = await register(await invitedAgain())
    expect(answer.status).toBe(200)
    expect(answer.text).toContain('In Stint nothing has changed yet.')
    expect({ ...(await now()), update: null }).toEqual(platform)
    expect((await platforms()).filter(({ clientId }) => clientId === platform.clientId)).toEqual([
      await now(),
    ])
    const page = (await admin.get(path())).text
    const { origin } = stint.lms
    expect(rows(page)).toEqual([
      `Public keyset URLNow: ${origin}/jwksThen: ${origin}/new-jwks`,
      'ProductNow: moodle 4.5Then: moodle 5.1',
    ])
    expect(faultsIn(page)).toEqual([])
    expect(await axeFindings(page)).toEqual([])
    expect((await admin.get('/admin')).text).toContain('It says something else of itself now')
  })

  test('holds once it is approved, with the same id, client and deployments', async () => {
    await register(await invitedAgain())
    expect((await settle('approve')).headers.location).toBe(`${path()}?done=updateapprove`)
    expect(await now()).toMatchObject({
      ...{ id: platform.id, clientId: platform.clientId, state: 'active', name: platform.name },
      ...{ jwksUrl: `${stint.lms.origin}/new-jwks`, update: null },
      registered: { version: '5.1' },
    })
    const places = await ctx.store.deployments.list()
    expect(places.filter((one) => one.platformId === platform.id)).toHaveLength(1)
  })

  test.each([
    ['waiting', 'approved'],
    ['refused', 'refused'],
    ['paused', 'paused'],
  ] as const)('approved, leaves a place that it names and that was %s %s', async (was, then) => {
    const { clientId: client_id, id: platformId } = platform
    const place = { institutionId: ctx.institution.id, platformId, deploymentId: '8' }
    await ctx.store.deployments.add({ id: newId(), ...place, state: was, firstSeenAt: ctx.now() })
    stint.lms.json('/register', { client_id, [TOOL]: { deployment_id: '8' } })
    await register(await invitedAgain())
    await settle('approve')
    expect(await ctx.store.deployments.find(platformId, '8')).toMatchObject({ state: then })
  })

  test('is as before when it is discarded', async () => {
    await register(await invitedAgain())
    await settle('discard')
    expect(await now()).toEqual(platform)
  })

  test('is approved as it was shown: another update meanwhile is looked at first', async () => {
    await register(await invitedAgain())
    const page = (await admin.get(path())).text
    stint.clock.forward(1000)
    newer({ token_endpoint: `${stint.lms.origin}/other` })
    await register(await invitedAgain())
    const late = await admin.send(`${path()}/update`, {
      ...formOn(page, `${path()}/update`),
      step: 'approve',
    })
    expect(late.status).toBe(409)
    expect(await now()).toMatchObject({ tokenUrl: platform.tokenUrl, jwksUrl: platform.jwksUrl })
  })

  test('as a tool of its own, with another client id, waits like any new one', async () => {
    const search = await invitedAgain()
    stint.lms.json('/register', { client_id: `anew-${client}` })
    const answer = await register(search)
    expect(answer.text).toContain('One approval is still to come')
    expect(await now()).toEqual(platform)
    const other = (await platforms()).find(({ clientId }) => clientId === `anew-${client}`)
    expect(other).toMatchObject({ state: 'waiting' })
  })

  test('as a test system is not approved over a real one', async () => {
    await register(await invitedAgain())
    const update = (await now()).update
    if (!update) throw new Error('no update')
    const facts = { ...update.facts, issuer: 'https://canvas.test.instructure.com' }
    await ctx.store.platforms.offerUpdate(platform.id, { ...update, facts })
    expect((await settle('approve')).status).toBe(422)
    expect(await now()).toMatchObject({ issuer: platform.issuer })
  })

  test('nobody is invited to update what is not there', async () => {
    await admin.get('/admin')
    expect((await admin.post('/admin/invitations', { platform: 'nothing' })).status).toBe(404)
  })
})

describe('the page that the LMS shows', () => {
  const ancestors = async (configuration: string) => {
    const { headers } = await register('?invite=unknown', { openid_configuration: configuration })
    return /frame-ancestors ([^;]*)/.exec(String(headers['content-security-policy']))?.[1]
  }

  test('can be framed by that LMS, also when it says no', async () => {
    expect(await ancestors('https://moodle.school.edu/x')).toBe('https://moodle.school.edu')
    expect(await ancestors('https://school.instructure.com/x')).toBe(
      'https://school.instructure.com https://*.instructure.com',
    )
  })

  test.each([
    'http://evil.example/x',
    "https://a;script-src'unsafe-inline'/x",
    'nothing',
    'javascript:x',
  ])('by nobody when it says %s', async (configuration) => {
    expect(await ancestors(configuration)).toBe("'none'")
  })

  test('leaves no invitation and no token in the log', async () => {
    const search = await invitation()
    await register(search)
    const log = stint.log.map(({ text }) => text).join('\n')
    expect(log).not.toContain(new URLSearchParams(search).get('invite'))
    expect(log).not.toContain('token-of-the-lms')
    expect(log).toContain('/lti/north/register')
  })
})

describe('public values', () => {
  test('of the whole Canvas key are JSON, for everybody', async () => {
    const { body, type } = await stint.visitor().get('/lti/north/canvas.json')
    expect(type).toBe('application/json')
    expect(body).toMatchObject({ target_link_uri: `${BASE_URL}/lti/north/launch` })
    expect(body.extensions[0].settings.icon_url).toBe(`${BASE_URL}/public/icon.svg`)
  })

  test('include an icon that an LMS may show on its own pages', async () => {
    const icon = await stint.visitor().get('/public/icon.svg')
    expect(icon.status).toBe(200)
    expect(icon.headers['cross-origin-resource-policy']).toBe('cross-origin')
    const script = await stint.visitor().get('/public/app.js')
    expect(script.headers['cross-origin-resource-policy']).toBe('same-origin')
  })

  test('are on one page for each LMS, in its words, each to be copied', async () => {
    const page = load((await stint.visitor().get('/lti/north/install')).text)
    const values = page('[data-copy]')
      .toArray()
      .map((button) => page(button).attr('data-copy'))
    for (const value of ['login', 'launch', 'jwks.json', 'canvas.json']) {
      expect(values).toContain(`${BASE_URL}/lti/north/${value}`)
    }
    expect(page('#moodle').text()).toContain('Initiate login URL')
    const named = (lms: string, name: string) =>
      page(`#${lms} dt`)
        .filter((_i, dt) => page(dt).text() === name)
        .next()
        .find('code')
        .text()
    // canvas.md 7 and Moodle's form: nothing that they want is left to be guessed.
    const key = (await stint.visitor().get('/lti/north/canvas.json')).body
    expect(named('moodle', 'Tool name')).toBe(key.title)
    expect(named('canvas', 'Title')).toBe(key.title)
    expect(named('canvas', 'Description')).toBe(key.description)
    expect(named('canvas', 'Additional Settings: Domain')).toBe(key.extensions[0].domain)
    const fields = Object.entries(key.custom_fields).map((pair) => pair.join('='))
    expect(named('canvas', 'Additional Settings: Custom Fields').split('\n')).toEqual(fields)
    expect(page('#moodle').text()).toContain('context_history=$Context.id.history')
    expect(page('#canvas').text()).toContain('OpenID Connect Initiation Url')
    expect((await stint.visitor().get('/lti/nowhere/install')).status).toBe(404)
  })
})
