// Stint as it runs in production, with its worker, its log and its limits.

import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import type { App } from '../../../src/app.ts'
import { newId } from '../../../src/random.ts'
import { type Setup, serve } from './contestant.ts'
import { anInstitution, aUniversity } from './university.ts'

let app: App | null = null

serve({
  setUp: async (setup: Setup) => {
    const university = await aUniversity(setup)
    app = university.app
    return { listener: app.web, registrations: university.registrations }
  },
  third: '/',
  stall: async () => {
    const watch = monitorEventLoopDelay({ resolution: 1 })
    watch.enable()
    if (app) {
      const { id } = await anInstitution(app, newId(), 1, 'https://lms.example.edu/jwks')
      await app.core.lti.keys.list(id)
    }
    await pause(20)
    watch.disable()
    return watch.max / 1e6
  },
})
