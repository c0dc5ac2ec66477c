// The doctor in the demo's world: all is well; five settings are broken one by one, each found and named in that LMS's words.

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { SCOPES } from '../../src/demo/lms/names.ts'
import { newVisitor } from '../../src/demo/visitor.ts'
import type { Institution } from '../../src/domain/institution.ts'
import type { Platform } from '../../src/domain/platform.ts'
import { type ToldFinding, told } from '../../src/findings.ts'
import type { Context } from '../../src/services/context.ts'
import { diagnose, type Reached } from '../../src/services/lms/doctor.ts'
import { startWorld, type TestWorld } from '../support/world.ts'

let world: TestWorld
let ctx: Context
let institution: Institution
const CALM: Reached = { protocol: 'http', host: '', unheard: false }

beforeAll(async () => {
  world = await startWorld()
  const [first] = await world.store.directory.institutions.list()
  if (!first) throw new Error('no institution')
  institution = first
  ctx = world.app.core.contextFor({ kind: 'worker' }, institution)
  for (const [kind, who] of [
    ['canvas', 'elena'],
    ['moodle', 'samuel'],
  ] as const) {
    const browser = newVisitor()
    await browser.openFrame(await browser.open(`${world.lmsUrl}/${kind}/assignments/1?as=${who}`))
  }
})
afterAll(() => world.stop())

const reached = () => ({ ...CALM, host: new URL(ctx.baseUrl).host })
const findings = async (how: Reached | null = reached()) => (await diagnose(ctx, how)).map(told)
const wrong = async (how?: Reached) =>
  (await findings(how)).filter(({ level }) => level === 'wrong')
const ids = (some: ToldFinding[]) => some.map(({ id }) => id)

async function platformOf(kind: Platform['kind']): Promise<Platform> {
  const found = (await world.store.within(institution.id).platforms.list()).find(
    (p) => p.kind === kind,
  )
  if (!found) throw new Error(`no ${kind}`)
  return found
}

test('finds nothing wrong in a world that works, and says what it has looked at', async () => {
  const all = await findings()
  expect(all.filter(({ level }) => level === 'wrong')).toEqual([])
  for (const id of [
    'ourKeys',
    'theirKeys',
    'clock',
    'token',
    'issuer',
    'scope.scores',
    'scope.results',
    'scope.columns',
    'scope.makeColumns',
    'scope.roster',
    'read.roster',
    'read.columns',
    'read.results',
    'place.approved',
    'framing',
    'frames',
    'proxy',
  ]) {
    expect(ids(all), id).toContain(id)
  }
  // What is empty by nature, outside of an assignment or without a date, is no trouble.
  expect(ids(all)).not.toContain('variables')
  for (const { level, setting } of all) expect(setting !== '' || level !== 'wrong').toBe(true)
})

describe('finds and names', () => {
  const mended: (() => void | Promise<void>)[] = []
  afterEach(async () => {
    for (const mend of mended.splice(0)) await mend()
    expect(await wrong()).toEqual([])
  })

  test("the roster service that is switched off in Moodle's tool settings", async () => {
    const { settings } = world.lms.moodle
    const before = settings.scopes
    mended.push(() => {
      settings.scopes = before
    })
    settings.scopes = before.filter((scope) => scope !== SCOPES.roster)
    const found = await wrong()
    expect(ids(found)).toContain('scope.roster')
    const { setting } = found.find(({ id }) => id === 'scope.roster') ?? { setting: '' }
    expect(setting).toContain('IMS LTI Names and Role Provisioning')
  })

  test("the score scope that Canvas's developer key does not have", async () => {
    const { settings } = world.lms.canvas
    const before = settings.scopes
    mended.push(() => {
      settings.scopes = before
    })
    settings.scopes = before.filter((scope) => scope !== SCOPES.score)
    const found = await wrong()
    expect(ids(found)).toEqual(['scope.scores'])
    expect(found[0]?.setting).toContain('Developer Keys')
  })

  test('a key set address in Moodle that is not ours', async () => {
    const { moodle } = world.lms
    const before = moodle.tool
    mended.push(() => {
      moodle.tool = before
    })
    moodle.tool = { ...before, jwksUrl: `${before.jwksUrl}.old` }
    world.lms.moodle.flavour.token.keepsKeys = false
    mended.push(() => {
      world.lms.moodle.flavour.token.keepsKeys = true
    })
    const found = await wrong()
    expect(ids(found)).toContain('token')
    const token = found.find(({ id }) => id === 'token')
    expect(token?.setting).toContain('Public keyset')
    // The usual cause in a Moodle behind its own defaults (moodle.md 0.12), which nobody sees from here.
    expect(token?.setting).toContain('cURL allowed ports list')
    expect(token?.text).toContain('has not read Stint’s keys')
  })

  test('a place in Canvas that is paused', async () => {
    const { deployments } = world.store.within(institution.id)
    const platform = await platformOf('canvas')
    const [place] = (await deployments.list()).filter((d) => d.platformId === platform.id)
    const id = place?.deploymentId ?? ''
    mended.push(async () => {
      await deployments.setState(platform.id, id, 'approved')
    })
    await deployments.setState(platform.id, id, 'paused')
    expect(ids(await wrong())).toContain('place.paused')
  })

  test('a proxy that nobody has told Stint to believe', async () => {
    const found = await wrong({ ...reached(), unheard: true })
    expect(ids(found)).toEqual(['proxyUnheard'])
    expect(found[0]?.setting).toContain('TRUST_PROXY')
    const other = await wrong({ ...reached(), protocol: 'https' })
    expect(ids(other)).toEqual(['proxy'])
  })
})
