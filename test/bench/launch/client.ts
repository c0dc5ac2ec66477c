// Browsers and LMSs of the benchmark: whole launches, their tokens signed outside of the timed parts.

import { sign } from 'node:crypto'
import { Agent, type IncomingMessage, request } from 'node:http'
import type { TestKey } from '../../support/fake-platform.ts'
import type { Contestant, Registration } from './contestant.ts'

const AT_ONCE = 8
/** Few enough that no token grows old before it is used. */
const BATCH = 50
const USERS = 1000
const LTI = 'https://purl.imsglobal.org/spec/lti/claim'
const LEARNER = 'http://purl.imsglobal.org/vocab/lis/v2/membership#Learner'

const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })

export interface Measured {
  perSecond: number
  p50: number
  p95: number
  /** Processor time of one launch, in ms. */
  cpu: number
}

interface Browser {
  registration: Registration
  user: number
  cookie: string
  from: string
  state: string
  nonce: string
  idToken: string
  ms: number
}

/** Complete launches, one after the other in eight lanes. */
export async function measure(one: Contestant, key: TestKey, launches: number): Promise<Measured> {
  const [times, total] = [[] as number[], { seconds: 0, cpu: 0 }]
  for (let at = 0; at < launches; at += BATCH) {
    const browsers = Array.from({ length: Math.min(BATCH, launches - at) }, (_, i) =>
      aBrowser(one, at + i),
    )
    const timed = async (step: (browser: Browser) => Promise<void>) => {
      const [cpu, from] = [await one.cpu(), performance.now()]
      await inLanes(browsers, step)
      total.seconds += (performance.now() - from) / 1000
      total.cpu += (await one.cpu()) - cpu
    }
    await timed(login)
    for (const browser of browsers) browser.idToken = tokenOf(browser, key)
    await timed((browser) => launch(browser, one.third))
    times.push(...browsers.map(({ ms }) => ms))
  }
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN
  return {
    perSecond: launches / total.seconds,
    p50: at(0.5),
    p95: at(0.95),
    cpu: total.cpu / 1000 / launches,
  }
}

let count = 0

function aBrowser({ registrations }: Contestant, at: number): Browser {
  count += 1
  const registration = registrations[at % registrations.length]
  if (!registration) throw new Error('no registration')
  const from = `10.${(count >> 16) & 255}.${(count >> 8) & 255}.${count & 255}`
  const rest = { cookie: '', state: '', nonce: '', idToken: '', ms: 0 }
  return { registration, user: at % USERS, from, ...rest }
}

async function inLanes(browsers: Browser[], step: (browser: Browser) => Promise<void>) {
  const waiting = [...browsers]
  const lane = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) await step(next)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
}

async function login(browser: Browser): Promise<void> {
  const { registration } = browser
  const answer = await send(browser, 'POST', registration.loginUrl, {
    iss: registration.issuer,
    client_id: registration.clientId,
    login_hint: `hint-${browser.user}`,
    lti_message_hint: 'message',
    target_link_uri: target(registration),
  })
  const query = new URL(answer.headers.location ?? 'http://nowhere').searchParams
  browser.state = query.get('state') ?? ''
  browser.nonce = query.get('nonce') ?? ''
}

// Stint knows its public address only, whatever port the benchmark found.
function target({ launchUrl }: Registration): string {
  return launchUrl.includes('/lti/')
    ? launchUrl.replace(/^http:\/\/[^/]+/, 'https://stint.example.edu')
    : launchUrl
}

async function launch(browser: Browser, third: string | null): Promise<void> {
  const { launchUrl } = browser.registration
  const { idToken: id_token, state } = browser
  const answer = await send(browser, 'POST', launchUrl, { id_token, state })
  const next = new URL(third ?? answer.headers.location ?? '', launchUrl)
  const page = await send(browser, 'GET', next.href)
  if (page.statusCode !== 200) throw new Error(`a launch that ended with ${page.statusCode}`)
}

async function send(
  browser: Browser,
  method: 'GET' | 'POST',
  url: string,
  form?: Record<string, string>,
): Promise<IncomingMessage> {
  const from = performance.now()
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = {
      'X-Forwarded-For': browser.from,
      ...(browser.cookie ? { Cookie: browser.cookie } : {}),
      ...(form ? { 'Content-Type': 'application/x-www-form-urlencoded' } : {}),
    }
    const asked = request(url, { method, agent, headers }, (response) => {
      response.resume().on('end', () => resolve(response))
    })
    asked.on('error', reject).end(form ? new URLSearchParams(form).toString() : undefined)
  })
  browser.ms += performance.now() - from
  const set = (answer.headers['set-cookie'] ?? []).map((line) => line.split(';', 1)[0] ?? '')
  browser.cookie = [browser.cookie, ...set].filter(Boolean).join('; ')
  if ((answer.statusCode ?? 500) >= 400) throw new Error(`${url} answered ${answer.statusCode}`)
  return answer
}

function tokenOf({ registration, user, nonce }: Browser, key: TestKey): string {
  const iat = Math.floor(Date.now() / 1000)
  const course = { id: `course of ${registration.issuer}`, label: 'BIO 210', title: 'Biology' }
  const body = {
    iss: registration.issuer,
    aud: registration.clientId,
    sub: `user-${user}`,
    ...{ iat, exp: iat + 3600, nonce },
    name: `User ${user}`,
    email: `user-${user}@example.edu`,
    [`${LTI}/version`]: '1.3.0',
    [`${LTI}/message_type`]: 'LtiResourceLinkRequest',
    [`${LTI}/deployment_id`]: registration.deploymentId,
    [`${LTI}/target_link_uri`]: target(registration),
    [`${LTI}/roles`]: [LEARNER],
    [`${LTI}/context`]: course,
    // The course itself, as from its navigation.
    [`${LTI}/resource_link`]: { id: course.id, title: course.title },
  }
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const signed = `${encode({ alg: 'RS256', typ: 'JWT', kid: key.kid })}.${encode(body)}`
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), key.privateKey).toString('base64url')}`
}
