// The tool-side launch tests 1 to 30 of the certification suite (lti.md E), as Canvas and as Moodle would send them.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aKey, FakePlatform, signed } from '../support/fake-platform.ts'
import {
  anLti,
  type Begun,
  begin,
  type Claims,
  claimsOf,
  finish,
  launch,
  NAME,
  type OpenLti,
  ROLE,
  tokenOf,
} from './launching.ts'
import { refusalOf } from './refusals.ts'

const SHAPES = [
  { shape: 'Canvas-shaped', kind: 'canvas' },
  { shape: 'Moodle-shaped', kind: 'moodle' },
] as const

let fake: FakePlatform
beforeAll(async () => {
  fake = await FakePlatform.start()
})
afterAll(() => fake.stop())

describe.each(SHAPES)('$shape', ({ kind }) => {
  async function aLaunch(more: Claims = {}) {
    const platform = fake.registration({ kind })
    return (await launch(await anLti([platform]), fake, platform, more)).launch
  }

  async function begun(): Promise<{ lti: OpenLti; login: Begun }> {
    const platform = fake.registration({ kind })
    const lti = await anLti([platform])
    return { lti, login: await begin(lti, platform) }
  }

  function refusedWith(more: Claims) {
    return refusalOf(aLaunch(more))
  }

  test('certification 1: a token without kid is refused', async () => {
    const { lti, login } = await begun()
    const token = await signed(claimsOf(login), fake.key, { alg: 'RS256' })
    const refusal = await refusalOf(finish(lti, login, token))
    expect(refusal).toEqual({ status: 401, key: 'lti.badToken', code: 'token-kid' })
  })

  test('certification 2: a wrong kid is refused after one more look at the key set', async () => {
    const { lti, login } = await begun()
    await finish(lti, login, await tokenOf(fake, claimsOf(login)))
    const before = fake.hits('/jwks').length
    const stranger = aKey('another-kid')
    const header = { alg: 'RS256', kid: stranger.kid }
    const token = await signed(claimsOf(login), stranger, header)
    const refusal = await refusalOf(finish(lti, login, token))
    expect(refusal).toEqual({ status: 401, key: 'lti.badToken', code: 'token-unknown-kid' })
    expect(fake.hits('/jwks').length).toBe(before + 1)
  })

  test('certification 3: a wrong LTI version is refused', async () => {
    const refusal = await refusedWith({ [NAME.version]: '11.3' })
    expect(refusal).toEqual({ status: 400, key: 'lti.badMessage', code: 'claim-version' })
  })

  test('certification 4: a missing LTI version is refused', async () => {
    const refusal = await refusedWith({ [NAME.version]: undefined })
    expect(refusal).toEqual({ status: 400, key: 'lti.badMessage', code: 'claim-version' })
  })

  test.each(['not a token', 'a.b.c', '{"iss":"x"}', 'e30.e30.'])(
    'certification 5: %s is no LTI message',
    async (text) => {
      const { lti, login } = await begun()
      const refusal = await refusalOf(finish(lti, login, text))
      expect(refusal).toEqual({ status: 400, key: 'lti.badMessage', code: 'token-shape' })
    },
  )

  test('certification 6: a token with none of the required LTI claims is refused', async () => {
    const lti = [NAME.version, NAME.type, NAME.deployment, NAME.target, NAME.roles, NAME.link]
    const without = Object.fromEntries([...lti, 'sub'].map((name) => [name, undefined]))
    expect(await refusedWith(without)).toMatchObject({ status: 400 })
  })

  test('certification 7: a token with wrong times is refused', async () => {
    const now = Math.floor(Date.now() / 1000)
    const refusal = await refusedWith({ iat: now - 11_000, exp: now - 10_000 })
    expect(refusal).toEqual({ status: 401, key: 'lti.badToken', code: 'token-exp' })
  })

  test('certification 8: a token without message type is refused', async () => {
    const refusal = await refusedWith({ [NAME.type]: undefined })
    expect(refusal).toEqual({ status: 400, key: 'lti.badMessage', code: 'claim-message-type' })
  })

  test('certification 9: a token without a roles claim is refused', async () => {
    const refusal = await refusedWith({ [NAME.roles]: undefined })
    expect(refusal).toEqual({ status: 400, key: 'lti.badMessage', code: 'claim-roles' })
  })

  test('certification 10: a token without deployment is refused', async () => {
    const refusal = await refusedWith({ [NAME.deployment]: undefined })
    expect(refusal).toEqual({ status: 400, key: 'lti.badMessage', code: 'claim-deployment' })
  })

  test.each([undefined, null, 'a link', {}, { id: '' }, { title: 'Only a title' }])(
    'certification 11: a token without a resource link id (%o) is refused',
    async (link) => {
      const refusal = await refusedWith({ [NAME.link]: link })
      expect(refusal).toEqual({ status: 400, key: 'lti.badMessage', code: 'claim-resource-link' })
    },
  )

  test('certification 12: a token without sub is refused', async () => {
    const refusal = await refusedWith({ sub: undefined })
    expect(refusal).toEqual({ status: 400, key: 'lti.noPerson', code: 'claim-sub' })
  })

  const PEOPLE = [
    { who: 'instructor', first: 13, full: ROLE.instructor, short: 'Instructor' },
    { who: 'student', first: 22, full: ROLE.learner, short: 'Learner' },
  ] as const

  describe.each(PEOPLE)('as $who', ({ who, first, full, short }) => {
    const NO_NAMES = { name: undefined, given_name: undefined, family_name: undefined }

    test(`certification ${first}: a plain launch comes in as ${who}`, async () => {
      expect(await aLaunch({ [NAME.roles]: [full] })).toMatchObject({
        role: who,
        name: 'Ada Moreau',
        mail: 'ada@oakwood.example',
        course: { title: 'Work experience' },
        assignment: { title: 'Micro-internship' },
      })
    })

    test(`certification ${first + 1}: several roles at once leave the ${who} what the course says`, async () => {
      const roles = [ROLE.systemUser, full, ROLE.institutionInstructor]
      expect((await aLaunch({ [NAME.roles]: roles })).role).toBe(who)
    })

    test(`certification ${first + 2}: the short role name ${short} is understood`, async () => {
      expect((await aLaunch({ [NAME.roles]: [short] })).role).toBe(who)
    })

    test(`certification ${first + 3}: an unknown role next to ${who} changes nothing, and alone gives no rights`, async () => {
      const unknown = 'http://purl.imsglobal.org/vocab/lis/v2/uknownrole/unknown#Helper'
      expect((await aLaunch({ [NAME.roles]: [unknown, full] })).role).toBe(who)
      expect((await aLaunch({ [NAME.roles]: [unknown] })).role).toBe('none')
    })

    test(`certification ${first + 4}: an empty list of roles comes in without rights (${who})`, async () => {
      expect((await aLaunch({ [NAME.roles]: [] })).role).toBe('none')
    })

    test(`certification ${first + 5}: a launch with a mail only (${who}) has no name`, async () => {
      const { name, givenName, mail } = await aLaunch({ [NAME.roles]: [full], ...NO_NAMES })
      expect({ name, givenName, mail }).toEqual({
        name: null,
        givenName: null,
        mail: 'ada@oakwood.example',
      })
    })

    test(`certification ${first + 6}: a launch with names only (${who}) has no mail`, async () => {
      const { name, mail } = await aLaunch({ [NAME.roles]: [full], email: undefined })
      expect({ name, mail }).toEqual({ name: 'Ada Moreau', mail: null })
    })

    test(`certification ${first + 7}: a launch that says nothing of the person (${who}) comes in`, async () => {
      const silent = { ...NO_NAMES, email: undefined, [NAME.lis]: undefined }
      const found = await aLaunch({ [NAME.roles]: [full], ...silent })
      expect(found).toMatchObject({ role: who, name: null, mail: null, sisPersonId: null })
    })

    test(`certification ${first + 8}: a launch with a mail and no context (${who}) is read, without a course`, async () => {
      const more = { [NAME.roles]: [full], ...NO_NAMES, [NAME.context]: undefined }
      expect(await aLaunch(more)).toMatchObject({ role: who, course: null })
    })
  })
})
