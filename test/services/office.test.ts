// What the office sets up and how it gets in: institutions, registrations, tokens, single-use doors, sessions.

import { beforeEach, describe, expect, it } from 'vitest'
import {
  endSession,
  enterByLink,
  findLink,
  openDoorFor,
  openSession,
  signedInBy,
} from '../../src/services/arriving/sign-ins.ts'
import {
  addInstitution,
  addPlatform,
  overview,
  removePlatform,
} from '../../src/services/office/institutions.ts'
import { checkToken, issueToken, revokeToken } from '../../src/services/office/tokens.ts'
import { aDeployment } from '../support/builders.ts'
import { testDatabase } from '../support/mongo.ts'
import { DAY, HOUR, MINUTE } from './hands.ts'
import type { Scene } from './scene.ts'
import { approved, aScene, confirmed, scoreOnce, submittedWith } from './scene.ts'

const db = testDatabase()
let scene: Scene

beforeEach(async () => {
  scene = await aScene(db.store)
})

const REGISTRATION = {
  name: 'Campus Canvas',
  kind: 'canvas' as const,
  issuer: 'https://canvas.example.edu',
  clientId: '17',
  loginUrl: 'https://canvas.example.edu/auth',
  tokenUrl: 'https://canvas.example.edu/token',
  jwksUrl: 'https://canvas.example.edu/jwks',
  tokenAudience: null,
  deployments: ['1'],
  origins: [],
  test: false,
}

describe('an institution', () => {
  it('says what is wrong with its slug, name and zone, and when the slug is taken', async () => {
    const bad = addInstitution(scene.ctx, { slug: 'A B', name: ' ', timezone: 'Mars/Base' })
    await expect(bad).rejects.toMatchObject({
      fields: {
        slug: 'institution.badSlug',
        name: 'institution.badName',
        timezone: 'institution.badTimezone',
      },
    })
    const taken = { slug: scene.institution.slug, name: 'Again', timezone: 'UTC' }
    await expect(addInstitution(scene.ctx, taken)).rejects.toMatchObject({
      status: 409,
      key: 'institution.slugTaken',
    })
  })
})

describe('a registration', () => {
  it('is known by issuer and client id, once', async () => {
    await addPlatform(scene.ctx, REGISTRATION)
    const again = addPlatform(scene.ctx, REGISTRATION)
    await expect(again).rejects.toMatchObject({ status: 409, key: 'platform.known' })
    const other = await aScene(db.store)
    expect((await addPlatform(other.ctx, REGISTRATION)).institutionId).toBe(other.institution.id)
  })

  it('a platform is removed while scores are owed: refused; afterwards its deployments go with it', async () => {
    const { id } = await submittedWith(scene, [(await confirmed(scene)).id])
    await approved(scene, id)
    const ours = { institutionId: scene.institution.id, platformId: scene.platform.id }
    await scene.store.deployments.add(aDeployment(ours))
    const removing = () => removePlatform(scene.ctx, scene.platform.id)
    await expect(removing()).rejects.toMatchObject({ status: 409, key: 'platform.owesScores' })
    await scoreOnce(scene)
    expect((await removing()).id).toBe(scene.platform.id)
    expect(await overview(scene.ctx)).toMatchObject({ platforms: [], deployments: [] })
    await expect(removing()).rejects.toMatchObject({ status: 404 })
  })

  it('of another institution cannot be removed', async () => {
    const other = await aScene(db.store)
    const removing = removePlatform(scene.ctx, other.platform.id)
    await expect(removing).rejects.toMatchObject({ status: 404 })
  })
})

describe('an API token', () => {
  const issue = (days = 90) => issueToken(scene.ctx, { scopes: ['completions:read'], days })
  const check = (text: string) => checkToken(scene.ctx, text, 'completions:read')

  it('opens its own institution, and is stored as a hash only', async () => {
    const { token, text } = await issue()
    expect((await check(text)).institution.id).toBe(scene.institution.id)
    const stored = await db.raw.collection('tokens').find().toArray()
    expect(JSON.stringify(stored)).not.toContain(text)
    expect((await scene.store.tokens.list())[0]).toMatchObject({
      id: token.id,
      lastUsedAt: scene.clock.now(),
    })
  })

  it('ends by time and by revoking', async () => {
    const short = await issue(1)
    const long = await issue(30)
    scene.clock.pass(DAY)
    await expect(check(short.text)).rejects.toMatchObject({ status: 401, key: 'api.badToken' })
    await check(long.text)
    await revokeToken(scene.ctx, long.token.id)
    await expect(check(long.text)).rejects.toMatchObject({ status: 401 })
    await expect(check('guessed')).rejects.toMatchObject({ status: 401 })
    const other = await aScene(db.store)
    const foreign = revokeToken(other.ctx, long.token.id)
    await expect(foreign).rejects.toMatchObject({ status: 404 })
  })

  it('does only what its scope says', async () => {
    const { text } = await issue()
    const writing = checkToken(scene.ctx, text, 'completions:write')
    await expect(writing).rejects.toMatchObject({
      status: 403,
      facts: { scope: 'completions:write' },
    })
  })
})

