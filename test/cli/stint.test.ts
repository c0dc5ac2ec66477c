// `stint` from a shell: every shape by its name, exit codes 0, 1 and 2, one JSON object on standard output.

import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { hashOf } from '../../src/random.ts'
import { testDatabase } from '../support/mongo.ts'
import { run, stint } from './command.ts'

const db = testDatabase()
let env: Record<string, string>

const SLOW = { timeout: 120_000 }
const LMS = 'https://canvas.example.edu'
const REGISTRATION = [
  ...['platform', 'add', '--institution', 'north', '--name', 'Campus Canvas', '--kind', 'canvas'],
  ...['--issuer', LMS, '--client-id', '17', '--login-url', `${LMS}/auth`],
  ...['--token-url', `${LMS}/token`, '--jwks-url', `${LMS}/jwks`],
]

beforeAll(() => {
  env = {
    MONGODB_URI: db.uri,
    MASTER_KEYS: randomBytes(32).toString('base64'),
    SMTP_URL: 'smtp://127.0.0.1:1',
    MAIL_FROM: 'Stint <stint@example.edu>',
    BASE_URL: 'https://stint.example.edu',
  }
})

/** Runs with --json and exit code 0; gives the one object that was printed. */
async function done(...args: string[]) {
  const { code, out, err } = await stint(env, ...args, '--json')
  expect({ code, err }).toEqual({ code: 0, err: '' })
  return JSON.parse(out)
}

/** Runs with --json and exit code 1; gives the error. */
async function refused(...args: string[]) {
  const { code, out } = await stint(env, ...args, '--json')
  expect(code).toBe(1)
  return JSON.parse(out).error
}

describe('inviting an LMS', SLOW, () => {
  it('prints an address that is good once, and approves only what waits', async () => {
    await done('institution', 'add', '--slug', 'inviting', '--name', 'Inviting University')
    const made = await done('platform', 'invite', '--institution', 'inviting')
    expect(made.url).toMatch(
      /^https:\/\/stint\.example\.edu\/lti\/inviting\/register\?invite=[\w-]{43}$/,
    )
    const hours = (Date.parse(made.expiresAt) - Date.now()) / 3_600_000
    expect(hours).toBeGreaterThan(71)
    expect(hours).toBeLessThanOrEqual(72)
    const short = await done('platform', 'invite', '--institution', 'inviting', '--hours', '1')
    expect(Date.parse(short.expiresAt)).toBeLessThan(Date.parse(made.expiresAt))
    const { platform } = await done(...REGISTRATION.map((x) => (x === 'north' ? 'inviting' : x)))
    const one = ['--institution', 'inviting', '--platform', platform.id]
    expect(await refused('platform', 'approve', ...one)).toMatchObject({ rule: 'errors.conflict' })
    const unusable = await stint(
      env,
      'platform',
      'invite',
      '--institution',
      'inviting',
      '--hours',
      '0',
    )
    expect(unusable.code).toBe(2)
  })
})

describe('setting an institution up', SLOW, () => {
  it('goes from nothing to a registered LMS', async () => {
    const { institution } = await done(
      ...['institution', 'add', '--slug', 'north', '--name', 'North University'],
      ...['--timezone', 'Europe/Berlin'],
    )
    expect(institution).toMatchObject({ slug: 'north', name: 'North University' })
    expect(institution.id).toMatch(/^\w{20}$/)
    const { institutions } = await done('institution', 'list')
    expect(institutions).toContainEqual(institution)

    const added = await done(...REGISTRATION, '--deployment', '1:a', '--deployment', '2:b')
    expect(added).toMatchObject({
      platform: { name: 'Campus Canvas', kind: 'canvas', issuer: LMS, clientId: '17', test: false },
      paste: {
        loginUrl: 'https://stint.example.edu/lti/north/login',
        launchUrl: 'https://stint.example.edu/lti/north/launch',
        jwksUrl: 'https://stint.example.edu/lti/north/jwks.json',
      },
    })
    const { id } = added.platform
    const standing = { works: 'Never opened yet. No token yet. No score yet.', trouble: null }
    expect((await done('platform', 'list', '--institution', 'north')).platforms).toMatchObject([
      { id, state: 'active', standing },
    ])
    const lastTrouble = { at: new Date('2026-11-12T09:03:00Z'), text: 'lms.unpublished' }
    await db.store.within(institution.id).platforms.note(id, { lastTrouble })
    const { out } = await stint(env, 'platform', 'list', '--institution', 'north')
    expect(out).toContain('Never opened yet. No token yet. No score yet.')
    expect(out).toContain('Last trouble Thu 12 Nov 2026, 10:03: The assignment is not published')
    const { deployments } = await done('deployment', 'list', '--institution', 'north')
    const shape = { platformId: id, clientId: '17', state: 'approved' }
    expect(deployments).toMatchObject([
      { ...shape, deploymentId: '1:a' },
      { ...shape, deploymentId: '2:b' },
    ])
    const one = ['--institution', 'north', '--platform', id]
    const no = await done('deployment', 'refuse', ...one, '--deployment', '2:b')
    expect(no.deployment).toMatchObject({ deploymentId: '2:b', state: 'refused' })
    const rest = await done('deployment', 'pause', ...one, '--deployment', '1:a')
    expect(rest.deployment).toMatchObject({ deploymentId: '1:a', state: 'paused' })
    const again = await done('deployment', 'approve', ...one, '--deployment', '1:a')
    expect(again.deployment).toMatchObject({ deploymentId: '1:a', state: 'approved' })
    expect(await decidedIn('north')).toEqual(['approved', 'paused', 'refused'])
    expect((await done('platform', 'pause', ...one)).platform).toMatchObject({ state: 'paused' })
    expect((await done('platform', 'remove', ...one)).platform).toMatchObject({ id })
    expect((await done('platform', 'list', '--institution', 'north')).platforms).toEqual([])
  })
})

