// The main job without a browser: from the launch to the grade to the report, on every platform.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { peopleOf } from '../../src/demo/people.ts'
import { stepsTold } from '../../src/demo/steps.ts'
import { walk } from '../../src/demo/walk.ts'
import { startWorld, type TestWorld } from '../support/world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.stop())

test.each(['canvas', 'moodle', 'other'] as const)(
  'a student’s work becomes a grade in %s and a row in the report',
  async (kind) => {
    const told: string[] = []
    const steps = stepsTold((line) => told.push(line))
    await walk({ world, people: peopleOf(world) }, kind, steps)
    expect(told.filter((line) => line.includes('✓'))).toHaveLength(7)
    expect(world.lms[kind].posts.filter((post) => post.status < 300)).toHaveLength(1)
  },
)
