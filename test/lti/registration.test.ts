// Dynamic registration: what an LMS may say of itself, what we ask it for, and what a hostile one gets us to do (nothing).

import type { ServerResponse } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LmsOffer } from '../../src/domain/registration.ts'
import { AppError, Upstream } from '../../src/errors.ts'
import { FakePlatform } from '../support/fake-platform.ts'
import { anLti, BASE_URL, type OpenLti, oakwood } from './launching.ts'

const PLATFORM = 'https://purl.imsglobal.org/spec/lti-platform-configuration'
const TOOL = 'https://purl.imsglobal.org/spec/lti-tool-configuration'
const CANVAS = 'https://canvas.instructure.com/lti'
const AGS = 'https://purl.imsglobal.org/spec/lti-ags/scope'

let fake: FakePlatform
let lti: OpenLti

beforeAll(async () => {
  fake = await FakePlatform.start()
  lti = await anLti([], { privateHosts: [fake.host], timeoutMs: 400 })
})
afterAll(() => fake.stop())
beforeEach(() => {
  fake.seen.length = 0
  fake.json('/configuration', documentOf())
  fake.json('/register', { client_id: 'client-1', [TOOL]: { deployment_id: '7' } })
})

/** A configuration as a Moodle gives it. */
function documentOf(more: Record<string, unknown> = {}, product = 'moodle'): object {
  const own = {
    issuer: fake.origin,
    authorization_endpoint: `${fake.origin}/auth`,
    token_endpoint: `${fake.origin}/token`,
    jwks_uri: `${fake.origin}/jwks`,
    registration_endpoint: `${fake.origin}/register`,
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid', `${AGS}/score`, `${AGS}/result.readonly`, `${AGS}/lineitem`],
    [PLATFORM]: { product_family_code: product, version: '4.5', variables: ['Context.id.history'] },
  }
  return { ...own, ...more }
}

const look = (url = `${fake.origin}/configuration`, token: string | null = 'token-of-the-lms') =>
  lti.desk.look({ configurationUrl: url, token })

async function offer(more: Record<string, unknown> = {}, product = 'moodle'): Promise<LmsOffer> {
  fake.json('/configuration', documentOf(more, product))
  return look()
}

/** Why it was refused: the key, and what the sentence tells. */
async function refusal(attempt: Promise<unknown>) {
  const error = await attempt.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof AppError))
    throw new Error('not refused by a rule of ours', { cause: error })
  return { key: error.key, status: error.status, facts: error.facts, error }
}

describe('what an LMS says of itself', () => {
  test('is read once, with its own token, and nothing beside is fetched', async () => {
    expect(await look()).toMatchObject({
      kind: 'moodle',
      issuer: fake.origin,
      jwksUrl: `${fake.origin}/jwks`,
      product: 'moodle',
      version: '4.5',
      tokenAudience: null,
    })
    expect(fake.seen).toMatchObject([{ method: 'GET', path: '/configuration' }])
    expect(fake.seen[0]?.headers.authorization).toBe('Bearer token-of-the-lms')
  })

  test('without a token is asked for without one', async () => {
    await look(`${fake.origin}/configuration`, null)
    expect(fake.seen[0]?.headers).not.toHaveProperty('authorization')
  })

  test('may name another audience for tokens', async () => {
    const { tokenAudience } = await offer({ authorization_server: 'https://lms.example.edu' })
    expect(tokenAudience).toBe('https://lms.example.edu')
  })

  test.each(['issuer', 'authorization_endpoint', 'token_endpoint', 'jwks_uri'])(
    'cannot put its %s on another origin',
    async (field) => {
      for (const elsewhere of [
        'https://evil.example/x',
        `${fake.origin.replace('http', 'https')}/x`,
      ]) {
        const { key, facts, status } = await refusal(offer({ [field]: elsewhere }))
        expect({ key, facts, status }).toEqual({
          key: 'register.otherOrigin',
          facts: { field },
          status: 422,
        })
      }
    },
  )

  test('cannot have us register elsewhere, not even as a Canvas', async () => {
    for (const product of ['moodle', 'canvas']) {
      const elsewhere = { registration_endpoint: 'https://evil.example/register' }
      expect((await refusal(offer(elsewhere, product))).key).toBe('register.otherOrigin')
    }
    expect(fake.hits('/register')).toHaveLength(0)
  })

  test.each([
    ['issuer', undefined],
    ['issuer', 7],
    ['issuer', 'javascript:alert(1)'],
    ['authorization_endpoint', 'no address'],
    ['token_endpoint', { a: 1 }],
    ['jwks_uri', ['https://x.example']],
    ['registration_endpoint', `https://x.example/${'x'.repeat(2000)}`],
    ['scopes_supported', 'all'],
    [PLATFORM, 'moodle'],
  ])('is refused with a wrong %s', async (field, value) => {
    const { key, facts } = await refusal(offer({ [field]: value }))
    expect(key).toBe('register.badDocument')
    expect(String(facts.field)).toBe(field.slice(0, 60))
  })

  test('must take signed requests and sign with RS256', async () => {
    const weak = { token_endpoint_auth_methods_supported: ['client_secret_basic'] }
    expect((await refusal(offer(weak))).key).toBe('register.noPrivateKeyJwt')
    const other = { id_token_signing_alg_values_supported: ['HS256'] }
    expect((await refusal(offer(other))).key).toBe('register.noRs256')
  })
})