// The audit log's lines of decided deployments, newest first.
async function decidedIn(slug: string): Promise<unknown[]> {
  const { institutions } = await done('institution', 'list')
  const { id } = institutions.find((one: { slug: string }) => one.slug === slug)
  const lines = await db.store.within(id).audit.list(20)
  return lines.flatMap(({ what, facts, personId }) =>
    what === 'audit.deploymentDecided' && personId === null ? [facts.state] : [],
  )
}

describe('a Moodle without rosters', SLOW, () => {
  it('lets the launch’s role decide when its administrator says so, off unless they do', async () => {
    await done('institution', 'add', '--slug', 'moody', '--name', 'Moody University')
    const words = REGISTRATION.map((x) => ({ north: 'moody', canvas: 'moodle' })[x] ?? x)
    const { platform } = await done(...words)
    expect(platform.launchRoleEnough).toBe(false)
    const one = ['platform', 'edit', '--institution', 'moody', '--platform', platform.id]
    for (const [word, launchRoleEnough] of [
      ['yes', true],
      ['no', false],
    ]) {
      const edited = await done(...one, '--launch-role-enough', String(word))
      expect(edited.platform).toMatchObject({ id: platform.id, launchRoleEnough })
    }
    expect((await stint(env, ...one, '--launch-role-enough', 'perhaps')).code).toBe(2)
  })

  it('is changed in what is given, and in nothing else', async () => {
    await done('institution', 'add', '--slug', 'edited', '--name', 'Edited University')
    const words = REGISTRATION.map((x) => (x === 'north' ? 'edited' : x))
    const { platform } = await done(...words)
    const one = ['platform', 'edit', '--institution', 'edited', '--platform', platform.id]
    const jwks = 'https://canvas.example.edu/new-jwks'
    const edited = await done(...one, '--name', 'Canvas anew', '--jwks-url', jwks)
    expect(edited.platform).toEqual({ ...platform, name: 'Canvas anew', jwksUrl: jwks })
    const more = ['--origin', 'https://canvas.example.edu', '--kind', 'other']
    const framed = await done(...one, ...more)
    expect(framed.platform).toMatchObject({ name: 'Canvas anew', jwksUrl: jwks, kind: 'other' })
    expect((await stint(env, ...one, '--jwks-url', 'nothing')).code).toBe(2)
  })
})

