// The doctor: looks at everything Stint needs to work with an institution's LMSs, and says what to change and where.

import type { Course } from '../../domain/course.ts'
import { mayBeEmpty } from '../../domain/custom-values.ts'
import { addressFindings, type Finding, judged, sayingOf } from '../../domain/examination.ts'
import { covers, type DeploymentState, frameOrigins, type Platform } from '../../domain/platform.ts'
import { Upstream } from '../../errors.ts'
import type { Context, PersonContext } from '../context.ts'
import { pasteValues } from '../office/institutions.ts'
import { staffIn } from '../rights.ts'
import { mayMakeColumns } from './columns.ts'
import { lmsOf } from './course-lms.ts'

const LAUNCHES = 20

/** How a request reached us, as far as it says; null on the command line. */
export interface Reached {
  protocol: string
  host: string
  /** A proxy said so, but nobody has told us to believe it. */
  unheard: boolean
}

/** Everything about an institution and its LMSs. */
export async function diagnose(ctx: Context, reached: Reached | null = null): Promise<Finding[]> {
  const platforms = await ctx.store.platforms.list()
  const findings = await Promise.all(platforms.map((platform) => diagnoseOne(ctx, platform)))
  const none = platforms.length === 0 ? [own('noPlatform', 'note')] : []
  const database = await databaseFinding(ctx)
  return [database, ...baseFindings(ctx, reached), ...none, ...findings.flat()]
}

function own(id: string, level: Finding['level'], facts: Finding['facts'] = {}): Finding {
  return { id, level, platform: null, facts }
}

async function databaseFinding({ directory }: Context): Promise<Finding> {
  const version = await directory.serverVersion()
  return version === null ? own('database', 'wrong') : own('database', 'good', { version })
}

const LOCAL = ['localhost', '127.0.0.1', '[::1]']

function baseFindings({ baseUrl }: Context, reached: Reached | null): Finding[] {
  const base = new URL(baseUrl)
  const local = LOCAL.includes(base.hostname) ? [own('baseLocal', 'note', { baseUrl })] : []
  if (!reached) return local
  if (reached.unheard) return [...local, own('proxyUnheard', 'wrong')]
  const seen = `${reached.protocol}://${reached.host}`
  const fits = seen === base.origin
  return [...local, own('proxy', fits ? 'good' : 'wrong', { seen, baseUrl: base.origin })]
}

async function diagnoseOne(ctx: Context, platform: Platform): Promise<Finding[]> {
  const say = sayingOf(platform)
  if (platform.state !== 'active') return [say(`state.${platform.state}`, 'wrong')]
  const { jwksUrl } = pasteValues(ctx)
  const [places, launches, examined, courses] = await Promise.all([
    placeFindings(ctx, platform),
    launchFindings(ctx, platform),
    ctx.lms.examine(platform, jwksUrl),
    ctx.store.courses.newestOf(platform.id),
  ])
  const [course] = courses
  const services = course
    ? [
        // Only launches say so (moodle.md 5.1).
        say('scope.makeColumns', mayMakeColumns(course) ? 'good' : 'note'),
        ...(await serviceFindings(ctx, platform, course)),
      ]
    : [say('neverOpened', 'note')]
  return [
    ...addressFindings(platform),
    ...judged(platform, examined, jwksUrl),
    ...places,
    ...launches,
    ...services,
  ]
}

async function placeFindings(ctx: Context, platform: Platform): Promise<Finding[]> {
  const say = sayingOf(platform)
  const all = (await ctx.store.deployments.list()).filter((d) => d.platformId === platform.id)
  const those = (wanted: DeploymentState) => all.filter(({ state }) => state === wanted).length
  const [approved, waiting, paused] = [those('approved'), those('waiting'), those('paused')]
  const isOpen = approved > 0
  const shut = paused > 0 ? [say('place.paused', isOpen ? 'note' : 'wrong', { count: paused })] : []
  if (!isOpen) return shut.length > 0 ? shut : [say('place.none', 'wrong', { waiting })]
  return [
    say('place.approved', 'good', { count: approved }),
    ...(waiting > 0 ? [say('place.waiting', 'note', { count: waiting })] : []),
    ...shut,
  ]
}

