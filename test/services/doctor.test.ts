// The doctor: every check that the issue names, each told as fine or as what to change; and its page for one course.

import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import type { DeploymentState } from '../../src/domain/platform.ts'
import { Upstream } from '../../src/errors.ts'
import { told } from '../../src/findings.ts'
import { diagnose, diagnoseCourse } from '../../src/services/lms/doctor.ts'
import { t, textKeys } from '../../src/text.ts'
import { aDeployment, aPlatform, aSession } from '../support/builders.ts'
import { testDatabase } from '../support/mongo.ts'
import { anotherAssignment, aScene, joined, type Scene } from './scene.ts'

const db = testDatabase()
const sentences = readFileSync('views/text/en.json', 'utf8').split('\n')
let scene: Scene

const MAKES = 'https://purl.imsglobal.org/spec/lti-ags/scope/lineitem'
const reached = { protocol: 'https', host: 'stint.example.edu', unheard: false }
const findings = async () => (await diagnose(scene.ctx, reached)).map(told)
const ids = (some: { id: string }[]) => some.map(({ id }) => id)

beforeEach(async () => {
  scene = await aScene(db.store)
  const { institution, platform, store } = scene
  const of = { institutionId: institution.id, platformId: platform.id }
  await store.deployments.add(aDeployment({ ...of, deploymentId: '1' }))
  await store.courses.save({ ...scene.course, scopes: [MAKES], launchedOn: '2026-11-10' })
  scene.lms.roster = []
  const launched = {
    unresolved: [],
    step: 'frame' as const,
    launchedFrom: 'https://x.instructure.com',
  }
  await scene.ctx.directory.sessions.add(
    aSession({ ...of, kind: 'lms', via: 'launch', ...launched }),
  )
})

describe('the administrator’s doctor', () => {
  it('looks at everything that an installation needs, and finds it fine', async () => {
    const all = await findings()
    expect(all.filter(({ level }) => level !== 'good')).toEqual([])
    expect(ids(all).sort()).toEqual(
      [
        ...['database', 'proxy', 'issuer', 'ourKeys', 'theirKeys', 'clock', 'token'],
        ...['scope.scores', 'scope.results', 'scope.columns', 'scope.makeColumns', 'scope.roster'],
        ...['place.approved', 'framing', 'frames', 'variablesKnown'],
        ...['read.roster', 'read.columns', 'read.results'],
      ].sort(),
    )
  })

  it('tells a launch from a host that may not frame us, in a window, with unknown variables', async () => {
    const of = { institutionId: scene.institution.id, platformId: scene.platform.id }
    await scene.ctx.directory.sessions.add(
      aSession({
        ...{ ...of, kind: 'lms', via: 'launch', step: 'window' },
        ...{ launchedFrom: 'https://lms.vanity.example', unresolved: ['$Canvas.term.name'] },
        createdAt: new Date(Date.now() + 1000),
      }),
    )
    const all = await findings()
    expect(ids(all)).toEqual(expect.arrayContaining(['framedFrom', 'variables']))
    const said = all.map(({ text }) => text).join('\n')
    expect(said).toContain('https://lms.vanity.example')
    expect(said).toContain('$Canvas.term.name')
    expect(said).toContain('1 of the last 2 launches')
  })
})

it('an LMS that was never opened is not blamed for what only launches say', async () => {
  const other = aPlatform({ institutionId: scene.institution.id, clientId: 'new', name: 'New one' })
  await scene.store.platforms.add(other)
  const about = (await findings()).filter(({ text }) => text.includes('New one'))
  expect(ids(about)).not.toContain('scope.makeColumns')
  const never = about.find(({ id }) => id === 'neverOpened')
  expect(never).toMatchObject({ level: 'note', setting: expect.stringContaining('Open Stint') })
})

describe('places', () => {
  const place = (deploymentId: string, state: DeploymentState) =>
    scene.store.deployments.add(
      aDeployment({
        ...{ institutionId: scene.institution.id, platformId: scene.platform.id },
        ...{ deploymentId, state },
      }),
    )

  it('are counted where Stint can be opened, and those that wait or are paused are told beside', async () => {
    await place('2', 'paused')
    await place('3', 'refused')
    await place('4', 'waiting')
    const all = (await findings()).filter(({ id }) => id.startsWith('place.'))
    expect(all.map(({ id, level }) => [id, level])).toEqual(
      [
        ['place.paused', 'note'],
        ['place.waiting', 'note'],
        ['place.approved', 'good'],
      ].toReversed(),
    )
    expect(all[0]?.text).toContain('approved in 1 place')
  })

  it('that are paused everywhere are to be approved again', async () => {
    await scene.store.deployments.setState(scene.platform.id, '1', 'paused')
    const [only, ...others] = (await findings()).filter(({ id }) => id.startsWith('place.'))
    expect(others).toEqual([])
    expect(only).toMatchObject({ id: 'place.paused', level: 'wrong' })
    expect(only?.text).toContain('nobody gets in there')
  })
})

