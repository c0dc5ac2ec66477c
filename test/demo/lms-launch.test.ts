// The demo LMS launches as a Canvas and as a Moodle do.

import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { registrationOf } from '../../src/demo/lms/server.ts'
import { installView } from '../../src/web/door/install.view.ts'
import {
  authorize,
  beginLaunch,
  type FakeTool,
  formIn,
  openFakeTool,
} from '../support/fake-tool.ts'

const LTI = 'https://purl.imsglobal.org/spec/lti/claim'
const AGS = 'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint'
const ROLE = 'http://purl.imsglobal.org/vocab/lis/v2/membership'

let world: FakeTool
let now = new Date('2026-11-20T10:00:00Z')

beforeAll(async () => {
  world = await openFakeTool({ now: () => now })
})
afterAll(() => world.stop())

async function tokenFor(kind: 'canvas' | 'moodle', as: string, column: number | null = 1) {
  const site = world.lms[kind]
  const { fields } = await beginLaunch(site, as, column)
  const answer = formIn((await authorize(site, as, fields)).text)
  expect(answer.action).toBe(site.tool.launchUrl)
  return { answer, claims: decodeJwt(answer.fields.id_token ?? '') }
}

describe('a Canvas', () => {
  test('sends its environment, a deployment and a hint, and offers storage', async () => {
    const { fields, action } = await beginLaunch(world.lms.canvas, 'ada')
    expect(action).toBe(world.tool.loginUrl)
    expect(fields).toMatchObject({
      iss: 'https://canvas.instructure.com',
      client_id: '107850000000000210',
      canvas_environment: 'prod',
      lti_storage_target: 'post_message_forwarding',
      deployment_id: registrationOf(world.lms.canvas).deployments[0],
    })
    expect(fields).not.toHaveProperty('lti_deployment_id')
  })

  test('can call the deployment by its other name, and keep silent about storage', async () => {
    const { settings } = world.lms.canvas
    Object.assign(settings, { ltiDeploymentId: true, storage: false })
    const { fields } = await beginLaunch(world.lms.canvas, 'ada')
    Object.assign(settings, { ltiDeploymentId: false, storage: true })
    expect(fields).toHaveProperty('lti_deployment_id')
    expect(fields).not.toHaveProperty('deployment_id')
    expect(fields).not.toHaveProperty('lti_storage_target')
  })

  test('signs its id_token with the key it publishes, and echoes nonce and state', async () => {
    const { answer } = await tokenFor('canvas', 'ada')
    const keys = createRemoteJWKSet(new URL(registrationOf(world.lms.canvas).jwksUrl))
    const checked = await jwtVerify(answer.fields.id_token ?? '', keys, { currentDate: now })
    expect(checked.payload.nonce).toBe('nonce-1')
    expect(answer.fields.state).toBe('state-1')
  })

  test('fills its token with nulls, leftovers and unexpanded variables', async () => {
    const { claims } = await tokenFor('canvas', 'devon')
    expect(claims['https://www.instructure.com/placement']).toBeNull()
    expect(claims[`${LTI}/context`]).toMatchObject({ errors: { errors: {} } })
    expect(claims[`${LTI}/lis`]).toMatchObject({ person_sourcedid: '$Person.sourcedId' })
    expect(claims.aud).toBe(claims.azp)
  })

  test('launches an assistant with both roles, an observer as mentor, the pretend student as test user', async () => {
    const rolesOf = async (as: string) => (await tokenFor('canvas', as)).claims[`${LTI}/roles`]
    expect(await rolesOf('tom')).toEqual(
      expect.arrayContaining([`${ROLE}/Instructor#TeachingAssistant`, `${ROLE}#Instructor`]),
    )
    expect(await rolesOf('ruth')).toContain(`${ROLE}#Mentor`)
    expect(await rolesOf('test')).toContain(
      'http://purl.imsglobal.org/vocab/lti/system/person#TestUser',
    )
  })

  test('names the context as the link, and no line item, from the navigation', async () => {
    const { claims } = await tokenFor('canvas', 'ada', null)
    const { contextId } = world.lms.canvas.course
    expect(claims[`${LTI}/resource_link`]).toMatchObject({ id: contextId })
    expect(claims[AGS]).toHaveProperty('lineitems')
    expect(claims[AGS]).not.toHaveProperty('lineitem')
  })

  test('is good for one launch: a reload is told that it is over', async () => {
    const site = world.lms.canvas
    const { fields } = await beginLaunch(site, 'ada')
    await authorize(site, 'ada', fields)
    const again = formIn((await authorize(site, 'ada', fields)).text)
    expect(again.fields).toMatchObject({ error: 'launch_no_longer_valid', state: 'state-1' })
    expect(again.fields).not.toHaveProperty('id_token')
  })

  test.each([
    ['login_required', 'ben', {}],
    ['unauthorized_client', 'ada', { client_id: '1' }],
    ['invalid_request_object', 'ada', { nonce: undefined }],
    ['invalid_request_object', 'ada', { scope: 'openid profile' }],
  ])('posts %s back to the tool', async (error, as, changes) => {
    const site = world.lms.canvas
    const { fields } = await beginLaunch(site, 'ada')
    const answer = formIn((await authorize(site, as, fields, changes)).text)
    expect(answer.action).toBe(site.tool.launchUrl)
    expect(answer.fields.error).toBe(error)
    expect(answer.fields).not.toHaveProperty('id_token')
  })

  test('keeps a foreign redirect address and an expired hint to itself', async () => {
    const site = world.lms.canvas
    const { fields } = await beginLaunch(site, 'ada')
    const elsewhere = { redirect_uri: 'https://evil.example/launch' }
    expect((await authorize(site, 'ada', fields, elsewhere)).text).toContain('Invalid redirect_uri')
    now = new Date(now.getTime() + 301_000)
    const late = await authorize(site, 'ada', fields)
    expect(late.text).toContain('Invalid lti_message_hint')
    expect(late.text).not.toContain('<form')
  })
})