// What the last launches say: variables the LMS did not know, frames, and who framed us.
async function launchFindings(ctx: Context, platform: Platform): Promise<Finding[]> {
  const say = sayingOf(platform)
  const { institution, directory } = ctx
  const last = await directory.sessions.lastLaunches(institution.id, platform.id, LAUNCHES)
  const origins = frameOrigins(platform)
  const framing = say(
    origins.length > 0 ? 'framing' : 'framingNone',
    origins.length > 0 ? 'good' : 'wrong',
    {
      origins: origins.join(', '),
    },
  )
  const [newest] = last
  if (!newest) return [framing]
  const framed = last.filter(({ step }) => step === 'frame').length
  const foreign = last
    .flatMap(({ launchedFrom }) => launchedFrom ?? [])
    .find((o) => !covers(origins, o))
  return [
    foreign ? say('framedFrom', 'note', { origin: foreign, origins: origins.join(', ') }) : framing,
    say('frames', framed === 0 ? 'note' : 'good', { framed, all: last.length }),
    variableFinding(platform, newest.unresolved ?? []),
  ]
}

function variableFinding(platform: Platform, unresolved: string[]): Finding {
  const say = sayingOf(platform)
  const unknown = unresolved.filter((variable) => !mayBeEmpty(platform.kind, variable))
  if (unknown.length > 0) return say('variables', 'note', { names: unknown.join(', ') })
  if (unresolved.length === 0) return say('variablesKnown', 'good')
  return say('variablesEmpty', 'good', { names: unresolved.join(', ') })
}

/** What can be read of one course: its people, its columns, its results. */
async function serviceFindings(
  ctx: Context,
  platform: Platform,
  course: Course,
): Promise<Finding[]> {
  const say = sayingOf(platform)
  const facts = { course: course.label }
  const lms = await lmsOf(ctx, course)
  const roster = course.rosterUrl
    ? await tried(() => ctx.lms.members(lms, course.rosterUrl ?? ''))
    : 'lms.notTold'
  const marks = { resourceId: 'doctor', tag: 'doctor' }
  const columns = course.lineItemsUrl
    ? await tried(() => ctx.lms.findColumns(lms, course.lineItemsUrl ?? '', marks))
    : 'lms.notTold'
  const found = [
    ['read.roster', roster],
    ['read.columns', columns],
    ...(await resultsOf(ctx, lms, course)),
  ] as const
  return found.map(([id, reason]) =>
    reason === null ? say(id, 'good', facts) : say(id, 'wrong', { ...facts, reason }),
  )
}

async function resultsOf(
  ctx: Context,
  platform: Platform,
  course: Course,
): Promise<[string, string | null][]> {
  const assignments = await ctx.store.assignments.ofCourse(course.id)
  const url = assignments.find(({ lineItemUrl }) => lineItemUrl !== null)?.lineItemUrl
  const [member] = await ctx.store.memberships.ofCourse(course.id)
  if (!url || !member) return []
  return [['read.results', await tried(() => ctx.lms.readScore(platform, url, member.subject))]]
}

async function tried(act: () => Promise<unknown>): Promise<string | null> {
  try {
    await act()
    return null
  } catch (error) {
    if (error instanceof Upstream) return error.key
    throw error
  }
}

/**
 * The same for one course, for its staff: what of the LMS concerns it, and nothing of the registration.
 * @throws {NotFound} not a member. {Forbidden} no staff
 */
export async function diagnoseCourse(
  ctx: PersonContext,
  courseId: string,
): Promise<{ course: Course; findings: Finding[] }> {
  const { course } = await staffIn(ctx, courseId)
  const platform = await lmsOf(ctx, course)
  const say = sayingOf(platform)
  if (platform.state !== 'active') return { course, findings: [say('courseState', 'wrong')] }
  const assignments = await ctx.store.assignments.ofCourse(courseId)
  const columns = assignments.map(({ title, lineItemUrl, state }) => {
    if (state === 'frozen') return say('column.gone', 'wrong', { title })
    return lineItemUrl
      ? say('column.there', 'good', { title })
      : say('column.none', 'note', { title })
  })
  return { course, findings: [...(await serviceFindings(ctx, platform, course)), ...columns] }
}
