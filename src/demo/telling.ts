// The first start: the main job walked once on each platform, then the story that leaves something to do.

import { openCalendar } from './calendar.ts'
import { peopleOf } from './people.ts'
import { stepsTold } from './steps.ts'
import { tellStory } from './story.ts'
import { walk } from './walk.ts'
import type { World } from './world.ts'

/**
 * Walks and tells, step by step.
 * @throws {Error} at the first thing that is not as it should be
 */
export async function walkAndTell(world: World, say: (line: string) => void): Promise<void> {
  const begun = performance.now()
  const stage = { world, people: peopleOf(world) }
  const steps = stepsTold(say)
  await openCalendar(world.ctx)
  say('The main job, once on each platform, through the front doors:')
  await walk(stage, 'canvas', steps)
  await walk(stage, 'moodle', steps)
  say('And some people half-way, so that there is something to do:')
  await tellStory(stage, steps)
  world.lms.beginTrying()
  say(`All of it in ${((performance.now() - begun) / 1000).toFixed(1)} s.`)
}