describe('a Moodle', () => {
  test('sends a number for the person, JSON for the hint, and no storage', async () => {
    const { fields } = await beginLaunch(world.lms.moodle, 'noor')
    expect(fields.login_hint).toMatch(/^\d+$/)
    expect(JSON.parse(fields.lti_message_hint ?? '')).toHaveProperty('launchid')
    expect(fields).toHaveProperty('lti_deployment_id', '2')
    expect(fields).not.toHaveProperty('lti_storage_target')
    expect(fields.iss).toBe(world.lms.moodle.base)
  })

  test('gives its token a minute, empty texts and short types', async () => {
    const { claims } = await tokenFor('moodle', 'zoe')
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(60)
    expect(claims[`${LTI}/lis`]).toMatchObject({ person_sourcedid: '' })
    expect(claims[`${LTI}/context`]).toMatchObject({ type: ['CourseSection'] })
    expect(claims.sub).toMatch(/^\d+$/)
    expect(claims).not.toHaveProperty('azp')
  })

  test('launches its assistant as an instructor', async () => {
    const { claims } = await tokenFor('moodle', 'petra')
    expect(claims[`${LTI}/roles`]).toEqual([`${ROLE}#Instructor`])
  })

  test('answers a second use of a launch with a page of its own', async () => {
    const site = world.lms.moodle
    const { fields } = await beginLaunch(site, 'noor')
    await authorize(site, 'noor', fields)
    const again = await authorize(site, 'noor', fields)
    expect(again.text).toContain('Invalid request')
    expect(again.text).not.toContain('<form')
  })

  test.each([
    ['unauthorized_client', 'noor', { client_id: 'other' }],
    ['invalid_request', 'noor', { response_mode: 'query' }],
    ['access_denied', 'zoe', {}],
  ])('posts %s back to the tool', async (error, as, changes) => {
    const site = world.lms.moodle
    const { fields } = await beginLaunch(site, 'noor')
    const answer = formIn((await authorize(site, as, fields, changes)).text)
    expect(answer.fields.error).toBe(error)
    expect(answer.fields).not.toHaveProperty('id_token')
  })
})

describe('what the LMS says by itself, of which the tool never hears', () => {
  const guideTo = (kind: string) =>
    installView('https://stint.example', 'n')
      .find(({ id }) => id === kind)
      ?.stops.join(' ')

  test.each<['canvas' | 'moodle', string, Record<string, string>]>([
    ['canvas', 'Invalid redirect_uri', { redirect_uri: 'https://elsewhere.example' }],
    ['canvas', 'Invalid lti_message_hint', { lti_message_hint: 'x' }],
    ['moodle', 'Invalid request', { redirect_uri: 'https://elsewhere.example' }],
  ])('in %s, “%s”, is explained on the page of installation values', async (...row) => {
    const [kind, words, changes] = row
    const site = world.lms[kind]
    const [person] = site.course.people
    const { fields } = await beginLaunch(site, person?.key ?? '')
    const { text } = await authorize(site, person?.key ?? '', fields, changes)
    expect(text).toContain(words)
    expect(guideTo(kind)).toContain(`“${words}”`)
  })
})