describe('a Canvas', () => {
  const hosted = (environment = '') => ({
    issuer: `https://canvas${environment}.instructure.com`,
    authorization_endpoint: `https://sso${environment}.canvaslms.com/api/lti/authorize_redirect`,
    token_endpoint: `https://sso${environment}.canvaslms.com/login/oauth2/token`,
    jwks_uri: `https://sso${environment}.canvaslms.com/api/lti/security/jwks`,
  })

  test.each(['', '.beta', '.test'])(
    'that is hosted%s shares issuer and keys with all others',
    async (environment) => {
      const account = { product_family_code: 'canvas', [`${CANVAS}/account_name`]: 'Oakwood' }
      const read = await offer({ ...hosted(environment), [PLATFORM]: account })
      expect(read).toMatchObject({ kind: 'canvas', name: 'Oakwood', account: 'Oakwood' })
      expect(read.jwksUrl).toBe(`https://sso${environment}.canvaslms.com/api/lti/security/jwks`)
    },
  )

  test('of its own, with an issuer of its own, is as any other', async () => {
    expect(await offer({}, 'canvas')).toMatchObject({ kind: 'canvas', issuer: fake.origin })
    const stolen = { jwks_uri: 'https://sso.canvaslms.com/api/lti/security/jwks' }
    expect((await refusal(offer(stolen, 'canvas'))).key).toBe('register.otherOrigin')
  })

  test.each(['authorization_endpoint', 'token_endpoint', 'jwks_uri'])(
    'with the hosted issuer and its own %s is to be registered by hand',
    async (field) => {
      const own = { ...hosted(), [field]: `${fake.origin}/x` }
      const { key, facts } = await refusal(offer(own, 'canvas'))
      expect({ key, facts }).toEqual({ key: 'register.selfHostedCanvas', facts: { field } })
    },
  )

  test('cannot mix the environments, and nobody else can claim its issuer', async () => {
    const mixed = { ...hosted(), jwks_uri: hosted('.test').jwks_uri }
    expect((await refusal(offer(mixed, 'canvas'))).key).toBe('register.selfHostedCanvas')
    expect((await refusal(offer(hosted(), 'moodle'))).key).toBe('register.otherOrigin')
  })
})

