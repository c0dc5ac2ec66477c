// What custom values of a launch may say about a course's term: only an instructor's, and only about dates.

import { beforeEach, expect, it } from 'vitest'
import { arrive } from '../../src/services/arriving/arrivals.ts'
import type { PersonContext } from '../../src/services/context.ts'
import { aLaunch, aLogin } from '../support/a-launch.ts'
import { testDatabase } from '../support/mongo.ts'
import { aScene, type Scene } from './scene.ts'

const db = testDatabase()
let scene: Scene
beforeEach(async () => {
  scene = await aScene(db.store)
  const { platform, institution, clock } = scene
  await scene.store.deployments.add({
    ...{ id: `d-${platform.id}`, institutionId: institution.id, platformId: platform.id },
    ...{ deploymentId: '1', state: 'approved', firstSeenAt: clock.now() },
  })
})

async function opens(who: PersonContext, role: 'student' | 'instructor', name: string | null) {
  const { platform, course } = scene
  const launch = aLaunch(platform.id, {
    subject: who.actor.person.accounts[0]?.subject ?? '',
    role,
  })
  const term = name === null ? null : { name, startsOn: null }
  const said = { ...launch.course, contextId: course.contextId, term } as NonNullable<
    typeof launch.course
  >
  const found = await scene.store.platforms.get(platform.id)
  await arrive(scene.ctx, { ...launch, course: said }, found, aLogin())
  return (await scene.store.courses.get(course.id)).termHint
}

it('a student’s launch says nothing about the whole course', async () => {
  expect(await opens(scene.student, 'student', 'Fall 2099')).toBeNull()
})

it('an instructor’s does, and stays when a later launch is silent', async () => {
  const fall = { name: 'Fall 2026', startsOn: null }
  expect(await opens(scene.instructor, 'instructor', 'Fall 2026')).toEqual(fall)
  expect(await opens(scene.student, 'student', 'Fall 2099')).toEqual(fall)
  expect(await opens(scene.instructor, 'instructor', null)).toEqual(fall)
})

it('the term that an instructor chose is not touched by launches', async () => {
  await scene.store.courses.chooseTerm(scene.course.id, 'F26')
  await opens(scene.instructor, 'instructor', 'Spring 2027')
  expect((await scene.store.courses.get(scene.course.id)).termCode).toBe('F26')
})