describe('doors and tokens', SLOW, () => {
  beforeAll(async () => {
    await done('institution', 'add', '--slug', 'south', '--name', 'South College')
  }, 60_000)

  it('a token is shown once, stored hashed, listed without its text, and revoked', async () => {
    const of = ['--institution', 'south']
    const added = await done('token', 'add', ...of, '--scope', 'completions:read', '--days', '7')
    const days = (Date.parse(added.expiresAt) - Date.now()) / 86_400_000
    expect(days).toBeCloseTo(7, 1)
    const stored = await db.raw.collection('tokens').findOne({ hash: hashOf(added.token) })
    expect(stored?._id).toBe(added.id)
    const listed = await done('token', 'list', ...of)
    expect(listed.tokens).toMatchObject([{ id: added.id, revokedAt: null }])
    expect(JSON.stringify(listed)).not.toContain(added.token)
    const { token } = await done('token', 'revoke', ...of, '--token', added.id)
    expect(token.revokedAt).not.toBeNull()
  })

  it('a single-use address of the office says how long it is good', async () => {
    const link = ['person', 'link', '--institution', 'south', '--name', 'Rosa']
    const { url, expiresAt } = await done(...link, '--role', 'registrar')
    expect(url).toMatch(/^https:\/\/stint\.example\.edu\/enter\/[\w.-]{40,}$/)
    expect((Date.parse(expiresAt) - Date.now()) / 60_000).toBeCloseTo(15, 0)
  })

  it('keys are made and turned', async () => {
    const { keys } = await done('keys', 'rotate', '--institution', 'south')
    expect(keys[0]).toEqual({ kid: expect.any(String), state: expect.any(String) })
    const old = keys.find(({ state }: { state: string }) => state === 'retired')?.kid
    const revoked = await done('keys', 'revoke', '--institution', 'south', '--kid', old)
    expect(revoked.keys.map(({ state }: { state: string }) => state)).toEqual(['active', 'next'])
    expect(JSON.stringify(revoked)).not.toContain(old)
  })
})

describe('what is refused', SLOW, () => {
  it('ends with 1, and says the rule, a sentence and the facts', async () => {
    expect(await refused('platform', 'list', '--institution', 'nowhere')).toEqual({
      rule: 'institution.unknown',
      message: 'There is no such institution.',
      facts: { slug: 'nowhere' },
    })
    expect(await refused('institution', 'add', '--slug', 'A!', '--name', 'A')).toMatchObject({
      rule: 'errors.invalid',
      facts: { slug: 'institution.badSlug' },
    })
  })

  it('is told to people in words, on standard error', async () => {
    const { code, out, err } = await stint(env, 'token', 'list', '--institution', 'nowhere')
    expect({ code, out, err }).toEqual({
      code: 1,
      out: '',
      err: 'There is no such institution.\n',
    })
  })

  it('is a database that is away too: one line, no stack', async () => {
    const away = { ...env, MONGODB_URI: 'mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=100' }
    const { code, err } = await stint(away, 'institution', 'list')
    expect(code).toBe(1)
    expect(err.trim().split('\n')).toHaveLength(1)
    expect(err).toContain('cannot be reached')
  })
})

describe('wrong usage ends with 2', SLOW, () => {
  it.each([
    ['an unknown command', ['institution', 'burn']],
    ['a missing option', ['institution', 'add', '--slug', 'x']],
    ['a kind there is none of', [...REGISTRATION, '--kind', 'blackboard']],
    ['an address that is none', [...REGISTRATION, '--jwks-url', 'ftp://x']],
    [
      'days beyond all sense',
      ['token', 'add', '--institution', 'a', '--scope', 'completions:read', '--days', '1e9'],
    ],
    ['a scope there is none of', ['token', 'add', '--institution', 'a', '--scope', 'all']],
  ])('%s', async (_name, args) => {
    const { code, out, err } = await stint(env, ...args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(/^error: /)
  })

  it('an environment that is wrong, with all that is wrong in it', async () => {
    const bad = { MONGODB_URI: db.uri, MASTER_KEYS: 'short' }
    const { code, err } = await stint(bad, 'institution', 'list')
    expect(code).toBe(2)
    for (const name of ['MASTER_KEYS', 'SMTP_URL', 'MAIL_FROM']) expect(err).toContain(name)
  })

  it('demo data into a database of one’s own', async () => {
    const { code, err } = await stint(env, 'seed')
    expect(code).toBe(2)
    expect(err).toContain('unset MONGODB_URI')
  })
})

describe('help', SLOW, () => {
  it('is there for the whole, each noun and each command, without a database', async () => {
    const [whole, noun, command] = await Promise.all([
      stint({}, '--help'),
      stint({}, 'platform', '--help'),
      stint({}, 'platform', 'add', '--help'),
    ])
    expect([whole.code, noun.code, command.code]).toEqual([0, 0, 0])
    for (const word of [
      'institution',
      'platform',
      'deployment',
      'person',
      'token',
      'migrate',
      'seed',
    ]) {
      expect(whole.out).toContain(word)
    }
    expect(noun.out).toContain('pause')
    for (const option of ['--client-id', '--origin', '--test', '--json']) {
      expect(command.out).toContain(option)
    }
  })
})

describe('the command as README has it', SLOW, () => {
  it('npm run --silent stint -- … prints the answer and nothing else', async () => {
    const { code, out } = await run(
      'npm',
      ['run', '--silent', 'stint', '--', 'migrate', '--json'],
      env,
    )
    expect(code).toBe(0)
    expect(JSON.parse(out)).toEqual({ migrated: [] })
  })
})