describe('where we look', () => {
  test.each([
    'https://10.1.2.3/configuration',
    'https://169.254.169.254/latest/meta-data',
    'https://localhost/configuration',
    'https://[::1]/configuration',
    'http://lms.example.edu/configuration',
    'http://127.0.0.1:1/configuration',
    'https://user:secret@lms.example.edu/',
  ])('%s is not called', async (url) => {
    expect(await refusal(look(url))).toMatchObject({ key: 'register.privateAddress', status: 400 })
  })

  test.each([
    '',
    'configuration',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'https://x.example/\n',
  ])('%j is no address', async (url) => {
    expect(await refusal(look(url))).toMatchObject({ key: 'register.badAddress', status: 400 })
  })

  test('a redirect is not followed', async () => {
    fake.on('/configuration', (_seen, response) => {
      response.writeHead(302, { Location: `${fake.origin}/elsewhere` }).end()
    })
    expect((await refusal(look())).key).toBe('register.redirect')
    expect(fake.hits('/elsewhere')).toHaveLength(0)
  })

  test.each<[string, string, (response: ServerResponse) => void]>([
    ['huge', 'register.tooBig', (response) => response.writeHead(200).end('x'.repeat(300_000))],
    ['silent', 'register.noConfiguration', () => {}],
    ['broken', 'register.noConfiguration', (response) => response.destroy()],
    ['HTML', 'register.badDocument', (response) => response.writeHead(200).end('<html>')],
    ['a list', 'register.badDocument', (response) => response.writeHead(200).end('[]')],
    ['null', 'register.badDocument', (response) => response.writeHead(200).end('null')],
    ['401', 'register.notThere', (response) => response.writeHead(401).end()],
    ['500', 'register.notThere', (response) => response.writeHead(500).end('secret of the LMS')],
  ])('an answer that is %s is refused in words of ours', async (_what, key, answer) => {
    fake.on('/configuration', (_seen, response) => answer(response))
    const refused = await refusal(look())
    expect(refused.key).toBe(key)
    expect(JSON.stringify(refused.facts)).not.toContain('secret')
  })
})

