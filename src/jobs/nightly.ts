// Reads rosters and gradebooks by night: one process for each institution at a time, one course after the other,
// politely. And frees what denied claims have held for long enough.

import { setTimeout } from 'node:timers/promises'
import type { Course } from '../domain/course.ts'
import { isRosterDue } from '../domain/night.ts'
import { freeHeld } from '../services/claims/holds.ts'
import type { Context } from '../services/context.ts'
import { lmsOf } from '../services/lms/course-lms.ts'
import { readGradebooks } from '../services/lms/gradebooks.ts'
import { readRoster } from '../services/lms/rosters.ts'

interface Options {
  contexts: () => Promise<Context[]>
  /** Between two looks, and between two courses. */
  pauseMs?: number
  breathMs?: number
}

const PAUSE_MS = 5 * 60_000
const BREATH_MS = 500
const LEASE_MS = 10 * 60_000
/** Courses nobody has opened for so many days are over. */
const ALIVE_DAYS = 120
const MOST_AT_ONCE = 200

export interface Nightly {
  stop(): Promise<void>
}

/** Starts the nightly work; any number of processes may run on one database. */
export function startNightly(options: Options): Nightly {
  const end = new AbortController()
  const wait = (ms: number) =>
    setTimeout(ms, null, { signal: end.signal, ref: false }).catch(() => null)
  const loop = async (): Promise<void> => {
    while (!end.signal.aborted) {
      for (const ctx of await options.contexts().catch(() => [])) {
        await freeHeld(ctx).catch((error: unknown) => ctx.log.warn({ err: error }, 'holds kept'))
        await readDueCourses(ctx, () => wait(options.breathMs ?? BREATH_MS), end.signal).catch(
          (error: unknown) => ctx.log.warn({ err: error }, 'courses not read'),
        )
      }
      // Not all processes at the same moment.
      await wait((options.pauseMs ?? PAUSE_MS) * (0.75 + Math.random() / 2))
    }
  }
  const running = loop()
  return {
    async stop() {
      end.abort()
      await running
    },
  }
}

/** Reads the courses of one institution that are due, under its lease; how many it has tried. */
export async function readDueCourses(
  ctx: Context,
  breathe: () => Promise<unknown> = async () => {},
  signal?: AbortSignal,
): Promise<number> {
  const lease = `rosters ${ctx.institution.id}`
  const holder = ctx.newId()
  if (!(await ctx.directory.leases.take(lease, holder, LEASE_MS))) return 0
  try {
    return await readEach(ctx, {
      breathe,
      goesOn: () => ctx.directory.leases.take(lease, holder, LEASE_MS),
      signal,
    })
  } finally {
    await ctx.directory.leases.free(lease, holder)
  }
}

interface Round {
  breathe: () => Promise<unknown>
  goesOn: () => Promise<boolean>
  signal: AbortSignal | undefined
}

async function readEach(ctx: Context, { breathe, goesOn, signal }: Round): Promise<number> {
  const since = new Date(ctx.now().getTime() - ALIVE_DAYS * 86_400_000)
  const courses = await ctx.store.courses.openedSince(since, MOST_AT_ONCE)
  const due = courses.filter((one) => isRosterDue(one, ctx.now(), ctx.institution.timezone))
  let tried = 0
  for (const course of due) {
    if (signal?.aborted || !(await goesOn())) break
    await readOne(ctx, course)
    tried += 1
    await breathe()
  }
  return tried
}

async function readOne(ctx: Context, course: Course): Promise<void> {
  const platform = await lmsOf(ctx, course)
  await ctx.store.courses.noteRoster(course.id, { rosterTriedAt: ctx.now() })
  if (platform.state !== 'active') return
  await readRoster(ctx, platform, course)
  await readGradebooks(ctx, platform, course)
}