describe('variables', () => {
  const launchedWith = (unresolved: string[]) =>
    scene.ctx.directory.sessions.add(
      aSession({
        ...{ institutionId: scene.institution.id, platformId: scene.platform.id },
        ...{ kind: 'lms', via: 'launch', step: 'frame', unresolved },
        createdAt: new Date(Date.now() + 1000),
      }),
    )

  it('that no LMS fills from the course’s navigation are no fault, and are named all the same', async () => {
    await launchedWith(['$Canvas.assignment.id', '$Canvas.term.endAt'])
    const found = (await findings()).find(({ id }) => id === 'variablesEmpty')
    expect(found).toMatchObject({ level: 'good', setting: '' })
    expect(found?.text).toContain('$Canvas.assignment.id, $Canvas.term.endAt')
  })

  it('that every launch has, or that are none of ours, are to be looked at', async () => {
    await launchedWith(['$Canvas.assignment.id', '$Canvas.course.id', '$Canvas.corse.id'])
    const found = (await findings()).find(({ id }) => id === 'variables')
    expect(found?.text).toContain('launch: $Canvas.course.id, $Canvas.corse.id.')
    expect(found?.setting).toContain('Custom Fields')
  })
})

describe('a reason', () => {
  it('is about what was looked at, not about scores', async () => {
    scene.lms.members = async () => {
      throw new Upstream('lms.notThere', false)
    }
    const found = (await findings()).find(({ id }) => id === 'read.roster')
    expect(found?.text).toContain('nothing at its address')
    expect(found?.text).not.toContain('column')
  })
})

describe('the doctor of a course', () => {
  const course = async (who = scene.instructor) =>
    (await diagnoseCourse(who, scene.course.id)).findings.map(told)

  it('says what of the LMS concerns it, each assignment with its column', async () => {
    const gone = await anotherAssignment(scene)
    await scene.store.assignments.change(gone.id, { state: 'frozen', title: 'Gone' })
    const bare = await anotherAssignment(scene)
    await scene.store.assignments.change(bare.id, { lineItemUrl: null, title: 'Bare' })
    scene.lms.roster = null
    const all = await course()
    expect(all.map(({ id, level }) => [id, level])).toEqual(
      expect.arrayContaining([
        ['read.roster', 'wrong'],
        ['read.columns', 'good'],
        ['read.results', 'good'],
        ['column.there', 'good'],
        ['column.gone', 'wrong'],
        ['column.none', 'note'],
      ]),
    )
    for (const { level, setting } of all) expect(setting !== '' || level === 'good').toBe(true)
  })

  it('is for its staff, and tells nothing of the registration', async () => {
    const assistant = await joined(scene, 'assistant')
    expect(ids(await course(assistant))).not.toContain('token')
    await expect(course(scene.student)).rejects.toMatchObject({ status: 403 })
  })

  it('says what is wrong when the LMS does not answer', async () => {
    scene.lms.findColumns = async () => {
      throw new Upstream('lms.serverTrouble', true)
    }
    const found = (await course()).find(({ id }) => id === 'read.columns')
    expect(found).toMatchObject({ level: 'wrong' })
    expect(found?.text).toContain(t('lms.serverTrouble'))
  })
})

describe('the way through our own pages', () => {
  const all = textKeys().filter((key) => key.startsWith('doctor.setting.'))
  const words = all.map((key) => t(key, { lms: 'the LMS' })).filter((text) => /^Stint, /.test(text))
  const ours = new Set(sentences.flatMap((line) => line.match(/": "(.*)",?$/)?.[1] ?? []))

  it.each(words)('is told by the names that stand there: %s', (text) => {
    expect(text.startsWith(`Stint, ${t('nav.admin')}`)).toBe(true)
    const quoted = [...text.matchAll(/“([^”]+)”/g)].map(([, name]) => name ?? '')
    const theirs = ['View configuration details']
    expect(quoted.filter((name) => !ours.has(name) && !theirs.includes(name))).toEqual([])
  })
})

describe('the way through an LMS’s menus', () => {
  it.each([
    ['Moodle', /Manage tools/, 'Site administration, Plugins, Activity modules, External tool, '],
    ['Canvas', /Developer Keys/, 'Admin, Developer Keys, '],
  ])('of %s is the same wherever it is told', (_lms, place, way) => {
    const told = sentences.filter((line) => place.test(line))
    expect(told.length).toBeGreaterThan(5)
    expect(told.filter((line) => !line.includes(way))).toEqual([])
  })
})