describe('what we ask a Moodle for', () => {
  const registered = async (more: Record<string, unknown> = {}, product = 'moodle') => {
    const answer = await lti.desk.register(oakwood, await offer(more, product), 'token-of-the-lms')
    const [sent] = fake.hits('/register')
    return { answer, sent, body: JSON.parse(sent?.body ?? '{}') }
  }

  test('is what its registration needs, with its token', async () => {
    const { answer, sent, body } = await registered()
    expect(answer).toEqual({ clientId: 'client-1', deploymentId: '7' })
    expect(sent?.headers).toMatchObject({
      authorization: 'Bearer token-of-the-lms',
      'content-type': 'application/json',
    })
    expect(body).toMatchObject({
      application_type: 'web',
      response_types: ['id_token'],
      grant_types: ['client_credentials', 'implicit'],
      token_endpoint_auth_method: 'private_key_jwt',
      initiate_login_uri: `${BASE_URL}/lti/oakwood/login`,
      redirect_uris: [`${BASE_URL}/lti/oakwood/launch`],
      jwks_uri: `${BASE_URL}/lti/oakwood/jwks.json`,
      client_name: 'Stint',
    })
    // moodle.md 7.2: the domain is the host of the target, with its port.
    expect(body[TOOL].domain).toBe(new URL(body[TOOL].target_link_uri).host)
  })

  test('is the least: scopes that our code uses, of those it offers, and variables it can fill', async () => {
    const { body } = await registered()
    expect(body.scope.split(' ').sort()).toEqual(
      [`${AGS}/lineitem`, `${AGS}/result.readonly`, `${AGS}/score`].filter((scope) =>
        lti.door.scopes.includes(scope),
      ),
    )
    expect(body[TOOL].custom_parameters).toEqual({ context_history: '$Context.id.history' })
    expect(body[TOOL].messages.map((message: { type: string }) => message.type)).toEqual([
      'LtiResourceLinkRequest',
      'LtiDeepLinkingRequest',
    ])
    expect(body[TOOL]).not.toHaveProperty(`${CANVAS}/privacy_level`)
  })

  test('every scope is one that a token is asked for', () => {
    expect(lti.door.scopes.every((scope) => /\/(lti-ags|lti-nrps)\/scope\//.test(scope))).toBe(true)
    expect(lti.door.scopes).not.toContain('openid')
  })

  test('a Canvas is told placements, privacy level and vendor, with known names only', async () => {
    const { body } = await registered({}, 'canvas')
    const placements = body[TOOL].messages.map((message: Record<string, unknown>) => [
      message.type,
      message.placements,
    ])
    expect(placements).toEqual([
      ['LtiResourceLinkRequest', ['course_navigation']],
      ['LtiDeepLinkingRequest', ['assignment_selection']],
      ['LtiDeepLinkingRequest', ['link_selection']],
    ])
    expect(body[TOOL]).toMatchObject({
      [`${CANVAS}/privacy_level`]: 'public',
      [`${CANVAS}/tool_id`]: 'stint',
      [`${CANVAS}/vendor`]: 'Stint',
    })
    const values = Object.values(body[TOOL].custom_parameters)
    expect(values).toContain('$Canvas.api.domain')
    expect(values.every((value) => typeof value === 'string')).toBe(true)
  })

  test('an answer without a deployment is enough, and any 2xx is a yes', async () => {
    fake.json('/register', { client_id: '107850000000000999' }, 201)
    const { answer } = await registered({}, 'canvas')
    expect(answer).toEqual({ clientId: '107850000000000999', deploymentId: null })
  })

  const nothingThere = [301, 400, 401, 404, 422] as const
  test.each(nothingThere)('%i means that nothing was registered', async (status) => {
    fake.on('/register', (_seen, response) => {
      response.writeHead(status, { Location: `${fake.origin}/elsewhere` }).end('missing_domain')
    })
    const { error } = await refusal(registered())
    expect(error instanceof Upstream && !error.retry).toBe(false)
    expect(fake.hits('/elsewhere')).toHaveLength(0)
  })

  test.each<[string, (response: ServerResponse) => void]>([
    ['a 500', (response) => response.writeHead(500).end()],
    ['silence', () => {}],
    ['an answer without a client', (response) => response.writeHead(200).end('{}')],
    ['a client that is a number', (response) => response.writeHead(200).end('{"client_id":7}')],
    ['HTML', (response) => response.writeHead(200).end('<html>')],
    ['something huge', (response) => response.writeHead(200).end('x'.repeat(300_000))],
  ])('after %s nobody can know', async (_what, answer) => {
    fake.on('/register', (_seen, response) => answer(response))
    const { error } = await refusal(registered())
    expect(error instanceof Upstream && !error.retry).toBe(true)
  })
})

describe('a developer key of Canvas', () => {
  const key = () => JSON.parse(JSON.stringify(lti.door.canvasKey(oakwood)))

  test('says all that Canvas asks for', () => {
    expect(key()).toMatchObject({
      title: 'Stint',
      oidc_initiation_url: `${BASE_URL}/lti/oakwood/login`,
      target_link_uri: `${BASE_URL}/lti/oakwood/launch`,
      redirect_uris: [`${BASE_URL}/lti/oakwood/launch`],
      public_jwk_url: `${BASE_URL}/lti/oakwood/jwks.json`,
      scopes: lti.door.scopes,
    })
    const [extension] = key().extensions
    expect(extension).toMatchObject({
      platform: 'canvas.instructure.com',
      domain: 'stint.example.edu',
      privacy_level: 'public',
    })
    expect(
      extension.settings.placements.map((one: Record<string, unknown>) => [
        one.placement,
        one.message_type,
      ]),
    ).toEqual([
      ['course_navigation', 'LtiResourceLinkRequest'],
      ['assignment_selection', 'LtiDeepLinkingRequest'],
      ['link_selection', 'LtiDeepLinkingRequest'],
    ])
  })

  test('asks for hints about host, course, section, term and dates, as strings', () => {
    const { custom_fields: custom } = key()
    const asked = Object.values(custom)
    for (const variable of [
      '$Canvas.api.domain',
      '$Canvas.course.id',
      '$Canvas.assignment.id',
      '$Canvas.course.sisSourceId',
      '$Canvas.course.sectionSisSourceIds',
      '$Canvas.term.name',
      '$Canvas.course.startAt',
      '$Canvas.assignment.dueAt.iso8601',
      '$com.instructure.User.student_view',
    ]) {
      expect(asked).toContain(variable)
    }
    // By the names under which a launch is read.
    for (const name of ['term_name', 'term_starts', 'due_at', 'student_view', 'context_history']) {
      expect(custom).toHaveProperty(name)
    }
    // canvas.md 2.3: these would go around the privacy that the institution chose.
    expect(JSON.stringify(custom)).not.toMatch(/email|loginId|Person/)
  })
})
