// Someone arrives by a verified launch: the deployment is known, the person, course and membership kept.

import type { Assignment, Course } from '../../domain/course.ts'
import type { Launch } from '../../domain/launch.ts'
import { type Person, type PersonFacts, refreshed } from '../../domain/person.ts'
import { frameOrigins, framingOrigin, type Platform } from '../../domain/platform.ts'
import { BadRequest, Conflict, Forbidden } from '../../errors.ts'
import type { Context } from '../context.ts'
import { orElse } from '../races.ts'
import { knowCourse, knowDue } from './known-courses.ts'
import { knowMembership } from './memberships.ts'
import { knowAssignment } from './recognition.ts'

export interface Arrival {
  person: Person
  course: Course
  assignment: Assignment | null
  platform: Platform
}

const MOST_WAITING = 50
const NOTE_MS = 60_000

/** The login that a launch answers: its unique key, and how it was shown. */
export interface Login {
  transaction: string
  step: NonNullable<Platform['lastStep']>
}

/**
 * Keeps what a launch says, writing only what changed; the session comes afterwards, last (design decision 7).
 * @throws {Forbidden} the deployment waits for approval, or was refused or paused. {BadRequest} no course.
 * {Conflict} the login was used before: nothing that a replay says is kept
 */
export async function arrive(
  ctx: Context,
  launch: Launch,
  platform: Platform,
  { transaction, step }: Login,
): Promise<Arrival> {
  await admitDeployment(ctx, platform, launch.deploymentId)
  const said = launch.course
  if (!said) throw new BadRequest('lti.noCourse')
  const { platformId, subject } = launch
  const { contextId } = said
  const known = await ctx.store.arrivals.look({ platformId, subject, contextId, transaction })
  // Between two at once the session's insert decides.
  if (known.isUsed) throw new Conflict('lti.staleLogin')
  const person = await knowPerson(ctx, launch, platform, known.person)
  const course = await knowCourse(ctx, launch, said, known.course)
  await knowMembership(ctx, launch, platform, { person, course, looked: known })
  const assignment = await knowAssignment(ctx, launch, course)
  if (assignment) await knowDue(ctx, launch, person, assignment)
  await notePlatform(ctx, platform, launch, step)
  return { person, course, assignment, platform }
}

// What the administrator sees of this LMS; written at most once a minute, so that launches do not queue for it.
async function notePlatform(
  ctx: Context,
  platform: Platform,
  launch: Launch,
  lastStep: Platform['lastStep'],
): Promise<void> {
  const now = ctx.now()
  const origin = launch.returnUrl ? framingOrigin(launch.returnUrl) : null
  if (origin && !frameOrigins(platform).includes(origin)) {
    await ctx.store.platforms.learnOrigin(platform.id, origin)
  }
  const { lastLaunchAt } = platform
  if (lastLaunchAt && now.getTime() - lastLaunchAt.getTime() < NOTE_MS) return
  await ctx.store.platforms.note(platform.id, { lastLaunchAt: now, lastStep })
}

async function admitDeployment(
  ctx: Context,
  platform: Platform,
  deploymentId: string,
): Promise<void> {
  if (await ctx.store.registrations.isApproved(platform.id, deploymentId)) return
  const known = await ctx.store.deployments.find(platform.id, deploymentId)
  const facts = { institution: ctx.institution.name }
  if (known?.state === 'refused') throw new Forbidden('lti.deploymentRefused', { facts })
  if (known?.state === 'paused') throw new Forbidden('lti.deploymentPaused', { facts })
  if (!known) {
    const waiting = (await ctx.store.deployments.list()).filter((d) => d.state === 'waiting')
    if (waiting.length < MOST_WAITING) {
      await ctx.store.deployments.add({
        id: ctx.newId(),
        institutionId: ctx.institution.id,
        platformId: platform.id,
        deploymentId,
        state: 'waiting',
        firstSeenAt: ctx.now(),
      })
    }
  }
  throw new Forbidden('lti.deploymentWaiting', { facts })
}

async function knowPerson(
  ctx: Context,
  launch: Launch,
  platform: Platform,
  known: Person | null,
): Promise<Person> {
  const facts = factsOf(launch, platform)
  if (!known) return newcomer(ctx, launch, facts, platform.test)
  // Another LMS of the institution says who they are here too, and nothing else about them.
  const isFirst = known.accounts[0]?.platformId === launch.platformId
  return isFirst ? keep(ctx, refreshed(known, facts) ?? known, known) : known
}

// Joined across platforms by SIS id only (design decision 12); who comes from two at the same moment looks again, once.
async function newcomer(
  ctx: Context,
  launch: Launch,
  facts: PersonFacts,
  test: boolean,
  looksAgain = false,
): Promise<Person> {
  const { platformId, subject } = launch
  const { people } = ctx.store
  const same = facts.sisPersonId ? await people.bySisId(facts.sisPersonId) : null
  if (same && !same.accounts.some((account) => account.platformId === platformId)) {
    return keep(ctx, { ...same, accounts: [...same.accounts, { platformId, subject }] }, same)
  }
  const isFirst = facts.sisPersonId !== null && !same && !looksAgain
  const person = personOf(ctx, launch, facts, test)
  return orElse(
    () => (isFirst ? people.addFirst(person) : people.add(person)).then(() => person),
    async () => {
      const known = await people.byAccount(platformId, subject)
      return known || !isFirst ? known : newcomer(ctx, launch, facts, test, true)
    },
  )
}

// A test system is often a copy of the real one: by what is not even kept, nobody there is joined with, or written to as, somebody here.
function factsOf(launch: Launch, platform: Platform): PersonFacts {
  const { name, givenName, familyName, mail, sisPersonId } = launch
  const reach = platform.test ? { mail: null, sisPersonId: null } : { mail, sisPersonId }
  return { name, givenName, familyName, ...reach }
}

async function keep(ctx: Context, next: Person, known: Person): Promise<Person> {
  if (next !== known) await ctx.store.people.save(next)
  return next
}

function personOf(
  ctx: Context,
  { platformId, subject }: Launch,
  facts: PersonFacts,
  test: boolean,
): Person {
  return {
    ...facts,
    id: ctx.newId(),
    institutionId: ctx.institution.id,
    accounts: [{ platformId, subject }],
    offices: [],
    test,
    createdAt: ctx.now(),
  }
}