describe('the office’s single-use door', () => {
  const made = (office: 'registrar' | 'admin' = 'registrar', hours: number | null = null) =>
    openDoorFor(scene.ctx, { office, name: 'Rosa Delgado', hours })

  async function entered(token: string) {
    const link = await findLink(scene.ctx, token, 'enter')
    if (!link) throw new Error('no such link')
    return enterByLink(scene.ctx, link, 'network')
  }

  it('opens once, for one of many who try, into an office session of two hours', async () => {
    const { token } = await made()
    const tries = await Promise.allSettled([entered(token), entered(token), entered(token)])
    const won = tries.flatMap((t) => (t.status === 'fulfilled' ? [t.value] : []))
    expect(won).toHaveLength(1)
    expect(won[0]?.session).toMatchObject({ kind: 'office', offices: ['registrar'], via: 'link' })
    await expect(entered(token)).rejects.toMatchObject({ status: 409, key: 'enter.spent' })
    scene.clock.pass(2 * HOUR)
    expect(await signedInBy(scene.ctx, won[0]?.secret ?? '')).toBeNull()
  })

  it('is good for 15 minutes, the first administrator’s for 72 hours', async () => {
    const { token, expiresAt } = await made()
    expect(expiresAt.getTime() - scene.clock.now().getTime()).toBe(15 * MINUTE)
    scene.clock.pass(15 * MINUTE)
    await expect(entered(token)).rejects.toMatchObject({ key: 'enter.expired' })
    const first = await made('admin')
    expect(first.expiresAt.getTime() - scene.clock.now().getTime()).toBe(72 * HOUR)
    await entered(first.token)
    const next = await made('admin')
    expect(next.expiresAt.getTime() - scene.clock.now().getTime()).toBe(15 * MINUTE)
  })

  it('leads the same name to the same person, and stands in the audit log', async () => {
    const one = await entered((await made()).token)
    const two = await entered((await made()).token)
    expect(two.session.personId).toBe(one.session.personId)
    const what = (await scene.store.audit.list(10)).map((entry) => entry.what)
    expect(what.toSorted()).toEqual([
      'audit.linkMade',
      'audit.linkMade',
      'audit.linkUsed',
      'audit.linkUsed',
    ])
  })
})

describe('a session', () => {
  const opened = (transaction: string) =>
    openSession(scene.ctx, {
      kind: 'lms',
      personId: scene.student.actor.person.id,
      courseId: scene.course.id,
      assignmentId: null,
      platformId: scene.platform.id,
      launchedFrom: null,
      offices: [],
      via: 'launch',
      network: 'network',
      transaction,
    })

  it('is opened once by one login: of six replays at the same time exactly one gets in', async () => {
    const tries = await Promise.allSettled(Array.from({ length: 6 }, () => opened('same')))
    expect(tries.filter((t) => t.status === 'fulfilled')).toHaveLength(1)
  })

  it('signing out does not open the replay again', async () => {
    const { session, secret } = await opened('once')
    await endSession(scene.ctx, session)
    expect(await signedInBy(scene.ctx, secret)).toBeNull()
    await expect(opened('once')).rejects.toMatchObject({ status: 409 })
  })

  it('lives while it is used, ends after two idle hours and after twelve in any case', async () => {
    const { secret } = await opened('a')
    for (let i = 0; i < 11; i += 1) {
      scene.clock.pass(HOUR)
      expect(await signedInBy(scene.ctx, secret)).not.toBeNull()
    }
    scene.clock.pass(HOUR)
    expect(await signedInBy(scene.ctx, secret)).toBeNull()
    const idle = await opened('b')
    scene.clock.pass(2 * HOUR + 1)
    expect(await signedInBy(scene.ctx, idle.secret)).toBeNull()
  })
})
