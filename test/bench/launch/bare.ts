// What no web layer of Stint's can beat: its own checks, questions and page on bare node:http, without Express, headers,
// limits, log or cookie rules.

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Core } from '../../../src/core.ts'
import type { Institution } from '../../../src/domain/institution.ts'
import { newSecret } from '../../../src/random.ts'
import { arrive } from '../../../src/services/arriving/arrivals.ts'
import { openSession, signedInBy } from '../../../src/services/arriving/sign-ins.ts'
import { type Setup, serve } from './contestant.ts'
import { aUniversity } from './university.ts'

serve({
  setUp: async (setup: Setup) => {
    const { app, institution, registrations } = await aUniversity(setup)
    return {
      listener: (request, response) => void answer(app.core, institution, request, response),
      registrations,
    }
  },
  third: '/',
})

async function answer(
  core: Core,
  institution: Institution,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const secret = (request.headers.cookie ?? '').split('=').at(-1) ?? ''
  if (request.method === 'GET') return void response.end(await page(core, institution, secret))
  let body = ''
  for await (const part of request) body += part
  const form = Object.fromEntries(new URLSearchParams(body))
  const sent = request.url?.endsWith('/login')
    ? await login(core, institution, form)
    : await launch(core, institution, form, secret)
  response.writeHead(302, sent).end()
}

type Form = Record<string, string>

async function login({ lti }: Core, institution: Institution, form: Form) {
  const checked = await lti.door.checkLogin(institution, form)
  const proof = newSecret()
  return {
    Location: lti.door.authorize(institution, checked, proof),
    'Set-Cookie': `secret=${proof}`,
  }
}

async function launch(core: Core, institution: Institution, form: Form, proof: string) {
  const verified = await core.lti.door.launch(institution, form, [proof])
  const ctx = core.contextFor({ kind: 'worker' }, institution)
  const own = { transaction: verified.transaction.key, step: 'window' as const }
  const { person, course, platform } = await arrive(ctx, verified.launch, verified.platform, own)
  const where = { personId: person.id, courseId: course.id, platformId: platform.id }
  const how = { kind: 'lms', via: 'launch', assignmentId: null, launchedFrom: null } as const
  const opening = { ...where, ...how, ...own, offices: [], network: '' }
  const { secret } = await openSession(ctx, opening)
  return { Location: '/', 'Set-Cookie': `secret=${secret}` }
}

async function page({ hands, views }: Core, { name }: Institution, secret: string) {
  const found = await signedInBy(hands, secret, true)
  if (!found) throw new Error('a launch without a session')
  const { csrf, publicId } = found.session
  const nobody = { who: null, nav: [], banner: null, signOut: null, notice: null, error: null }
  const plain = { title: name, framed: false, lang: 'en', stylesheet: null, course: null }
  const person = { name: found.person.name, roleText: null }
  return views.page('courses/student', {
    shell: { ...nobody, ...plain, institution: name, person, csrf, session: publicId },
    ...{ assignments: [], placements: [], elsewhere: [], newHref: '/' },
  })
}
